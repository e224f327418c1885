"""The page *loans* as a list with filters."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, Words
from bridge.days.school_days import STATE_NAMES
from bridge.days.typed import Span, read_day, read_span
from bridge.days.zone import written
from bridge.lending.life import OVER, LoanState
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.loans.listing import OPEN_STATES, SHOWN, Shown, counted, exported, sections
from bridge.register.loan_views import LoanFilter, LoanView

AT_ONCE = 100
"""Rows of one page."""

SHOWN_WORDS: dict[Shown, Words] = {
    "open": Words("Laufend und geplant", "Running and planned"),
    "over": Words("Zurück", "Back"),
    "ticks": Words("Häkchen fehlen", "Ticks missing"),
}
EYES: dict[LoanState, str] = {"running": "open"}
"""Eyes of a robot by the state of its loan; the others sleep."""


class LoanListFields(Fields, frozen=True):
    """Filters of the list of loans, and its page."""

    show: Shown = "open"
    state: Annotated[str, Meta(max_length=2)] = ""
    days: Annotated[str, Meta(max_length=60)] = ""
    q: Annotated[str, Meta(max_length=60)] = ""
    page: Annotated[int, Meta(ge=0, le=1000)] = 0


async def _list(ask: Ask) -> web.StreamResponse:
    fields = ask.form(LoanListFields)
    register, member = ask.desk.register, ask.member
    today = register.today()
    refused: Words | None = None
    span: Span | None = None
    try:
        span = _days(fields, ask)
    except Declined as declined:
        refused = declined.words
    wanted = LoanFilter(
        states=OPEN_STATES,
        federal_states=frozenset({fields.state} if fields.state else ()),
        first=span.first if span else None,
        last=span.last if span else None,
        text=fields.q,
    )
    current = await register.loan_views(member, wanted)
    over = replace(wanted, states=OVER)
    counts: dict[Shown, int] = {
        "open": len(current),
        "over": await register.count_loans(member, over),
        "ticks": sum(one.facts.open_ticks > 0 for one in current),
    }
    rows = await _rows(ask, fields, current, over, counts["over"])
    running = sum(one.state == "running" for one in current)
    return ask.page(
        "loans/templates/list.html",
        groups=sections(rows, today, member.may("lend")),
        counts=counted(running, sum(one.state == "reserved" for one in current)),
        exported=exported(
            federal=fields.state,
            q=fields.q,
            first=written(span.first) if span else "",
            until=written(span.last) if span else "",
        ),
        kept=f"?state={fields.state}" if fields.state else "",
        shown=[
            (_link(fields, show=show, page=0), SHOWN_WORDS[show], counts[show], show == fields.show)
            for show in SHOWN
        ],
        fields=fields,
        names=STATE_NAMES,
        eyes=EYES,
        refused=refused,
        is_filtered=bool(fields.state or fields.days or fields.q or fields.show != "open"),
        more=_link(fields, page=fields.page + 1)
        if counts[fields.show] > (fields.page + 1) * AT_ONCE
        else "",
    )


async def _rows(
    ask: Ask, fields: LoanListFields, current: list[LoanView], over: LoanFilter, over_count: int
) -> list[LoanView]:
    """Return the loans of one page."""
    start = fields.page * AT_ONCE
    if fields.show != "over":
        chosen = [one for one in current if fields.show == "open" or one.facts.open_ticks]
        return sorted(chosen, key=lambda one: (one.state == "reserved", one.last, one.id))[
            start : start + AT_ONCE
        ]
    # The register gives the oldest first; this page wants the newest.
    end = max(0, over_count - start)
    first = max(0, end - AT_ONCE)
    page = replace(over, offset=first, limit=end - first)
    return await ask.desk.register.loan_views(ask.member, page) if end else []


def _days(fields: LoanListFields, ask: Ask) -> Span | None:
    """Return the days by which the list is filtered: a span, or one day; None for all.

    Raises:
        Declined: They are not understood.
    """
    if not fields.days.strip():
        return None
    today = ask.desk.register.today()
    try:
        return read_span(fields.days, today, fields.state)
    except Declined:
        day = read_day(fields.days, today, fields.state)
        return Span(day, day)


def _link(fields: LoanListFields, **changed: object) -> str:
    values = {name: getattr(fields, name) for name in LoanListFields.__struct_fields__} | changed
    kept = {name: str(value) for name, value in values.items() if value not in ("", 0)}
    return f"/office/loans/list?{urlencode(kept)}"


ROUTES = (OfficeRoute("GET", "/office/loans/list", _list, "see_loans", fields=LoanListFields),)
