"""The disk is full, or fails, at any change of an update: it is named, and the old release runs."""

import errno
from collections.abc import Iterable
from pathlib import Path

import pytest

from robot.update import words
from robot.update.disk import FILE
from tests.robot.update.places import ShelfOfArchives, holds, lay
from tests.robot.update.power_cut import MemoryDisk
from tests.robot.update.test_power_cut import BY_HAND, updating


class FailingDisk(MemoryDisk):
    """Refuses its n-th change that needs room, and every one after it."""

    def __init__(self, good: int, number: int) -> None:
        self.changes = 0
        self._good = good
        self._number = number

    def _count(self, path: Path) -> None:
        self.changes += 1
        if self.changes > self._good:
            raise OSError(self._number, "refused", str(path))

    def make_folder(self, path: Path) -> None:
        self._count(path)
        super().make_folder(path)

    def write(self, path: Path, parts: Iterable[bytes], mode: int = FILE) -> None:
        self._count(path)
        super().write(path, parts, mode)

    def make_link(self, path: Path, goal: str) -> None:
        self._count(path)
        super().make_link(path, goal)


def card(place: Path) -> Path:
    lay(place / "opt", "1.4.0")
    for name in ("state", "run"):
        (place / name).mkdir()
    return place


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, pytest.param(errno.EIO, marks=pytest.mark.thorough)]
)
def test_each_step_that_fails_is_named_and_can_be_done_again(tmp_path: Path, number: int) -> None:
    shelf = ShelfOfArchives(tmp_path)
    shelf.add("1.5.0")
    whole = FailingDisk(10_000, number)
    assert updating(card(tmp_path / "whole"), whole).run(BY_HAND, lambda: shelf).code == "installed"
    for good in range(whole.changes):
        place = card(tmp_path / f"card-{good}")
        record = updating(place, FailingDisk(good, number)).run(BY_HAND, lambda: shelf)
        told = words.say(record.code, record.facts, "en")
        assert record.code == "disk", (good, told)
        assert ("no room" if number == errno.ENOSPC else "gives an error") in told
        assert holds(place / "opt") in ("1.4.0", "1.5.0")
        assert not list((place / "opt" / "releases").glob(".*")), good
        # With room again it goes on from wherever it was.
        robot = updating(place, MemoryDisk())
        robot.settle()
        assert robot.run(BY_HAND, lambda: shelf).code in ("installed", "up_to_date")
        assert holds(place / "opt") == "1.5.0"
