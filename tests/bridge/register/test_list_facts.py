from datetime import date, timedelta

from bridge.lending.permissions import COMMAND_LINE
from bridge.register.loan_wishes import LoanWish
from bridge.register.register import Register
from bridge.register.schools import SchoolRecord
from bridge.store import Store
from tests.bridge.register.lent import put_robots


async def test_the_office_tells_robots_schools_and_loans_that_were_not_cancelled(
    register: Register, store: Store
) -> None:
    await put_robots(store, "KRL-0001", "KRL-0002")
    school = await register.add_school(
        COMMAND_LINE, SchoolRecord(0, "GS Hain", state="HH", also_called=("Hain",))
    )
    span = (date(2026, 12, 1), date(2026, 12, 18))
    first = await register.reserve(COMMAND_LINE, LoanWish("KRL-0001", *span, school.id))
    second = await register.reserve(COMMAND_LINE, LoanWish("KRL-0002", *span, school.id))
    await register.cancel(COMMAND_LINE, second.id)
    knows = await register.office_knows(COMMAND_LINE)
    assert set(knows.robots) == {"KRL-0001", "KRL-0002"}
    assert [(one.name, one.also) for one in knows.schools] == [("GS Hain", ("Hain",))]
    assert [(one.id, one.status, one.school) for one in knows.loans] == [
        (first.id, "reserved", "GS Hain")
    ]


async def test_a_loan_that_ends_by_itself_is_back_after_its_last_day(
    register: Register, store: Store
) -> None:
    await put_robots(store, "KRL-0001")
    today = register.today()
    days = (today - timedelta(days=9), today - timedelta(days=1))
    await store.add_loan("KRL-0001", "J. B.", days, "hash")
    (loan,) = (await register.office_knows(COMMAND_LINE)).loans
    assert (loan.status, loan.last) == ("returned", days[1])
