"""Lesson times of a loan: typed, or taken from a timetable in iCalendar form."""

from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours
from bridge.days.windows import Windows, read_windows
from bridge.lending.life import POLICY_WORDS, Policy
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, NoFields, OfficeRoute
from bridge.office.loans.acts import LOAN
from bridge.office.loans.loan_page import title
from bridge.office.loans.week import lesson_week, typed_times
from bridge.register.loan_views import LoanView

TIMES_LENGTH = 2000


class LessonFields(Fields, frozen=True):
    """When the child may be in class."""

    policy: Policy
    windows: Annotated[str, Meta(max_length=TIMES_LENGTH)] = ""


class TypedFields(Fields, frozen=True):
    """Times while they are typed."""

    policy: Policy = "windows"
    windows: Annotated[str, Meta(max_length=TIMES_LENGTH)] = ""


async def _show(ask: Ask) -> web.StreamResponse:
    loan = await _loan(ask)
    return lessons_page(ask, loan, loan.policy, typed_times(loan.windows))


async def _read(ask: Ask) -> web.StreamResponse:
    """Show how typed times are understood."""
    typed = ask.form(TypedFields).windows
    try:
        week, wrong = lesson_week(read_windows(typed)), None
    except Declined as declined:
        week, wrong = lesson_week(()), declined.words
    return ask.page("loans/templates/week_reading.html", week=week, wrong=wrong)


async def _save(ask: Ask) -> web.StreamResponse:
    fields, register = ask.form(LessonFields), ask.desk.register
    loan = await _loan(ask)
    try:
        windows = read_windows(fields.windows)
        made = await register.set_times(ask.member, loan.id, fields.policy, windows)
    except NotYours:
        raise
    except Declined as declined:
        return lessons_page(ask, loan, fields.policy, fields.windows, 409, refused=declined.words)
    answer = ask.go(f"/office/loans/{loan.id}", undo=made.change_id)
    answer.headers["Location"] += "#lessons"
    return answer


def lessons_page(
    ask: Ask, loan: LoanView, policy: Policy, typed: str, status: int = 200, **said: Any
) -> web.Response:
    """Return the page on which lesson times are typed."""
    values: dict[str, Any] = {
        "loan": loan,
        "here": f"/office/loans/{loan.id}",
        "where": title(loan),
        "refused": None,
        "note": None,
        "policies": [(key, POLICY_WORDS[key]) for key in ("windows", "teacher", "always")],
        "policy": policy,
        "typed": typed,
        "week": lesson_week(_understood(typed)),
        "wrong": None,
    }
    return ask.page("loans/templates/lessons.html", status, **(values | said))


def _understood(typed: str) -> Windows:
    try:
        return read_windows(typed)
    except Declined:
        return ()


async def _loan(ask: Ask) -> LoanView:
    return await ask.desk.register.loan_view(ask.member, ask.number("loan"))


ROUTES = (
    OfficeRoute("GET", f"{LOAN}/lessons", _show, "lend", fields=NoFields),
    OfficeRoute("GET", f"{LOAN}/lessons/reading", _read, "lend", fields=TypedFields),
    OfficeRoute("POST", f"{LOAN}/lessons", _save, "lend", fields=LessonFields),
)
