"""The real thing: PortAudio and ALSA on a sound server of our own, with a simulated room between
its loudspeaker and its microphone."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.robot.media.echo.robot_side import HEARD_DB

START_S = 20.0
RUN_S = 60.0
ENOUGH_DB = 5.0
"""Without a canceller it is none. How much it can be is asked in simulated time: test_webrtc."""
RAW = ("--raw", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=80")
SERVER = (
    *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"),
    *("--realtime=no", "--high-priority=no", "--disable-shm=yes", "--log-level=error"),
)


@contextmanager
def process(*command: str, **form: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program while the block runs; sound goes before all else, where that is allowed."""
    with subprocess.Popen(("nice", "-n", "-15", *command), **form) as child:
        try:
            yield child
        finally:
            child.kill()


@pytest.fixture
def sound_server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A sound server with a loudspeaker and a room; yields the environment of its users."""
    socket = tmp_path / "socket"
    environment = {
        **os.environ,
        **{name: str(tmp_path) for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")},
        "PULSE_RUNTIME_PATH": str(tmp_path / "runtime"),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none",
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none",
    }
    form = "rate=48000 channels=1"
    modules = (
        f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
        f"module-null-sink sink_name=speaker {form}",
        f"module-null-sink sink_name=room {form}",
    )
    loads = [word for module in modules for word in ("-L", module)]
    users = {
        **environment,
        "PULSE_SERVER": f"unix:{socket}",
        "PULSE_SINK": "speaker",
        "PULSE_LATENCY_MSEC": "100",
        "PULSE_SOURCE": "room.monitor",
    }
    with process(*SERVER, *loads, env=environment):
        wait_for_server(users)
        yield users


def wait_for_server(environment: dict[str, str]) -> None:
    deadline = time.monotonic() + START_S
    while subprocess.run(["pactl", "info"], env=environment, capture_output=True).returncode:
        assert time.monotonic() < deadline, "the sound server does not start"


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


@pytest.mark.long
def test_the_echo_of_a_sound_card_is_cancelled_and_the_class_is_heard(
    sound_server: dict[str, str],
) -> None:
    levels = lesson(sound_server)
    assert levels["echo_db"] > -40, "there was no echo"
    assert levels["echo_db"] - levels["left_db"] >= ENOUGH_DB
    assert levels["both_db"] >= HEARD_DB
