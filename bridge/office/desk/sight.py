"""Robots as the pages show them: what the office keeps together with what they told the bridge."""

from collections import defaultdict

from bridge.base.records import Robot
from bridge.days.zone import local
from bridge.fleet.rows import row_of
from bridge.lending.permissions import Member
from bridge.office.desk.robot_state import DeskRobot, desk_robot
from bridge.office.frame.desk import Desk
from bridge.register.robots import KeptRobot


async def desk_robots(desk: Desk, member: Member) -> list[DeskRobot]:
    """Return every robot that a person may see, with its state.

    Raises:
        StoreError: The database cannot be asked.
    """
    return await _seen(desk, await desk.register.kept_robots(member))


async def one_robot(desk: Desk, member: Member, robot_id: str) -> DeskRobot:
    """Return one robot.

    Raises:
        NotYours: No such robot exists, or it is not at the person's school.
        StoreError: The database cannot be asked.
    """
    (found,) = await _seen(desk, [await desk.register.kept_robot(member, robot_id)])
    return found


async def _seen(desk: Desk, kept: list[KeptRobot]) -> list[DeskRobot]:
    sightings = await desk.store.sightings()
    raised: dict[str, list[str]] = defaultdict(list)
    for alarm in await desk.store.alarms():
        if alarm.over_at is None:
            raised[alarm.robot_id].append(alarm.kind)
    now = local(desk.clock.unix_s())
    roll = desk.fleet.roll
    found = []
    for one in kept:
        robot = Robot(one.id, one.name, "", one.created)
        lent = one.loan is not None
        row = row_of(robot, roll.get(one.id), sightings.get(one.id), lent, raised[one.id])
        found.append(desk_robot(one, row, now))
    return found
