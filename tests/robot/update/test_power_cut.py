"""The power fails at any point of an update: the robot starts the old or the new release."""

import random
from pathlib import Path

import pytest

from bridge.process.release_info import ReleaseInfo
from robot.update.disk import DurableDisk
from robot.update.installation import Installation
from robot.update.record import Records
from robot.update.updating import Demand, RobotHere, Updating
from tests.robot.update.places import (
    EVENING,
    ROBOT,
    HealthByVersion,
    ShelfOfArchives,
    holds,
    lay,
)
from tests.robot.update.power_cut import HarshDisk, MemoryDisk, Node, RecordingDisk, node_of
from tests.technician.releases.makers import PLATFORM

BY_HAND = Demand(by_hand=True)


class Scene:
    """An update that is recorded from its first change to its last."""

    def __init__(self, place: Path, *sick: str) -> None:
        self.place = place
        self.sick = sick
        self.shelf = ShelfOfArchives(place)
        self.shelf.add("1.5.0")
        self.disk = RecordingDisk(place / "card")
        lay(place / "card" / "opt", "1.4.0")
        for name in ("state", "run"):
            (place / "card" / name).mkdir()
        # What an older update has left, so that clearing up is cut too.
        Installation(place / "card" / "opt").stage(*_older(self.shelf))
        self.before = place / "card"
        self._first = node_of(self.before)
        record = updating(self.before, self.disk, *sick).run(BY_HAND, lambda: self.shelf)
        assert record.code == ("fell_back" if sick else "installed")

    @property
    def steps(self) -> int:
        return len(self.disk.steps)

    def after_cut(self, at: int, seed: int) -> Path:
        """Return a card as a power cut after so many changes leaves it."""
        harsh = HarshDisk(_copy(self._first))
        harsh.play(self.disk.steps[:at])
        card = self.place / f"cut-{at}-{seed}"
        harsh.cut(random.Random(seed), card)
        return card


def _older(shelf: ShelfOfArchives) -> tuple[Path, ReleaseInfo]:
    shelf.add("1.3.9")
    return shelf.found.pop("1.3.9")


def _copy(node: Node) -> Node:
    names = {name: _copy(one) for name, one in node.names.items()}
    return Node(node.kind, node.mode, node.goal, node.data, True, dict(names), dict(names))


def updating(card: Path, disk: DurableDisk, *sick: str) -> Updating:
    installed = Installation(card / "opt", disk)
    here = RobotHere(ROBOT, PLATFORM, card / "run", lambda: EVENING)
    health = HealthByVersion(installed, *sick)
    return Updating(here, installed, Records(card / "state", disk), health)


def starts(scene: Scene, card: Path) -> str:
    """Start the computer, and let the updater go on; return the version that runs in the end."""
    old_or_new = {"1.4.0", "1.5.0"}
    assert holds(card / "opt") in old_or_new, "before anything of ours has run"
    robot = updating(card, MemoryDisk(), *scene.sick)
    robot.settle()
    assert holds(card / "opt") in old_or_new
    assert holds(card / "opt", "good" if (card / "opt" / "good").exists() else "current")
    record = robot.run(BY_HAND, lambda: scene.shelf)
    assert record.trial is None
    wanted = {"fell_back", "fell_back_before"} if scene.sick else {"installed", "up_to_date"}
    assert record.code in wanted
    return holds(card / "opt")


@pytest.mark.parametrize("sick", [(), ("1.5.0",)], ids=["works", "falls back"])
def test_power_cuts_leave_the_old_or_the_new_release(tmp_path: Path, sick: tuple[str, ...]) -> None:
    scene = Scene(tmp_path, *sick)
    chance = random.Random(len(sick))
    points = {0, scene.steps, *chance.sample(range(1, scene.steps), 8)}
    for at in sorted(points):
        assert starts(scene, scene.after_cut(at, at)) == ("1.4.0" if sick else "1.5.0")


@pytest.mark.thorough
@pytest.mark.parametrize("sick", [(), ("1.5.0",)], ids=["works", "falls back"])
def test_every_point_is_cut_often(tmp_path: Path, sick: tuple[str, ...]) -> None:
    scene = Scene(tmp_path, *sick)
    for at in range(scene.steps + 1):
        for seed in range(2):
            assert starts(scene, scene.after_cut(at, seed)) == ("1.4.0" if sick else "1.5.0")


@pytest.mark.parametrize(
    ("skipped", "words"),
    [("sync", "a name was never synced"), ("synced", "a content was never synced")],
)
def test_the_model_finds_what_a_missing_sync_does(tmp_path: Path, skipped: str, words: str) -> None:
    scene = Scene(tmp_path)
    scene.disk.steps = [step for step in scene.disk.steps if step[0] != skipped]
    broken = 0
    for seed in range(40):
        card = scene.after_cut(scene.steps, seed)
        try:
            holds(card / "opt")
        except (OSError, AssertionError):
            broken += 1
    assert broken, words
