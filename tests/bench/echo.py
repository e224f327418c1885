"""Echo of the child's own voice in simulated rooms: no sound card, no clock.

`aec3` is WebRTC's canceller with its noise suppression as the library gives it;
`karlsson` is all that the robot does. Each run has another room and another voice.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from robot.media.echo import webrtc
from robot.media.echo.canceller import EchoCanceller, EchoError, MicrophoneChain
from robot.media.echo.ducking import Ducking
from robot.media.types.cells import SAMPLE_HZ, Samples
from tests.bench.children import BenchError
from tests.bench.rows import Figures, Row, summarise
from tests.robot.media.echo.room import (
    CHILD,
    Room,
    Signal,
    erle_db,
    level_db,
    part,
    speech,
    teacher,
    through,
)

ROOMS = {
    "linear speaker": Room(bend=0),
    "bent speaker": Room(),
    "bent, 100 ppm": Room(drift_ppm=100),
    "bent, 20 ms": Room(delay_ms=20),
    "bent, 300 ms": Room(delay_ms=300),
    "bent, 300 ms, -100 ppm": Room(delay_ms=300, drift_ppm=-100),
    "bent, loud": Room(coupling_db=3),
    "bent, reverberant": Room(reverb_s=0.6),
}
VOICES = ("de+f3", "de+f5", "de+m1", "en+f2", "de+m3")
PLAYED_DB = -20.0
LONG_S = 14.0
ALONE_S = 5.0
BOTH_S = 10.0


class Timed:
    """A canceller, and how long each step of it took."""

    def __init__(self, canceller: EchoCanceller) -> None:
        self._canceller = canceller
        self.steps_s: list[float] = []

    def process(self, near: Samples, far: Samples) -> Samples:
        """Cancel, and note the time."""
        start = time.perf_counter()
        clean = self._canceller.process(near, far)
        self.steps_s.append(time.perf_counter() - start)
        return clean


class Bare:
    """The library without what comes after it."""

    def __init__(self) -> None:
        self._library = webrtc.library()

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return what the library gives."""
        return np.asarray(self._library.process(near, far), np.int16)


def _strip() -> EchoCanceller:
    return MicrophoneChain("software", webrtc.WebRtc, _give_up)


def _give_up(text: str) -> None:
    raise BenchError(text)


ENGINES: dict[str, Callable[[], EchoCanceller]] = {
    "karlsson": _strip,
    "aec3": Bare,
    "ducking": Ducking,
}


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return the rows of all rooms and engines; at least 14 s each are simulated.

    Raises:
        BenchError: The library is missing.
    """
    rows: list[Row] = []
    for line, room in ROOMS.items():
        for engine, make in ENGINES.items():
            figures = [
                await asyncio.to_thread(_figures, replace(room, seed=run + 1), run, make, seconds)
                for run in range(runs)
            ]
            rows += summarise(line, engine, figures)
    return rows


def _figures(room: Room, run: int, make: Callable[[], EchoCanceller], seconds: float) -> Figures:
    length_s = max(LONG_S, seconds)
    played = speech(CHILD, VOICES[run % len(VOICES)], int(length_s * SAMPLE_HZ), PLAYED_DB)
    try:
        timed = Timed(make())
        echo = room.echo(played) + room.noise(len(played))
        clean = through(timed, echo, played)
        return {
            "echo_erle_2s_db": erle_db(echo, clean, 2, 4),
            "echo_erle_10s_db": erle_db(echo, clean, 10, length_s),
            "echo_near_loss_db": _near_loss_db(room, played, make),
            "echo_cpu_us_per_block": 1e6 * float(np.median(timed.steps_s)),
        }
    except EchoError as error:
        raise BenchError(str(error)) from error


def _near_loss_db(room: Room, played: Signal, make: Callable[[], EchoCanceller]) -> float:
    """Return by how much somebody in the class becomes softer while both speak."""
    said = teacher(BOTH_S)
    played = played[: len(said)]
    said = np.where(np.arange(len(said)) < ALONE_S * SAMPLE_HZ, 0, said)
    clean = through(make(), room.echo(played) + room.noise(len(said)) + said, played)
    return level_db(part(said, ALONE_S + 1, BOTH_S)) - level_db(part(clean, ALONE_S + 1, BOTH_S))
