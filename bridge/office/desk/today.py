"""The page *today*: what needs somebody now, and the counts beside the places."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Words
from bridge.days.zone import BERLIN, local, unix_of
from bridge.office.desk.coming import all_on_holiday, coming_days, next_breaks
from bridge.office.desk.gathering import today_facts
from bridge.office.desk.line_parts import TodayLine
from bridge.office.desk.lines import SHOWN, today_lines
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.register.history import HistoryFilter, HistoryLine
from bridge.register.loan_views import LoanFilter

DONE_SHOWN = 2
MOST_IN_LESSON = 12
MOST_COUNTED = 99

STAYS = Words(
    "Das lässt sich nicht weglegen: Jemand wartet.",
    "This cannot be put away: somebody is waiting.",
)
GREETINGS: tuple[tuple[int, Words], ...] = (
    (11, Words("Guten Morgen", "Good morning")),
    (18, Words("Guten Tag", "Good day")),
    (24, Words("Guten Abend", "Good evening")),
)


class TodayQuery(Fields, frozen=True):
    """Wish to see all lines."""

    all: bool = False


class AwayFields(Fields, frozen=True):
    """A line that is put away, and until when."""

    line: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[a-z0-9:-]+$")]
    until: Literal["tomorrow", "monday"] = "tomorrow"


async def _today(ask: Ask) -> web.StreamResponse:
    facts = await today_facts(ask.desk, ask.member)
    lines = await _lines_here(ask, today_lines(facts))
    shown = lines if ask.form(TodayQuery).all else lines[:SHOWN]
    now = facts.now
    today = now.date()
    holidays = next_breaks(today)
    lessons = [robot for robot in facts.robots if robot.live.state == "lesson"]
    done = await _done(ask, today)
    return ask.page(
        "desk/templates/today.html",
        greeting=next(words for until, words in GREETINGS if now.hour < until),
        on=today,
        is_new=not facts.robots and ask.may("lend"),
        groups=[
            (words, [line for line in shown if line.is_now == is_now])
            for is_now, words in ((True, NOW), (False, THIS_WEEK))
        ],
        lines=lines,
        more=len(lines) - len(shown),
        lessons=lessons[:MOST_IN_LESSON],
        lessons_count=len(lessons),
        coming=coming_days(facts.robots, facts.erased, today),
        holidays=holidays,
        free_until=all_on_holiday(holidays, today),
        done=done[:DONE_SHOWN],
        done_count=len(done),
        may_wait=facts.lends,
        is_friday=today.weekday() >= 3,
    )


NOW = Words("Jetzt", "Now")
THIS_WEEK = Words("Diese Woche", "This week")


async def _lines_here(ask: Ask, lines: list[TodayLine]) -> list[TodayLine]:
    """Return the lines that nobody has put away."""
    away = await ask.desk.register.lines_away()
    return [line for line in lines if line.stays or line.key not in away]


async def _done(ask: Ask, today: date) -> list[HistoryLine]:
    """Return what was done today, the newest first, without what was undone."""
    if not ask.may("see_history"):
        return []
    since = int(datetime.combine(today, time(), BERLIN).timestamp())
    wanted = HistoryFilter(since=since)
    found = await ask.desk.register.history(ask.member, wanted, MOST_COUNTED)
    return [line for line in found if not line.is_undone and line.kind.partition(".")[0] in DOES]


DOES = frozenset(
    {"loan", "robot", "tick", "device", "code", "links", "request", "paper", "sheet", "school"}
)
"""Kinds of changes that are work of the day."""


async def _later(ask: Ask) -> web.StreamResponse:
    form = ask.form(AwayFields)
    lines = today_lines(await today_facts(ask.desk, ask.member))
    line = next((one for one in lines if one.key == form.line), None)
    if line is None:
        raise NotYours
    if line.stays:
        raise Declined(STAYS)
    today = local(ask.desk.clock.unix_s()).date()
    until = unix_of(back_on(today, form.until), 0)
    change = await ask.desk.register.put_line_away(ask.member, line.key, line.title, until)
    return ask.go("/office/today", undo=change)


def back_on(today: date, until: Literal["tomorrow", "monday"]) -> date:
    """Return the day on which a line comes back."""
    if until == "tomorrow":
        return today + timedelta(days=1)
    return today + timedelta(days=7 - today.weekday())


async def _counts(ask: Ask) -> web.StreamResponse:
    """Answer with the counts beside the places of the frame."""
    facts = await today_facts(ask.desk, ask.member)
    lines = await _lines_here(ask, today_lines(facts)) if ask.may("see_today") else []
    running = LoanFilter(states=frozenset({"running"}))
    return ask.page(
        "desk/templates/counts.html",
        counts={
            "today": len(lines),
            "robots": sum(robot.state != "scrapped" for robot in facts.robots),
            "loans": await ask.desk.register.count_loans(ask.member, running),
            "requests": len(facts.requests),
        },
        is_urgent=any(line.is_now for line in lines),
    )


ROUTES = (
    OfficeRoute("GET", "/office/today", _today, "see_today", TodayQuery),
    OfficeRoute("POST", "/office/today/later", _later, "lend", AwayFields),
    OfficeRoute("GET", "/office/counts", _counts, "see_robots"),
)
