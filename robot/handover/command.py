"""`karlsson-robot wipe`: asks, wipes, prints the protocol."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from robot.handover.protocol import Wiped, text_of
from robot.handover.wiping import InUse, alone, wipe

SETTLE_S = 30.0

SETTLERS = (
    ("ca-certificates", ("update-ca-certificates", "--fresh")),
    ("system-connections", ("nmcli", "connection", "reload")),
)
"""Programs that have to be told: part of a path that is gone, and the command."""

IN_USE = (
    "the agent runs, and somebody may be in. When nobody is: sudo systemctl stop karlsson-robot, "
    "then wipe once more"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--keep-key", action="store_true", help="the same bridge lends the robot on: keep its key"
    )
    parser.add_argument(
        "--keep-network",
        action="store_true",
        help="the robot stays in its school: keep its Wi-Fi, proxy, time servers and certificates",
    )
    parser.add_argument(
        "--asked",
        action="store_true",
        help="as it was asked for on the robot's own page; karlsson-wipe.service says this",
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON, for programs")
    parser.add_argument(
        "--root",
        type=Path,
        metavar="FOLDER",
        help="wipe the card that is mounted here, such as of a robot that does not start",
    )


def run(
    given: argparse.Namespace,
    robot: str,
    folder: Path,
    root: Path = Path("/"),
    ask: Callable[[str], str] = input,
) -> int:
    """Wipe the robot; return 0 if it is clean, 1 if it is not, 2 if nothing was done."""
    if not given.yes and not _agreed(given, robot, ask):
        return 2
    try:
        with alone(folder):
            wiped = wipe(folder, root, keep_key=given.keep_key, keep_network=given.keep_network)
    except InUse:
        sys.stderr.write(f"karlsson-robot: {IN_USE}\n")
        return 2
    day = datetime.now().astimezone().isoformat(timespec="minutes")
    if given.json:
        document = {"robot": robot, "at": day, "clean": wiped.is_clean, "wiped": wiped}
        sys.stdout.write(msgspec.json.encode(document).decode() + "\n")
    else:
        sys.stdout.write(text_of(robot, day, wiped))
    sys.stdout.flush()
    if root == Path("/"):
        settle(wiped)  # last: it may end the line over which this is read
    return 0 if wiped.is_clean else 1


def _agreed(given: argparse.Namespace, robot: str, ask: Callable[[str], str]) -> bool:
    goes = ["saved places", "names", "tokens", "what the card brought"]
    goes += [] if given.keep_network else ["Wi-Fi (a line over it ends) and the school's settings"]
    goes += [] if given.keep_key else ["the key: the bridge does not know the robot any more"]
    sys.stderr.write(f"This removes from robot {robot or 'without a name'}: {', '.join(goes)}.\n")
    wanted = robot or "wipe"
    try:
        answer = ask(f"Type {'the name of the robot' if robot else 'wipe'} to go on: ")
    except EOFError:
        answer = ""
    if answer.strip() == wanted:
        return True
    sys.stderr.write("karlsson-robot: nothing was done; --yes does not ask\n")
    return False


def settle(wiped: Wiped) -> None:
    """Have the system forget what it read from files that are gone."""
    for part, (tool, *arguments) in SETTLERS:
        program = shutil.which(tool)
        if program is None or not any(part in one.path for one in wiped.removed):
            continue
        try:
            done = subprocess.run(
                [program, *arguments], timeout=SETTLE_S, check=False, capture_output=True
            )
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"karlsson-robot: {tool} does not end; restart the robot\n")
            continue
        if done.returncode:
            sys.stderr.write(f"karlsson-robot: {tool} failed; restart the robot\n")
