"""A moment through microphone and speaker as configured. Only levels of what was heard are kept."""

import asyncio
from dataclasses import dataclass, field

import numpy as np

from robot.doctor.sound import GAP_S, SWEEP_S, SWEEPS, HeardSweeps, hear_sweeps, trial_sound
from robot.media.devices.sound import SoundDevices
from robot.media.types.cells import SAMPLE_HZ, Samples, SoundFanout
from robot.media.types.spec import EchoMode, SourceEvent, SourceNotice
from robot.settings.config import RobotConfig

ROOM_S = 0.6
"""Time for which the room is heard before the test sound."""

LATE_S = 0.8
FIRST_S = 6.0
BLOCKS_WAITING = 200
LAST_S = 2 * (SWEEP_S + GAP_S)
"""End of the recording by which an echo is judged: the canceller has learned by then."""


class TrialVoice:
    """Plays the test sound once, when told to; else silence."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.int16)

    def begin(self) -> None:
        """Play from now on."""
        self._rest = trial_sound()

    def take(self, count: int) -> Samples:
        """Return exactly `count` samples."""
        now, self._rest = self._rest[:count], self._rest[count:]
        return np.pad(now, (0, count - len(now)))


@dataclass
class Heard:
    """Sounds that were heard in one go.

    Args:
        room: Recording before the test sound.
        sweeps: The test sound in the rest; None if none was played.
    """

    room: Samples = field(default_factory=lambda: np.zeros(0, np.int16))
    sweeps: HeardSweeps | None = None
    lost: str = ""
    notices: str = ""


async def listen(config: RobotConfig, mode: EchoMode, play: bool) -> Heard:
    """Open microphone and speaker, hear the room and the test sound, and close both.

    Only under the light.

    Args:
        mode: Echo cancellation to use.
        play: Play the test sound; else the room alone is heard.

    Raises:
        StuckError: A device does not close.
    """
    heard, voice, sounds = Heard(), TrialVoice(), SoundFanout()

    def told(event: SourceEvent) -> None:
        if event.part == "microphone":
            heard.lost = event.text if event.lost else ""

    def noticed(notice: SourceNotice) -> None:
        heard.notices = notice.text

    devices = SoundDevices(
        config.microphone_spec(),
        config.speaker_spec(),
        voice,
        mode,
        config.sound.ceiling_db,
        noticed,
    )
    async with asyncio.TaskGroup() as tasks:
        running = []
        if play:
            running.append(tasks.create_task(devices.run_speaker(told), name="speaker"))
        running.append(tasks.create_task(devices.run_microphone(sounds, told), name="microphone"))
        heard.room = await _record(sounds, ROOM_S, FIRST_S)
        if play and len(heard.room):
            voice.begin()
            rest = await _record(sounds, SWEEPS * (SWEEP_S + GAP_S) + LATE_S, FIRST_S)
            heard.sweeps = hear_sweeps(rest[-round((LAST_S + LATE_S) * SAMPLE_HZ) :])
        for task in running:
            task.cancel()
    return heard


async def _record(sounds: SoundFanout, seconds: float, first_s: float) -> Samples:
    """Return so much sound; less if no more comes."""
    queue = sounds.subscribe(BLOCKS_WAITING)
    blocks: list[Samples] = []
    wanted = round(seconds * SAMPLE_HZ)
    try:
        async with asyncio.timeout(first_s + seconds):
            while sum(map(len, blocks)) < wanted:
                blocks.append((await queue.get()).samples)
    except TimeoutError:
        pass
    finally:
        sounds.unsubscribe(queue)
    return np.concatenate(blocks) if blocks else np.zeros(0, np.int16)
