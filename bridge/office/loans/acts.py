"""Acts on one loan from its page: ticks, lock, rights, cancelling. Each shows the page again."""

from collections.abc import Awaitable
from datetime import date
from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Words
from bridge.days.typed import read_day
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.loans.loan_page import show_loan
from bridge.protocol.openings import LoanRights
from bridge.register.schools import Made

Number = Annotated[int, Meta(ge=0, le=2_000_000_000)]
DayText = Annotated[str, Meta(max_length=60)]
LineKey = Annotated[str, Meta(pattern=r"^[a-z_]{1,40}$")]

NOT_A_COUNT = Words(
    "Wie viele von wie vielen? Zum Beispiel 22 von 22.", "How many of how many? Such as 22 of 22."
)


class VersionFields(Fields, frozen=True):
    """Version of the loan that somebody saw."""

    version: Number | None = None


class UnlockFields(Fields, frozen=True):
    """Consent of the family to go on."""

    family_agrees: bool = False


class TickFields(Fields, frozen=True):
    """A line that was done. Counts are read as text: a wrong one is answered in words."""

    line: LineKey
    done_on: DayText = ""
    counted: Annotated[str, Meta(max_length=9)] = ""
    of_all: Annotated[str, Meta(max_length=9)] = ""


class LineFields(Fields, frozen=True):
    """A line of the profile."""

    line: LineKey


class LoanRightFields(Fields, frozen=True):
    """Rights of the child; a box that is not ticked is not sent."""

    version: Number | None = None
    zoom: bool = False
    still: bool = False
    sheets: bool = False
    speech: bool = False


class ClassFields(Fields, frozen=True):
    """Class of the loan."""

    class_name: Annotated[str, Meta(max_length=40)] = ""


class ChildNameFields(Fields, frozen=True):
    """Short name of the child. One that is too long is answered in words."""

    short_name: Annotated[str, Meta(max_length=200)] = ""


async def acted(ask: Ask, act: Awaitable[Made], part: str = "") -> web.StreamResponse:
    """Do something to the loan of the path, and show its page again.

    Args:
        act: What the register does.
        part: Part of the page to which the reader goes back.
    """
    loan_id = ask.number("loan")
    try:
        made = await act
    except NotYours:
        raise
    except Declined as declined:
        loan = await ask.desk.register.loan_view(ask.member, loan_id)
        return await show_loan(ask, loan, 409, notice=declined.words)
    where = f"/office/loans/{loan_id}"
    answer = ask.go(where, undo=made.change_id)
    if part:
        answer.headers["Location"] += f"#{part}"
    return answer


async def _cancel(ask: Ask) -> web.StreamResponse:
    version = ask.form(VersionFields).version
    return await acted(ask, ask.desk.register.cancel(ask.member, ask.number("loan"), version))


async def _lock(ask: Ask) -> web.StreamResponse:
    return await acted(ask, ask.desk.register.lock(ask.member, ask.number("loan")))


async def _unlock(ask: Ask) -> web.StreamResponse:
    agrees = ask.form(UnlockFields).family_agrees
    return await acted(ask, ask.desk.register.unlock(ask.member, ask.number("loan"), agrees))


async def _tick(ask: Ask) -> web.StreamResponse:
    return await acted(ask, _ticked(ask), "ticks")


async def _ticked(ask: Ask) -> Made:
    fields, register = ask.form(TickFields), ask.desk.register
    return await register.tick(
        ask.member,
        ask.number("loan"),
        fields.line,
        day=_day(fields.done_on, register.today()),
        counted=_count(fields.counted),
        of_all=_count(fields.of_all),
    )


async def _untick(ask: Ask) -> web.StreamResponse:
    line = ask.form(LineFields).line
    act = ask.desk.register.untick(ask.member, ask.number("loan"), line)
    return await acted(ask, act, "ticks")


async def _set_rights(ask: Ask) -> web.StreamResponse:
    fields = ask.form(LoanRightFields)
    rights = LoanRights(fields.zoom, fields.still, fields.sheets, fields.speech)
    act = ask.desk.register.set_loan_rights(ask.member, ask.number("loan"), rights, fields.version)
    return await acted(ask, act, "rights")


async def _set_class(ask: Ask) -> web.StreamResponse:
    name = ask.form(ClassFields).class_name
    return await acted(ask, ask.desk.register.set_class(ask.member, ask.number("loan"), name))


async def _name_child(ask: Ask) -> web.StreamResponse:
    name = ask.form(ChildNameFields).short_name
    return await acted(ask, ask.desk.register.name_child(ask.member, ask.number("loan"), name))


def _day(text: str, today: date) -> date | None:
    return read_day(text, today) if text.strip() else None


def _count(text: str) -> int | None:
    """Return a typed number; None for none.

    Raises:
        Declined: It is not a number.
    """
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdecimal()):
        raise Declined(NOT_A_COUNT, "counted")
    return int(text)


LOAN = r"/office/loans/{loan:\d{1,9}}"

ROUTES = (
    OfficeRoute("POST", f"{LOAN}/cancel", _cancel, "lend", fields=VersionFields),
    OfficeRoute("POST", f"{LOAN}/lock", _lock, "lock"),
    OfficeRoute("POST", f"{LOAN}/unlock", _unlock, "unlock", fields=UnlockFields, is_fresh=True),
    OfficeRoute("POST", f"{LOAN}/tick", _tick, "tick", fields=TickFields),
    OfficeRoute("POST", f"{LOAN}/untick", _untick, "tick", fields=LineFields),
    OfficeRoute("POST", f"{LOAN}/rights", _set_rights, "set_rights", fields=LoanRightFields),
    OfficeRoute("POST", f"{LOAN}/child", _name_child, "lend", fields=ChildNameFields),
    OfficeRoute("POST", f"{LOAN}/class", _set_class, "lend", fields=ClassFields),
)
