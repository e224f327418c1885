"""A robot's sound card in a process of its own: speaks as the child, and prints what it heard.

The one line on stdout is JSON, in dB: the level of what the microphone gave while the child
spoke alone, by how much that was damped, and the level of what went out while both spoke. The
first is the median over stretches of a quarter of a second, and the second what the best quarter
of them reached: a sound server on a busy machine leaves gaps, after each of which the canceller
begins anew. Without one no stretch is damped. After a long gap the room begins anew, so the
class speaks some seconds later: it is waited for.
"""

import asyncio
import json
import os
import sys

import numpy as np
from numpy.typing import NDArray

from robot.media.devices.duplex import SoundCard
from robot.media.devices.reopening import StuckError
from robot.media.echo import webrtc
from robot.media.echo.canceller import STEP_SAMPLES, EchoCanceller
from robot.media.types.cells import SAMPLE_HZ, Samples, SoundFanout
from tests.robot.media.echo.air import ALONE_S, SAID_DB
from tests.robot.media.echo.room import Signal, child, level_db, part, samples

READY_STEPS = 20
BOTH_S = 2.5
MEASURED_S = ALONE_S + 1.0 + BOTH_S
LONGEST_S = 25.0
HEARD_DB = SAID_DB - 15
DEADLINE_S = 40.0
STRETCH_S = 0.25
SILENT_DB = -70


class Recorder:
    """The canceller, with a note of all that went through; a new one begins anew."""

    def __init__(self) -> None:
        self._canceller = webrtc.WebRtc()
        self.near: list[Samples] = []
        self.clean: list[Samples] = []
        self.began = -1

    def process(self, near: Samples, far: Samples) -> Samples:
        """Cancel, and note."""
        clean = self._canceller.process(near, far)
        self.near.append(near)
        self.clean.append(clean)
        if self.began < 0 and far.any():
            self.began = len(self.near)
        return clean

    @property
    def spoken_s(self) -> float:
        """For how long the child was heard."""
        steps = len(self.near) - self.began if self.began >= 0 else 0
        return steps * STEP_SAMPLES / SAMPLE_HZ

    @property
    def both_db(self) -> float:
        """Return the level of the latest output while both spoke."""
        return level_db(
            np.concatenate(self.clean[-int(BOTH_S * SAMPLE_HZ) // STEP_SAMPLES :]) / 32768
        )

    @property
    def done(self) -> bool:
        """Return whether everything has been heard, or never will be."""
        spoken_s = self.spoken_s
        return spoken_s >= MEASURED_S and (self.both_db >= HEARD_DB or spoken_s >= LONGEST_S)


class Lesson:
    """Speaks as soon as the microphone hears, and is silent when it was lost."""

    def __init__(self) -> None:
        self._text = samples(child(30))
        self._at = 0
        self.recorder: Recorder | None = None

    def load(self) -> EchoCanceller:
        """Begin anew."""
        self._at = 0
        self.recorder = Recorder()
        return self.recorder

    def take(self, count: int) -> Samples:
        """Return the next samples of the child."""
        if self.recorder is None or len(self.recorder.near) < READY_STEPS:
            return np.zeros(count, np.int16)
        start, self._at = self._at, (self._at + count) % (len(self._text) - 2 * count)
        return self._text[start : start + count]


async def measured() -> dict[str, float]:
    """Return the levels of one lesson on the card named `pulse`."""
    lesson, sounds = Lesson(), SoundFanout()
    card = SoundCard("pulse", lesson, "software", lambda notice: sys.exit(notice.text), lesson.load)
    queue = sounds.subscribe()
    async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as group:
        works = [
            group.create_task(card.run_speaker(lambda event: None, retry_s=(0.1,))),
            group.create_task(card.run_microphone(sounds, lambda event: None, retry_s=(0.1,))),
        ]
        while lesson.recorder is None or not lesson.recorder.done:
            await queue.get()
        for work in works:
            work.cancel()
    recorder = lesson.recorder
    near = np.concatenate(recorder.near[recorder.began :]) / 32768
    clean = np.concatenate(recorder.clean[recorder.began :]) / 32768
    echo_db, left_db = levels_db(near, 2, ALONE_S), levels_db(clean, 2, ALONE_S)
    damped_db = (echo_db - left_db)[echo_db > SILENT_DB]
    return {
        "echo_db": float(np.median(echo_db)),
        "damped_db": float(np.quantile(damped_db, 0.75)) if damped_db.size else 0.0,
        "both_db": recorder.both_db,
    }


def levels_db(sound: Signal, from_s: float, to_s: float) -> NDArray[np.float64]:
    """Return the levels of all stretches between these times."""
    starts = np.arange(from_s, to_s - STRETCH_S / 2, STRETCH_S)
    return np.array([level_db(part(sound, at, at + STRETCH_S)) for at in starts])


def main() -> int:
    """Print what was measured; return the exit status."""
    levels = {}
    try:
        levels = asyncio.run(measured())
    except* (TimeoutError, StuckError) as errors:
        sys.stderr.write(f"{errors.exceptions!r}\n")
    sys.stdout.write(json.dumps(levels))
    sys.stdout.flush()
    return 0 if levels else 1


if __name__ == "__main__":
    # A sound server that hangs would hold up PortAudio's own farewell.
    os._exit(main())
