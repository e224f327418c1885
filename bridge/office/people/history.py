"""The history in words, with filters; a school reads its own lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Annotated, Literal, get_args
from urllib.parse import urlencode

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Words
from bridge.days.zone import BERLIN, local
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.register.history import PAGE, HistoryFilter, HistoryLine

Number = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Topic = Literal["", "loans", "ticks", "devices", "robots", "people", "lists"]
Span = Literal["", "today", "week", "month", "year"]

TOPICS: dict[str, tuple[Words, tuple[str, ...]]] = {
    "": (Words("Alles", "Everything"), ()),
    "loans": (
        Words("Leihen", "Loans"),
        ("loan", "child", "school", "contact", "request", "waiting"),
    ),
    "ticks": (Words("Häkchen", "Ticks"), ("tick", "paper", "family", "withdrawal")),
    "devices": (Words("Geräte", "Devices"), ("device", "code", "links", "pairing", "sheet")),
    "robots": (
        Words("Roboter", "Robots"),
        ("robot", "note", "fleet", "wave", "alarm", "enrolment"),
    ),
    "people": (
        Words("Personen", "People"),
        ("person", "me", "setting", "settings", "profile", "retention"),
    ),
    "lists": (Words("Excel", "Excel"), ("list", "import", "export", "report")),
}
"""Chips of the page, and the parts of kinds before the dot that belong to each."""

SPANS: dict[str, Words] = {
    "": Words("jederzeit", "any time"),
    "today": Words("heute", "today"),
    "week": Words("letzte 7 Tage", "last 7 days"),
    "month": Words("letzte 30 Tage", "last 30 days"),
    "year": Words("letzte 12 Monate", "last 12 months"),
}
_DAYS = {"today": 0, "week": 6, "month": 29, "year": 364}


class HistoryQuery(Fields, frozen=True):
    """Filters of the page."""

    topic: Topic = ""
    who: Number | None = None
    span: Span = ""
    loan: Number | None = None
    robot: Annotated[str, Meta(max_length=32)] = ""
    before: Number | None = None


@dataclass(frozen=True)
class HistoryDay:
    """Lines of one day."""

    day: date
    lines: list[HistoryLine]


async def _page(ask: Ask) -> web.StreamResponse:
    query, register = ask.form(HistoryQuery), ask.desk.register
    lines = await register.history(ask.member, history_filter(ask, query), PAGE + 1)
    shown = lines[:PAGE]
    return ask.page(
        "people/templates/history.html",
        days=list(_by_day(shown)),
        clock=_clock,
        kept=_kept((await register.periods())["history"]),
        query=query,
        chips=[
            (_link(query, topic=key), words, None, key == query.topic)
            for key, (words, _) in TOPICS.items()
        ],
        spans=tuple(SPANS.items()),
        people=await register.people_of_history(ask.member),
        older=_link(query, before=shown[-1].id) if len(lines) > PAGE else "",
        newest=_link(query, before=None) if query.before is not None else "",
        is_filtered=query != HistoryQuery(),
        back=_link(query),
        file=_link(query, "/office/history/xlsx", before=None),
    )


def _clock(unix_s: int) -> str:
    return f"{local(unix_s):%H:%M}"


def _kept(days: int) -> Words:
    """Say for how long lines are kept, in the largest unit that fits."""
    years, months = divmod(round(days / 30.44), 12)
    if months or not years:
        return Words(
            f"wird {days} Tage aufbewahrt, dann gelöscht", f"kept for {days} days, then erased"
        )
    span = Words("1 Jahr", "1 year") if years == 1 else Words(f"{years} Jahre", f"{years} years")
    return Words(f"wird {span.de} aufbewahrt, dann gelöscht", f"kept for {span.en}, then erased")


def history_filter(ask: Ask, query: HistoryQuery) -> HistoryFilter:
    """Return which lines a query asks for."""
    since = None
    if query.span:
        first = ask.desk.clock.today() - timedelta(days=_DAYS[query.span])
        since = int(datetime(first.year, first.month, first.day, tzinfo=BERLIN).timestamp())
    return HistoryFilter(
        kinds=TOPICS[query.topic][1],
        person_id=query.who,
        loan_id=query.loan,
        robot_id=query.robot or None,
        since=since,
        before=query.before,
    )


def _link(query: HistoryQuery, path: str = "/office/history", **changed: object) -> str:
    """Return the page with other filters; a new filter begins at the latest line."""
    given = {name: getattr(query, name) for name in HistoryQuery.__struct_fields__}
    if "before" not in changed and changed:
        given["before"] = None
    fields = {
        name: value
        for name, value in (given | changed).items()
        if value is not None and value != ""
    }
    return f"{path}?{urlencode(fields)}" if fields else path


def _by_day(lines: list[HistoryLine]) -> Iterator[HistoryDay]:
    for day, those in groupby(lines, key=lambda line: local(line.at).date()):
        yield HistoryDay(day, list(those))


assert set(TOPICS) == set(get_args(Topic))
assert set(SPANS) == set(get_args(Span))

ROUTES = (OfficeRoute("GET", "/office/history", _page, "see_history", HistoryQuery),)
