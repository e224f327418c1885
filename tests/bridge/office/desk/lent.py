"""An office with two schools and some robots, for tests of pages."""

from datetime import timedelta

from bridge.lending.permissions import COMMAND_LINE
from bridge.lending.profiles import profile
from bridge.register.loan_wishes import LoanWish
from bridge.register.schools import Contact, SchoolRecord
from tests.bridge.office.staff import Staff
from tests.bridge.people import TODAY


async def new_school(staff: Staff, name: str, town: str, state: str) -> int:
    """Return a school with a contact."""
    record = SchoolRecord(0, name, town, "", state)
    school = (await staff.register.add_school(COMMAND_LINE, record)).id
    contact = Contact(0, school, "Frau Muster", "0431 5550101")
    await staff.register.add_contact(COMMAND_LINE, contact)
    return school


async def lend(
    staff: Staff, robot: str, school: int, days: tuple[int, int] = (-20, 20), ready: bool = True
) -> int:
    """Return a loan that was handed over, with all its ticks."""
    first, last = (TODAY + timedelta(days=ahead) for ahead in days)
    wish = LoanWish(robot, first, last, school, short_name="J. B.", class_name="4b")
    loan = (await staff.register.reserve(COMMAND_LINE, wish)).id
    if days[0] <= 0:
        await staff.register.hand_over(COMMAND_LINE, loan)
    view = await staff.register.loan_view(COMMAND_LINE, loan)
    asked = profile(view.profile_name)
    for line in asked.lines if asked and ready else ():
        await staff.register.tick(COMMAND_LINE, loan, line.key, counted=22, of_all=22)
    return loan


async def two_schools(staff: Staff) -> tuple[int, int]:
    """Return two schools, each with one robot; a third robot is free."""
    await staff.robots("fiete", "lotte", "pelle")
    hamburg = await new_school(staff, "GS Lindenkoppel", "Hamburg", "HH")
    kiel = await new_school(staff, "GS Seerosenweg", "Kiel", "SH")
    await lend(staff, "fiete", hamburg)
    await lend(staff, "lotte", kiel)
    return hamburg, kiel
