from collections.abc import Mapping
from pathlib import Path

from bridge.tables.cells import CellPlace
from technician.commands.jobs import planned
from technician.lists.records import ListedRobot
from technician.places.targets import CardTarget, FolderTarget

ROBOTS = [ListedRobot(f"k{at}", f"K{at}", "", CellPlace("", at), "") for at in range(4)]
CARDS = [(robot, {"user-data": robot.id.encode()}) for robot in ROBOTS]


def done(*ids: str) -> object:
    def done_at(robot: ListedRobot, _: Mapping[str, bytes]) -> str:
        return "/dev/sdz" if robot.id in ids else ""

    return done_at


def test_a_folder_takes_all_that_are_not_done() -> None:
    plan = planned(CARDS, FolderTarget(Path("a")), done("k1"))  # type: ignore[arg-type]
    assert [job.robot.id for job in plan.jobs] == ["k0", "k2", "k3"]
    assert [(one.robot.id, one.state, one.place) for one in plan.settled] == [
        ("k1", "as before", "/dev/sdz")
    ]


def test_each_card_takes_the_next_robot_and_the_others_wait() -> None:
    cards = (CardTarget(Path("/dev/sdb")), CardTarget(Path("/dev/sdc")))
    plan = planned(CARDS, cards, done("k0"))  # type: ignore[arg-type]
    assert [(job.robot.id, str(job.target)) for job in plan.jobs] == [
        ("k1", "/dev/sdb"),
        ("k2", "/dev/sdc"),
    ]
    assert [(one.robot.id, one.state) for one in plan.settled] == [
        ("k0", "as before"),
        ("k3", "waiting"),
    ]


def test_no_secret_stands_in_a_jobs_representation() -> None:
    assert "user-data" not in repr(planned(CARDS, FolderTarget(Path("a")), done()))  # type: ignore[arg-type]
