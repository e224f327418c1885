import numpy as np
import pytest

from robot.media.echo import webrtc
from robot.media.echo.canceller import STEP_SAMPLES, EchoCanceller, EchoError, MicrophoneChain
from robot.media.types.cells import Samples
from tests.robot.media.echo.room import Room, child, erle_db, level_db, part, teacher, through

QUIET: Samples = np.zeros(STEP_SAMPLES, np.int16)


class Failing:
    """Works twice."""

    def __init__(self) -> None:
        self._left = 2

    def process(self, near: Samples, far: Samples) -> Samples:
        if not self._left:
            raise EchoError("the library gave up")
        self._left -= 1
        return near


def missing() -> EchoCanceller:
    raise EchoError("it is not there")


def test_a_missing_library_is_told_once_and_the_echo_ducked() -> None:
    told: list[str] = []
    chain = MicrophoneChain("software", missing, told.append)
    played = child(3)
    echo = Room().echo(played)
    clean = through(chain, echo, played)
    assert erle_db(echo, clean, 0.1, 3) >= 35
    assert told == [
        "the echo is not cancelled (it is not there); "
        "instead the class's sound is lowered while the child speaks"
    ]


def test_a_library_that_fails_is_told_and_no_step_is_lost() -> None:
    told: list[str] = []
    chain = MicrophoneChain("software", Failing, told.append)
    steps = [chain.process(QUIET, QUIET) for _ in range(5)]
    assert [len(step) for step in steps] == [STEP_SAMPLES] * 5
    assert len(told) == 1
    assert "the library gave up" in told[0]


def test_a_speakerphone_is_left_alone() -> None:
    said, played = teacher(3, -24.0), child(3)
    clean = through(MicrophoneChain("hardware", missing, pytest.fail), said, played)
    assert level_db(part(clean, 0, 3)) == pytest.approx(level_db(said), abs=1)


def test_nothing_that_goes_to_the_child_is_clipped() -> None:
    loud: Samples = np.asarray(32_000 * np.sign(np.sin(np.arange(48_000) / 30)), np.int16)
    chain = MicrophoneChain("software", webrtc.WebRtc, pytest.fail)
    steps = [chain.process(step, QUIET) for step in loud.reshape(-1, STEP_SAMPLES)]
    assert int(np.abs(np.concatenate(steps).astype(int)).max()) <= 29_205
