"""PURE. Jobs of cards: those that are done, the present one, and those that wait. No I/O."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from technician.lists.records import ListedRobot
from technician.places.targets import CardTarget, FolderTarget, Targets

State = Literal["written", "as before", "waiting", "failed", "checked"]


@dataclass(frozen=True)
class Job:
    """One card to write."""

    robot: ListedRobot
    files: Mapping[str, bytes] = field(repr=False)
    target: FolderTarget | CardTarget


@dataclass(frozen=True)
class CardOutcome:
    """Outcome of a robot's card: its place, and the reason if it failed or is doubtful."""

    robot: ListedRobot
    state: State
    place: str = ""
    why: str = ""


@dataclass(frozen=True)
class JobPlan:
    """Jobs of this run, and the cards for which there is nothing to do in it."""

    jobs: tuple[Job, ...]
    settled: tuple[CardOutcome, ...]


def planned(
    cards: Sequence[tuple[ListedRobot, Mapping[str, bytes]]],
    targets: Targets,
    done_at: Callable[[ListedRobot, Mapping[str, bytes]], str],
) -> JobPlan:
    """Return who is written where.

    Args:
        cards: Robots with their files, in the order of the list.
        targets: A folder for all, or cards, of which each takes the next robot that is not done.
        done_at: Tells where a robot's card is that needs no writing; empty if it does.
    """
    free = [] if isinstance(targets, FolderTarget) else list(targets)
    jobs: list[Job] = []
    settled: list[CardOutcome] = []
    for robot, files in cards:
        if place := done_at(robot, files):
            settled.append(CardOutcome(robot, "as before", place))
        elif isinstance(targets, FolderTarget):
            jobs.append(Job(robot, files, targets))
        elif free:
            jobs.append(Job(robot, files, free.pop(0)))
        else:
            settled.append(CardOutcome(robot, "waiting"))
    return JobPlan(tuple(jobs), tuple(settled))
