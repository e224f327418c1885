"""Loans for tests of their pages, made as the office makes them."""

from dataclasses import dataclass
from datetime import date

from bridge.lending.permissions import COMMAND_LINE
from bridge.register.loan_wishes import LoanWish
from bridge.register.schools import Contact, SchoolRecord
from tests.bridge.office.staff import Staff

FIRST, LAST = date(2026, 11, 2), date(2026, 12, 18)
"""Days of a loan that runs on the day of the tests, 23 November 2026."""

LATER = date(2027, 1, 11), date(2027, 3, 25)


@dataclass(frozen=True)
class Lent:
    """Numbers of one school and one loan."""

    school: int
    loan: int

    @property
    def page(self) -> str:
        """Path of the loan's page."""
        return f"/office/loans/{self.loan}"


async def add_school(staff: Staff, name: str = "GemS Fördewind", state: str = "SH") -> int:
    """Add a school with one contact; return its number."""
    made = await staff.register.add_school(
        COMMAND_LINE, SchoolRecord(0, name, town="Flensburg", state=state)
    )
    contact = Contact(0, made.id, "Herr Test", "0461 5550102", "test@schule.example")
    await staff.register.add_contact(COMMAND_LINE, contact)
    return made.id


async def reserve(
    staff: Staff,
    robot: str = "otto",
    school: int | None = None,
    span: tuple[date, date] = (FIRST, LAST),
    child: str = "Kind 6",
) -> Lent:
    """Reserve a robot for a child."""
    if await staff.store.robot(robot) is None:
        await staff.robots(robot)
    school = school if school is not None else await add_school(staff)
    wish = LoanWish(robot, *span, school_id=school, short_name=child, class_name="6c")
    return Lent(school, (await staff.register.reserve(COMMAND_LINE, wish)).id)


async def tick_all(staff: Staff, loan: int) -> None:
    """Tick every line of a loan."""
    for tick in await staff.register.tick_views(COMMAND_LINE, loan):
        await staff.register.tick(COMMAND_LINE, loan, tick.line.key, counted=22, of_all=22)


async def running(staff: Staff, robot: str = "otto", school: int | None = None) -> Lent:
    """Lend a robot to a class that has begun."""
    lent = await reserve(staff, robot, school)
    await staff.register.hand_over(COMMAND_LINE, lent.loan)
    await tick_all(staff, lent.loan)
    return lent
