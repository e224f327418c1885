"""Trials of what the configuration names, from the start of the agent on.

A part that does not work is known before a child comes. Each trial is repeated, so that what is
plugged in later, or pulled out between two lessons, is known too. A part that runs is left alone:
it reports by itself.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping
from functools import partial

from bridge.protocol.fields import Lost
from robot.doctor import devices
from robot.doctor.parts import TriedDevice
from robot.settings.config import RobotConfig

AGAIN_S = 20.0
"""Time between two rounds."""

TRIAL_S = 5.0
"""Longest time for one trial; a device that does not even answer this is named as such."""

STUCK = "it does not answer; unplug it, or restart the robot"

Try = Callable[[], TriedDevice]


def trials_of(config: RobotConfig) -> Mapping[Lost, Try]:
    """Return the trials of the devices that the configuration names."""
    camera = config.camera
    return {
        "camera": partial(
            devices.try_camera, config.camera_spec(), camera.width_px, camera.height_px
        ),
        "microphone": partial(devices.try_microphone, config.microphone_spec()),
        "speaker": partial(devices.try_speaker, config.speaker_spec()),
    }


def voice_trouble(lacks: str) -> str:
    """Return why no phrase is spoken, and what to do; empty if one is."""
    return lacks and f"{lacks}; `sudo apt-get install --no-install-recommends espeak-ng`"


class StartTrials:
    """Rounds of trials.

    Args:
        trials: By part.
        runs: Whether a part is in use now.
        tell: Called with a part and why it does not work, whenever that has changed; with an
            empty text when it works again.
    """

    def __init__(
        self,
        trials: Mapping[Lost, Try],
        runs: Callable[[Lost], bool],
        tell: Callable[[Lost, str], None],
    ) -> None:
        self._trials = trials
        self._runs = runs
        self._tell = tell
        self._told: dict[Lost, str] = {}
        self._reported: dict[Lost, str] = {}
        """Reports of parts in use about themselves."""
        self._stuck: set[Lost] = set()
        """Parts whose trial has not ended."""

    async def run(self) -> None:
        """Try every part that is not in use, again and again until cancelled."""
        while True:
            for part, trial in self._trials.items():
                if self._runs(part):
                    self._take(part, self._reported.get(part, ""))
                    continue
                self._reported.pop(part, None)
                problem = await self._problem(part, trial)
                if not self._runs(part):
                    self._take(part, problem)
            await asyncio.sleep(AGAIN_S)

    def reported(self, part: Lost, text: str) -> None:
        """Take why a part in use does not work; empty if it works again."""
        self._reported[part] = text
        self._take(part, text)

    def _take(self, part: Lost, problem: str) -> None:
        if problem != self._told.get(part, ""):
            self._told[part] = problem
            self._tell(part, problem)

    async def _problem(self, part: Lost, trial: Try) -> str:
        if part in self._stuck:
            return STUCK
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[TriedDevice] = loop.create_future()
        self._stuck.add(part)

        def end(found: TriedDevice) -> None:
            self._stuck.discard(part)
            if not ended.done():
                ended.set_result(found)

        def work() -> None:
            found = trial()
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(end, found)

        # No thread of a pool: the end of the process would wait for one that hangs.
        threading.Thread(target=work, name=f"trial of the {part}", daemon=True).start()
        try:
            async with asyncio.timeout(TRIAL_S):
                return (await ended).problem
        except TimeoutError:
            return STUCK
