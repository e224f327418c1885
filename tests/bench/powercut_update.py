"""An update on a file system whose power will be cut; `powercut` starts it.

    python -m tests.bench.powercut_update CARD SHELF [SICK]

Prints a line when it begins, and one when it is through.
"""

import sys
from pathlib import Path

from robot.update import updating as updating_module
from robot.update.disk import DurableDisk
from robot.update.installation import Installation
from robot.update.record import Records, UpdateRecord
from robot.update.updating import Demand, RobotHere, Updating
from tests.robot.update.places import (
    EVENING,
    ROBOT,
    HealthByVersion,
    ShelfOfArchives,
    lay,
)
from tests.technician.releases.makers import PLATFORM

BYTES = 20_000
FILES = 60
"""Beside those of the test's own releases: enough that the card is at work for a moment."""


def lay_card(card: Path) -> None:
    """Lay a package in."""
    lay(card / "opt", "1.4.0")
    for name in ("state", "run"):
        (card / name).mkdir()


def shelf_of(place: Path) -> ShelfOfArchives:
    """Return the archives that lie in a folder, made the first time."""
    shelf = ShelfOfArchives(place)
    more = {f"lib/data-{number}": bytes([number]) * BYTES for number in range(FILES)}
    shelf.add("1.5.0", more=more)
    return shelf


def update(card: Path, shelf: ShelfOfArchives, sick: str, disk: DurableDisk) -> UpdateRecord:
    """Settle and update, as a start of the computer and the timer do."""
    installed = Installation(card / "opt", disk)
    here = RobotHere(ROBOT, PLATFORM, card / "run", lambda: EVENING)
    updating_module.RESERVE_BYTES = 0  # a card of a few megabytes has no room to spare
    health = HealthByVersion(installed, *([sick] if sick else []))
    updating = Updating(here, installed, Records(card / "state", disk), health)
    updating.settle()
    return updating.run(Demand(by_hand=True), lambda: shelf)


if __name__ == "__main__":
    card, place, *more = sys.argv[1:]
    shelf = shelf_of(Path(place))
    print("begins", flush=True)
    update(Path(card), shelf, more[0] if more else "", DurableDisk())
    print("through", flush=True)
