"""The page *loans* as a calendar."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Words
from bridge.days.school_days import FEDERAL_STATES
from bridge.lending.life import STATE_WORDS
from bridge.lending.permissions import Permission
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.loans.calendar_rows import GROUP_NAMES, RobotsDays, free_robots, groups
from bridge.office.loans.listing import counted, exported
from bridge.office.loans.timeline import SPANS, Span, timeline
from bridge.register.loan_views import LoanFilter, LoanView

SEE: Permission = "see_loans"

ROBOTS_AT_ONCE = 60
"""Rows of one page; more would be slow, and nobody reads them."""

SPAN_WORDS: dict[Span, Words] = {
    "6": Words("6 Wochen", "6 weeks"),
    "20": Words("20 Wochen", "20 weeks"),
    "year": Words("Schuljahr", "School year"),
}
ALL_STATES = Words("Alle", "All")
ONLY_FREE = Words("Nur freie", "Free ones")

LEGEND = (
    *((state, STATE_WORDS[state]) for state in ("running", "reserved", "locked", "overdue")),
    ("pencilled", STATE_WORDS["pencilled"]),
    ("workshop", Words("Werkstatt", "workshop")),
)
SHAPES = {
    **{"running": "dot", "reserved": "half", "handed_over": "half", "locked": "triangle"},
    **{"overdue": "triangle", "returned": "tick", "erased": "dashed", "pencilled": "question"},
    "workshop": "square",
}
STEP_WEEKS: dict[Span, int] = {"6": 4, "20": 12, "year": 26}


class CalendarFields(Fields, frozen=True):
    """Choices for the calendar: span, beginning, federal state, free robots only, page."""

    span: Span = "20"
    begins: date | None = None
    state: Annotated[str, Meta(max_length=2)] = ""
    free: bool = False
    page: Annotated[int, Meta(ge=0, le=1000)] = 0


async def _calendar(ask: Ask) -> web.StreamResponse:
    fields = ask.form(CalendarFields)
    register, member = ask.desk.register, ask.member
    today = register.today()
    shown = timeline(fields.span, today, _near(fields.begins, today))
    wanted = LoanFilter(first=min(shown.first, today), last=max(shown.last, today))
    days = RobotsDays(
        await register.lent_robots(member),
        await register.loan_views(member, wanted),
        await register.pencilled(member),
    )
    if fields.free:
        days = days._replace(robots=free_robots(days, today))
    start = fields.page * ROBOTS_AT_ONCE
    page = slice(start, start + ROBOTS_AT_ONCE)
    made, count = groups(shown, days, today, member.may("lend"), fields.state, page)
    link = _Links(fields)
    return ask.page(
        "loans/templates/calendar.html",
        shown=shown,
        groups=made,
        names=GROUP_NAMES,
        eyes=_eyes(days, today),
        shapes=SHAPES,
        legend=LEGEND,
        counts=_counted(days.loans, today),
        today_at=shown.at(today) if shown.first <= today <= shown.last else None,
        kept=link.kept(),
        exported=exported(federal=fields.state),
        states=[
            (link.to(state=state, page=0), words, None, fields.state == state)
            for state, words in [
                ("", ALL_STATES),
                *((one, Words(one, one)) for one in FEDERAL_STATES),
            ]
        ],
        free=[(link.to(free=not fields.free, page=0), ONLY_FREE, None, fields.free)],
        spans=[
            (link.to(span=span, begins=None), SPAN_WORDS[span], span == fields.span)
            for span in SPANS
        ],
        earlier=link.to(begins=shown.moved(-STEP_WEEKS[fields.span]).first),
        later=link.to(begins=shown.moved(STEP_WEEKS[fields.span]).first),
        at_today=link.to(begins=None),
        more=link.to(page=fields.page + 1) if count > page.stop else "",
    )


class _Links:
    """Links to the same calendar with something else chosen."""

    def __init__(self, fields: CalendarFields) -> None:
        self._values: dict[str, object] = {
            name: getattr(fields, name) for name in CalendarFields.__struct_fields__
        }

    def to(self, **changed: object) -> str:
        """Return the link with these fields changed."""
        values = self._values | changed
        defaults = {"span": "20", "begins": None, "state": "", "free": False, "page": 0}
        told = {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in values.items()
            if value != defaults[name]
        }
        return "/office/loans" + (f"?{urlencode(told)}" if told else "")

    def kept(self) -> str:
        """Return what both views of the loans keep, as a query."""
        return f"?state={self._values['state']}" if self._values["state"] else ""


def _near(day: date | None, today: date) -> date | None:
    """Return a day that was asked for, unless it is so far away that there is nothing."""
    return day if day is not None and abs(day.year - today.year) <= 20 else None


def _eyes(days: RobotsDays, today: date) -> dict[str, str]:
    taken = {one.robot_id for one in days.loans if one.state == "running"}
    return {
        one.id: "crosses" if one.workshop_since else "open" if one.id in taken else "closed"
        for one in days.robots
    }


def _counted(loans: Sequence[LoanView], today: date) -> Words:
    running = sum(one.state == "running" and one.last >= today for one in loans)
    return counted(running, sum(one.state == "reserved" for one in loans))


ROUTES = (OfficeRoute("GET", "/office/loans", _calendar, SEE, fields=CalendarFields),)
