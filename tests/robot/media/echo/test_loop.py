"""The real thing: PortAudio and ALSA on a sound server of our own, with a simulated room between
its loudspeaker and its microphone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.robot.media.echo.robot_side import HEARD_DB, SILENT_DB
from tests.robot.media.sound_server import process, sound_server

RUN_S = 60.0
ENOUGH_DB = 5.0
"""Damping; 0 without a canceller. Its size is measured in simulated time: test_webrtc."""
RAW = ("--raw", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=80")


@pytest.fixture
def users(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the users of a sound server."""
    with sound_server(tmp_path) as users:
        yield users


@contextmanager
def room(environment: dict[str, str]) -> Iterator[None]:
    """Let what is played be heard: `parec | air | pacat`."""
    with ExitStack() as stack:
        taken = stack.enter_context(
            process(
                *("parec", "--device=speaker.monitor", *RAW),
                stdout=subprocess.PIPE,
                env=environment,
            )
        )
        air = stack.enter_context(
            process(
                *(sys.executable, "-m", "tests.robot.media.echo.air"),
                stdin=taken.stdout,
                stdout=subprocess.PIPE,
            )
        )
        stack.enter_context(
            process("pacat", "--device=room", *RAW, stdin=air.stdout, env=environment)
        )
        yield


def lesson(environment: dict[str, str]) -> dict[str, float]:
    """Return the levels of one lesson."""
    with (
        room(environment),
        process(
            *(sys.executable, "-m", "tests.robot.media.echo.robot_side"),
            env=environment,
            stdout=subprocess.PIPE,
        ) as robot,
    ):
        out, _ = robot.communicate(timeout=RUN_S)
    levels: dict[str, float] = json.loads(out)
    return levels


@pytest.mark.thorough
@pytest.mark.long
def test_the_echo_of_a_sound_card_is_cancelled_and_the_class_is_heard(
    users: dict[str, str],
) -> None:
    levels = lesson(users)
    # A busy machine plays with gaps (-58 dB was seen); one that hears nothing is at -180 dB.
    assert levels["echo_db"] > SILENT_DB, "there was no echo"
    assert levels["damped_db"] >= ENOUGH_DB
    assert levels["both_db"] >= HEARD_DB
