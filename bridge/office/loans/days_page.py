"""Changing the days of a loan: a page of its own, and a small window in the calendar."""

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from aiohttp import web
from msgspec import Meta, field

from bridge.base.words import Declined, NotYours, Outdated, Words
from bridge.days.zone import written
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.loans.acts import LOAN, DayText, Number
from bridge.office.loans.loan_page import title
from bridge.office.loans.reading import (
    DaysReading,
    Step,
    button,
    question,
    read_days,
    so_far,
    stepped,
)
from bridge.register.last_change import LastChange
from bridge.register.loan_views import LoanFilter, LoanView

Path = Annotated[str, Meta(max_length=300, pattern=r"^/office/loans[!-~]*$")]


class LoanDaysFields(Fields, frozen=True):
    """Both days as they were typed.

    Args:
        step: Moves the last day before it is shown.
        version: Version of the loan that somebody saw.
        back: Page to go to when the days are saved.
    """

    first: DayText = field(default="", name="from")
    until: DayText = ""
    step: Step | None = None
    version: Number | None = None
    back: Path | Literal[""] = ""


async def _show(ask: Ask) -> web.StreamResponse:
    fields = ask.form(LoanDaysFields)
    loan = await _loan(ask)
    until = fields.until or written(loan.last)
    if fields.step is not None:
        until = written(stepped(loan.last, fields.step, loan.federal_state))
    typed = (fields.first or written(loan.first), until)
    return await _page(ask, loan, _in_full(typed), _back(ask, fields))


def _in_full(typed: tuple[str, str]) -> tuple[str, str]:
    """Return days as they are written here; the calendar asks with ISO dates."""

    def full(text: str) -> str:
        try:
            return written(date.fromisoformat(text))
        except ValueError:
            return text

    return full(typed[0]), full(typed[1])


async def _read(ask: Ask) -> web.StreamResponse:
    fields = ask.form(LoanDaysFields)
    loan = await _loan(ask)
    reading = await _reading(ask, loan, (fields.first, fields.until))
    return ask.page("loans/templates/days_reading.html", reading=reading)


async def _save(ask: Ask) -> web.StreamResponse:
    fields, register = ask.form(LoanDaysFields), ask.desk.register
    loan = await _loan(ask)
    typed, back = (fields.first, fields.until), _back(ask, fields)
    reading = await _reading(ask, loan, typed)
    if reading.span is None:
        return await _page(ask, loan, typed, back, 409)
    first, last = reading.span.first, reading.span.last
    try:
        made = await register.move(ask.member, loan.id, first, last, version=fields.version)
    except Outdated:
        return await _choose(ask, loan, typed, back)
    except NotYours:
        raise
    except Declined as declined:
        return await _page(ask, loan, typed, back, 409, refused=declined.words)
    path, _, query = back.partition("?")
    return ask.go(path, undo=made.change_id, **dict(_pairs(query)))


async def _choose(
    ask: Ask, loan: LoanView, typed: tuple[str, str], back: str
) -> web.StreamResponse:
    """Show what somebody else has saved meanwhile beside what was typed."""
    last = await ask.desk.register.last_change(ask.member, loan.id)
    now_s = ask.desk.clock.unix_s()
    return await _page(ask, loan, typed, back, 409, refused=_faster(loan, last, now_s), theirs=loan)


def _faster(loan: LoanView, last: LastChange | None, now_s: float) -> Words:
    who = last.person if last and last.person else ""
    minutes = int(now_s - last.at) // 60 if last else 0
    ago = (
        "gerade eben" if minutes < 1 else f"vor {minutes} {'Minute' if minutes == 1 else 'Minuten'}"
    )
    ago_en = (
        "just now" if minutes < 1 else f"{minutes} {'minute' if minutes == 1 else 'minutes'} ago"
    )
    days = so_far(loan)
    return Words(
        f"{who or 'Jemand'} hat das {ago} geändert: jetzt {days.de}.",
        f"{who or 'Somebody'} changed this {ago_en}: now {days.en}.",
    )


async def _page(
    ask: Ask,
    loan: LoanView,
    typed: tuple[str, str],
    back: str,
    status: int = 200,
    *,
    refused: Words | None = None,
    theirs: LoanView | None = None,
) -> web.StreamResponse:
    reading = await _reading(ask, loan, typed)
    span = reading.span
    values: dict[str, Any] = {
        "loan": loan,
        "here": f"/office/loans/{loan.id}",
        "where": title(loan),
        "question": question(loan, span),
        "act": button(loan, span),
        "so_far": so_far(loan),
        "version": loan.version,
        "back": back,
        "typed_from": typed[0],
        "typed_until": typed[1],
        "reading": reading,
        "refused": refused,
        "theirs": theirs,
        "is_part": ask.is_live,
    }
    name = "days_form" if ask.is_live else "days"
    return ask.page(f"loans/templates/{name}.html", status, **values)


async def _reading(ask: Ask, loan: LoanView, typed: tuple[str, str]) -> DaysReading:
    register = ask.desk.register
    others = await register.loan_views(ask.member, LoanFilter(robot_id=loan.robot_id))
    return read_days(loan, others, typed, register.today())


async def _loan(ask: Ask) -> LoanView:
    return await ask.desk.register.loan_view(ask.member, ask.number("loan"))


def _back(ask: Ask, fields: LoanDaysFields) -> str:
    """Return the page to go back to: the one that opened the window, or the loan's."""
    if fields.back:
        return fields.back
    opened = ask.request.headers.get("HX-Current-URL", "")
    _, found, path = opened.partition("/office/loans")
    if ask.is_live and found and len(path) < 250 and path.isascii() and path.isprintable():
        return f"/office/loans{path}".partition("#")[0]
    return f"/office/loans/{ask.number('loan')}"


def _pairs(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in parse_qsl(query) if name != "undo"]


ROUTES = (
    OfficeRoute("GET", f"{LOAN}/days", _show, "lend", fields=LoanDaysFields),
    OfficeRoute("GET", f"{LOAN}/days/reading", _read, "lend", fields=LoanDaysFields),
    OfficeRoute("POST", f"{LOAN}/days", _save, "lend", fields=LoanDaysFields),
)
