"""A sound server of the test: PulseAudio, with a loudspeaker, and a room that hears nothing."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_S = 20.0
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


@contextmanager
def sound_server(folder: Path, *modules: str) -> Iterator[dict[str, str]]:
    """Run a server; yield the environment of its users.

    Args:
        folder: For its files.
        modules: Further modules, with their arguments.
    """
    socket = folder / "socket"
    environment = {
        **os.environ,
        **{name: str(folder) for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")},
        "PULSE_RUNTIME_PATH": str(folder / "runtime"),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/none",
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/none",
    }
    form = "rate=48000 channels=1"
    loaded = (
        f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
        f"module-null-sink sink_name=speaker {form}",
        f"module-null-sink sink_name=room {form}",
        *modules,
    )
    loads = [word for module in loaded for word in ("-L", module)]
    users = {
        **environment,
        "PULSE_SERVER": f"unix:{socket}",
        "PULSE_SINK": "speaker",
        "PULSE_LATENCY_MSEC": "100",
        "PULSE_SOURCE": "room.monitor",
    }
    with process(*SERVER, *loads, env=environment):
        _wait_for_server(users)
        yield users


def _wait_for_server(environment: dict[str, str]) -> None:
    deadline = time.monotonic() + START_S
    while subprocess.run(["pactl", "info"], env=environment, capture_output=True).returncode:
        assert time.monotonic() < deadline, "the sound server does not start"
