"""PulseAudio, the real one, suspends its devices: our streams wake them, and outlive it."""

import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from tests.robot.media.sound_server import process, sound_server

PATIENCE_S = 30.0
SPEAKER, MICROPHONE = ("sink", "speaker"), ("source", "room.monitor")


class Lines:
    """Lines of a program, each waited for."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        assert pipe is not None
        self._pipe = pipe
        self._rest = b""
        self.all: list[str] = []

    def next(self, deadline: float) -> str:
        """Return the next line."""
        while b"\n" not in self._rest:
            left_s = deadline - time.monotonic()
            ready, _, _ = select.select([self._pipe], [], [], max(0.0, left_s))
            assert ready, self.all[-20:]
            data = self._pipe.read1(4096)  # type: ignore[attr-defined]  # a buffered reader
            assert data, self.all[-20:]
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        self.all.append(line.decode())
        return self.all[-1]

    def until(self, holds: Callable[["Lines"], bool]) -> None:
        """Read until something holds of the lines since the last call."""
        deadline = time.monotonic() + PATIENCE_S
        self.all.clear()
        while not holds(self):
            self.next(deadline)


def pactl(users: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        ["pactl", *arguments], env=users, capture_output=True, text=True, check=True, timeout=10
    )
    return done.stdout


def state(users: dict[str, str], device: tuple[str, str]) -> str:
    kind, name = device
    rows = [line.split("\t") for line in pactl(users, "list", "short", f"{kind}s").splitlines()]
    return next(row[-1] for row in rows if row[1] == name)


def suspend(users: dict[str, str], on: bool) -> None:
    for name in ("speaker", "room"):
        pactl(users, "suspend-sink", name, "1" if on else "0")  # and its monitor


def steady(said: Lines) -> bool:
    """Return whether a second of sound came without a loss between."""
    return said.all[-5:] == ["heard"] * 5


@pytest.mark.thorough
@pytest.mark.long
def test_a_card_that_pulseaudio_suspends_is_woken_and_comes_back(tmp_path: Path) -> None:
    with (
        sound_server(tmp_path, "module-suspend-on-idle timeout=1") as users,
        process("pactl", "subscribe", env=users, stdout=subprocess.PIPE) as subscribed,
    ):
        changes = Lines(subscribed.stdout)
        while state(users, SPEAKER) != "SUSPENDED":
            changes.next(time.monotonic() + PATIENCE_S)
        side = (sys.executable, "-m", "tests.robot.media.devices.pulse_side")
        with process(*side, env=users, stdout=subprocess.PIPE) as robot:
            said = Lines(robot.stdout)
            # Its null devices leave a gap as they wake, and the robot then takes longer buffers.
            said.until(steady)
            assert state(users, SPEAKER) == state(users, MICROPHONE) == "RUNNING"
            suspend(users, True)
            said.until(lambda lines: "lost microphone" in lines.all)
            suspend(users, False)
            said.until(steady)
            assert state(users, SPEAKER) == state(users, MICROPHONE) == "RUNNING"
