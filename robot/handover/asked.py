"""Wipe that was asked for on the robot's own page, done by a service that may do so.

    page      writes `wipe-wish.json` into the agent's folder in memory
    service   stops the agent, wipes, leaves the protocol in memory, starts the agent
    page      shows the protocol; only then the network forgets its Wi-Fi

A wish and a protocol lie in memory: after a power cut nothing is wiped a second time.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from bridge.process import atomic, file_words
from robot.handover.command import settle
from robot.handover.protocol import Wiped, text_of
from robot.handover.wiping import InUse, alone, wipe

WISH_FILE = "wipe-wish.json"
FOLDER = Path("/run/karlsson-robot")
"""RuntimeDirectory= of the agent."""

PROTOCOL = Path("/run/karlsson-wiped/protocol.txt")
"""In the RuntimeDirectory= of the service, which the agent may read."""

READABLE = 0o640
AGENT = "karlsson-robot.service"
COMMAND_S = 60.0

READ_S = 180.0
"""Time in which a technician who came over the Wi-Fi can read and keep the protocol."""

Run = Callable[[Sequence[str]], bool]


class WipeWish(Struct, frozen=True, forbid_unknown_fields=True):
    """Choice of what is to stay."""

    keep_key: bool = False
    keep_network: bool = False


def put_wish(folder: Path, wish: WipeWish) -> None:
    """Leave a wish for the service.

    Raises:
        OSError: The folder is not there, or refuses it.
    """
    atomic.replace(folder / WISH_FILE, msgspec.json.encode(wish))


def take_wish(folder: Path) -> WipeWish | None:
    """Take the wish away, and return it; None if there is none, or none that can be read."""
    path = folder / WISH_FILE
    try:
        with path.open("rb") as file:
            data = file.read(1000)
        path.unlink()
        return msgspec.json.decode(data, type=WipeWish)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


class AskedWipe:
    """One wipe by the service.

    Args:
        robot: Its name; empty without one.
        folder: The robot's own folder.
        root: Of the file system.
        run: Runs a command of the system, and returns whether it succeeded.
        wait: Lets time pass.
    """

    def __init__(
        self,
        robot: str,
        folder: Path,
        root: Path = Path("/"),
        run: Run | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._robot = robot
        self._folder = folder
        self._root = root
        self._run = run or _run
        self._wait = wait

    def run(self, wishes: Path = FOLDER, protocol: Path = PROTOCOL) -> int:
        """Wipe as asked; return 0 if the robot is clean, 1 if it is not, 2 if nothing was done."""
        wish = take_wish(wishes)
        if wish is None:
            sys.stderr.write("karlsson-robot: nobody has asked for a wipe on the robot's page\n")
            return 2
        with contextlib.suppress(OSError):
            protocol.unlink()  # of the loan before: what is read next has to be this one's
        self._run(("systemctl", "stop", AGENT))
        try:
            wiped = self._wiped(wish)
            if wiped is None:
                return 2
            day = datetime.now().astimezone().isoformat(timespec="minutes")
            try:
                atomic.replace(protocol, text_of(self._robot, day, wiped).encode(), READABLE)
            except OSError as error:
                why = file_words.of_file(protocol, error)
                sys.stderr.write(f"karlsson-robot: {protocol}: {why}\n")
        finally:
            self._run(("systemctl", "--no-block", "start", AGENT))
        if self._root == Path("/"):
            if not wish.keep_network:
                self._wait(READ_S)
            settle(wiped)
        return 0 if wiped.is_clean else 1

    def _wiped(self, wish: WipeWish) -> Wiped | None:
        try:
            with alone(self._folder):
                return wipe(
                    self._folder,
                    self._root,
                    keep_key=wish.keep_key,
                    keep_network=wish.keep_network,
                )
        except InUse:
            sys.stderr.write(f"karlsson-robot: {AGENT} does not stop; nothing was wiped\n")
            return None


def _run(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, timeout=COMMAND_S, check=False, capture_output=True)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
