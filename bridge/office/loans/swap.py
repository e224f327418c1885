"""Swapping the robot of a loan: another one goes on with the same child, ticks and times."""

from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta, field

from bridge.base.words import Declined, NotYours
from bridge.days.typed import Span, read_day
from bridge.days.zone import written
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, NoFields, OfficeRoute
from bridge.office.loans.acts import LOAN, DayText
from bridge.office.loans.calendar_rows import RobotsDays
from bridge.office.loans.loan_page import title
from bridge.office.loans.robot_choice import choices, nearest
from bridge.register.loan_views import LoanFilter, LoanView

RobotId = Annotated[str, Meta(max_length=32)]


class SwapFields(Fields, frozen=True):
    """Replacement robot, and its first day."""

    robot: RobotId = ""
    first: DayText = field(default="", name="from")


async def _show(ask: Ask) -> web.StreamResponse:
    return await _page(ask, await _loan(ask), SwapFields(first=""))


async def _swap(ask: Ask) -> web.StreamResponse:
    fields, register = ask.form(SwapFields), ask.desk.register
    loan = await _loan(ask)
    try:
        first = read_day(fields.first, register.today()) if fields.first.strip() else None
        if loan.state == "reserved":
            made = await register.move(
                ask.member, loan.id, loan.first, loan.last, robot_id=fields.robot
            )
        else:
            made = await register.swap(ask.member, loan.id, fields.robot, first)
    except NotYours:
        raise
    except Declined as declined:
        return await _page(ask, loan, fields, 409, refused=declined.words)
    return ask.go(f"/office/loans/{made.id}", undo=made.change_id)


async def _page(
    ask: Ask, loan: LoanView, fields: SwapFields, status: int = 200, **said: Any
) -> web.StreamResponse:
    register, member = ask.desk.register, ask.member
    today = register.today()
    begins = max(today, loan.first)
    days = RobotsDays(
        await register.lent_robots(member),
        await register.loan_views(member, LoanFilter(first=today)),
        await register.pencilled(member),
    )
    school = await register.school(member, loan.school_id) if loan.school_id else None
    span = Span(begins, max(begins, loan.last))
    found = choices(days, span, school, loan.federal_state, today, loan.robot_id)
    values: dict[str, Any] = {
        "loan": loan,
        "here": f"/office/loans/{loan.id}",
        "where": title(loan),
        "refused": None,
        "robots": found,
        "chosen": fields.robot or nearest(found),
        "first": fields.first or written(begins),
        "is_running": loan.state != "reserved",
    }
    return ask.page("loans/templates/swap.html", status, **(values | said))


async def _loan(ask: Ask) -> LoanView:
    return await ask.desk.register.loan_view(ask.member, ask.number("loan"))


ROUTES = (
    OfficeRoute("GET", f"{LOAN}/swap", _show, "lend", fields=NoFields),
    OfficeRoute("POST", f"{LOAN}/swap", _swap, "lend", fields=SwapFields),
)
