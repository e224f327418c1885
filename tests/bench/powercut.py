"""`powercut`: the power fails at 200 random moments of an update, on a real ext4 in a loop device.

The update runs as a process of its own, with every sync that it makes on a robot. At a random
moment it is stopped; once no write is under way at the device, its bytes are copied: that is what
a power cut leaves, with everything gone that was only in memory. A copy during which the device
wrote is thrown away. Then each copy is mounted, so that ext4 replays its journal, and the robot is
started from it: first without any code of ours, then with it.

Within a single commit of the journal nothing is cut: that is ext4's own promise. The model of
`tests/robot/update/power_cut.py` is harsher, and cuts between any two changes.
"""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.bench.children import BenchError
from tests.bench.powercut_update import lay_card, shelf_of, update
from tests.bench.rows import Row, summarise
from tests.robot.update.places import ShelfOfArchives, holds
from tests.robot.update.power_cut import MemoryDisk

POINTS = 200
IMAGE_MB = 32
CUTS_PER_UPDATE = 10
GAP_S = 0.06
"""Most time between two cuts of an update."""

TOOL_S, UPDATE_S = 30.0, 60.0
TRIES = 50
SICK = ("", "1.5.0")
"""Every other update is one that falls back."""


async def measure(_seconds: float, _runs: int) -> list[Row]:
    """Cut the power, and count what started afterwards."""
    return await asyncio.to_thread(_measure)


def _measure() -> list[Row]:
    if os.geteuid() != 0:
        raise BenchError("mounting needs root: sudo ./run bench powercut")
    missing = [tool for tool in ("mkfs.ext4", "mount", "umount") if not shutil.which(tool)]
    if missing:
        raise BenchError(f"not installed: {', '.join(missing)} (apt-get install e2fsprogs mount)")
    chance = random.Random(0)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="karlsson-powercut-") as name:
        place = Path(name)
        shelf = shelf_of(place)
        base = _base(place)
        turn = 0
        while found["points"] < POINTS:
            sick = SICK[turn % 2]
            most = min(CUTS_PER_UPDATE, POINTS - found["points"])
            for cut in _cut(place, base, sick, most, chance):
                found += _judge(place, cut, shelf, sick)
                cut.unlink()
            turn += 1
            sys.stderr.write(f"{found['points']} power cuts\n")
    figures = {f"powercut_{what}": float(found[what]) for what in ("points", *KINDS)}
    rows = summarise("ext4", "karlsson", [figures])
    if found["neither"] or found["stuck"]:
        raise BenchError(f"not every robot started: {dict(found)}")
    return rows


KINDS = ("old", "new", "neither", "stuck")


def _base(place: Path) -> Path:
    """Make a card with a package on it."""
    image = place / "base.img"
    with image.open("wb") as file:
        file.truncate(IMAGE_MB << 20)
    _tool("mkfs.ext4", "-q", "-F", str(image))
    with _mounted(image, place / "base") as (card, _):
        lay_card(card)
    return image


def _cut(place: Path, base: Path, sick: str, most: int, chance: random.Random) -> Iterator[Path]:
    """Run an update, and yield what its card looks like at random moments."""
    image = place / "disk.img"
    shutil.copyfile(base, image)
    command = [sys.executable, "-m", "tests.bench.powercut_update"]
    cuts = []
    with _mounted(image, place / "disk") as (card, device):
        works = subprocess.Popen(
            [*command, str(card), str(place / "child"), *([sick] if sick else [])],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert works.stdout is not None
            if works.stdout.readline() != "begins\n":
                raise BenchError("the update does not begin")
            for number in range(most):
                time.sleep(chance.uniform(0, GAP_S))
                if works.poll() is not None:
                    break
                works.send_signal(signal.SIGSTOP)
                copy = place / f"cut-{number}.img"
                _copy_at_rest(image, copy, device)
                cuts.append(copy)
                works.send_signal(signal.SIGCONT)
            works.wait(UPDATE_S)
        finally:
            works.kill()
            works.wait()
    shutil.rmtree(place / "child", ignore_errors=True)
    yield from cuts


def _copy_at_rest(image: Path, copy: Path, device: str) -> None:
    """Copy the bytes of a device between two of its writes."""
    block = Path("/sys/block", device)
    for _ in range(TRIES):
        before = (block / "stat").read_text(encoding="ascii").split()
        is_quiet = (block / "inflight").read_text(encoding="ascii").split() == ["0", "0"]
        shutil.copyfile(image, copy)
        after = (block / "stat").read_text(encoding="ascii").split()
        if is_quiet and before[4] == after[4] and before[6] == after[6]:
            return
    raise BenchError(f"{device} never rests")


def _judge(place: Path, cut: Path, shelf: ShelfOfArchives, sick: str) -> Counter[str]:
    """Start a robot from a cut card; return what it starts, and whether it gets on."""
    found: Counter[str] = Counter(points=1)
    with _mounted(cut, place / "cut") as (card, _):
        try:
            started = holds(card / "opt")
        except (OSError, AssertionError):
            found["neither"] += 1
            return found
        found["old" if started == "1.4.0" else "new"] += 1
        record = update(card, shelf, sick, MemoryDisk())
        wanted = "1.4.0" if sick else "1.5.0"
        try:
            goes_on = record.trial is None and holds(card / "opt") == wanted
        except (OSError, AssertionError):
            goes_on = False
        found["stuck"] += not goes_on
    return found


@contextlib.contextmanager
def _mounted(image: Path, place: Path) -> Iterator[tuple[Path, str]]:
    """Mount an image; yield where, and the name of its loop device."""
    place.mkdir(exist_ok=True)
    _tool("mount", "-o", "loop", str(image), str(place))
    try:
        source = next(
            line.split()[0]
            for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
            if line.split()[1] == str(place)
        )
        yield place, Path(source).name
    finally:
        _tool("umount", str(place))


def _tool(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=TOOL_S, check=False)
    if done.returncode:
        raise BenchError(f"{command[0]}: {done.stderr.strip() or 'failed'}")
