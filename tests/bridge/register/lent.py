"""A school with robots to lend, for every test that wants loans."""

from datetime import timedelta

from bridge.base.records import Robot
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.lending.profiles import profile
from bridge.register.loan_wishes import LoanWish
from bridge.register.register import Register
from bridge.register.schools import SchoolRecord
from bridge.store import Store
from tests.bridge.people import TODAY

OFFICE = Member(1, "Anna", "office")
ROBOTS = ("krl-1", "krl-2")


async def new_robots(store: Store) -> None:
    """Take in two robots."""
    for number, robot in enumerate(ROBOTS, 1):
        await store.put_robot(Robot(robot, f"Robot {number}", f"{number}" * 43, 1))


async def new_school(store: Store, register: Register) -> int:
    """Return a school in Schleswig-Holstein, beside two robots."""
    await new_robots(store)
    school = SchoolRecord(0, "GemS Fördewind", "Flensburg", "24937", "SH")
    return (await register.add_school(COMMAND_LINE, school)).id


def wish(school: int | None, days: tuple[int, int] = (0, 30), robot: str = "krl-1") -> LoanWish:
    """Return a wish for days counted from today."""
    first, last = (TODAY + timedelta(days=ahead) for ahead in days)
    return LoanWish(robot, first, last, school, short_name="J. B.", class_name="6c")


async def tick_all(register: Register, loan_id: int) -> None:
    """Tick every line that Schleswig-Holstein asks for."""
    asked = profile("SH")
    assert asked
    for line in asked.lines:
        await register.tick(OFFICE, loan_id, line.key, counted=22, of_all=22)


async def running(register: Register, school: int, robot: str = "krl-1") -> int:
    """Return a loan that runs."""
    loan = (await register.reserve(OFFICE, wish(school, robot=robot))).id
    await register.hand_over(OFFICE, loan)
    await tick_all(register, loan)
    return loan


async def put_robots(store: Store, *robots: str) -> None:
    """Take in robots that are called by their numbers."""
    for number, robot in enumerate(robots):
        await store.put_robot(Robot(robot, robot, f"{number:02}".ljust(43, "x"), 1))
