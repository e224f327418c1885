"""Handing a robot over, and getting it back: what staff note of it."""

from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Words
from bridge.days.typed import read_day
from bridge.days.zone import written
from bridge.lending.life import REASON_WORDS, RETURN_REASONS, ReturnReason
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, NoFields, OfficeRoute
from bridge.office.loans.acts import LOAN, DayText
from bridge.office.loans.loan_page import title
from bridge.register.loan_views import LoanView
from bridge.register.loan_wishes import GivenBack


class HandOverFields(Fields, frozen=True):
    """Arrival of the robot."""

    day: DayText = ""


class ReturnFields(Fields, frozen=True):
    """Return of the robot."""

    day: DayText = ""
    reason: ReturnReason = "planned"
    complete: bool = False
    note: Annotated[str, Meta(max_length=400)] = ""


async def _show_hand_over(ask: Ask) -> web.StreamResponse:
    loan = await _loan(ask)
    return _page(ask, "hand_over", loan, day=written(ask.desk.register.today()))


async def _hand_over(ask: Ask) -> web.StreamResponse:
    fields, register = ask.form(HandOverFields), ask.desk.register
    loan = await _loan(ask)
    try:
        day = read_day(fields.day, register.today()) if fields.day.strip() else None
        made = await register.hand_over(ask.member, loan.id, day)
    except NotYours:
        raise
    except Declined as declined:
        return _page(ask, "hand_over", loan, 409, day=fields.day, refused=declined.words)
    return ask.go(f"/office/loans/{loan.id}", undo=made.change_id)


async def _show_return(ask: Ask) -> web.StreamResponse:
    loan = await _loan(ask)
    reason: ReturnReason = "planned" if loan.last <= ask.desk.register.today() else "ended_early"
    return _page(ask, "return", loan, fields=ReturnFields(_today(ask), reason, True))


async def _return(ask: Ask) -> web.StreamResponse:
    fields, register = ask.form(ReturnFields), ask.desk.register
    loan = await _loan(ask)
    try:
        day = read_day(fields.day, register.today()) if fields.day.strip() else None
        given = GivenBack(day, fields.reason, fields.complete, fields.note)
        made = await register.give_back(ask.member, loan.id, given)
    except NotYours:
        raise
    except Declined as declined:
        return _page(ask, "return", loan, 409, fields=fields, refused=declined.words)
    return ask.go(f"/office/loans/{loan.id}", undo=made.change_id)


async def _loan(ask: Ask) -> LoanView:
    return await ask.desk.register.loan_view(ask.member, ask.number("loan"))


def _today(ask: Ask) -> str:
    return written(ask.desk.register.today())


def _page(
    ask: Ask, name: str, loan: LoanView, status: int = 200, **values: Any
) -> web.StreamResponse:
    given: dict[str, Any] = {
        "loan": loan,
        "here": f"/office/loans/{loan.id}",
        "where": title(loan),
        "refused": None,
        "reasons": [(key, REASON_WORDS[key]) for key in RETURN_REASONS if key != "swapped"],
        "early": _early(loan),
    }
    return ask.page(f"loans/templates/{name}.html", status, **(given | values))


def _early(loan: LoanView) -> Words:
    """Return what it means that the loan ends."""
    name = loan.robot_name
    return Words(
        f"Die Leihe endet sofort, auch ein laufender Unterricht. Tablets und Links gelten nicht "
        f"mehr. {name} löscht, was er von der Leihe weiß, und muss dann geprüft werden.",
        f"The loan ends at once, also a running lesson. Tablets and links no longer hold. "
        f"{name} erases what it knows of the loan, and has to be checked.",
    )


ROUTES = (
    OfficeRoute("GET", f"{LOAN}/hand-over", _show_hand_over, "report_arrival", fields=NoFields),
    OfficeRoute("POST", f"{LOAN}/hand-over", _hand_over, "report_arrival", fields=HandOverFields),
    OfficeRoute("GET", f"{LOAN}/return", _show_return, "report_arrival", fields=NoFields),
    OfficeRoute("POST", f"{LOAN}/return", _return, "report_arrival", fields=ReturnFields),
)
