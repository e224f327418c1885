"""PURE. Entry to class at a moment: the loan's lock, ticks, holidays and lesson windows. No I/O.

A loan that runs lets a child in only while nobody has locked it, every tick of its federal state is
set, it is no holiday of that state, and a lesson window is open. With the policy `teacher` the
robot waits until the teacher opens; the days are the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from bridge.base.records import Loan
from bridge.base.words import Declined
from bridge.days.school_days import is_holiday
from bridge.days.windows import Opening, Windows, openings_of, read_windows, window_at
from bridge.days.zone import MINUTES_OF_DAY, days_of, local_day, unix_of

EntryCode = Literal["loan_locked", "not_ready", "holidays", "closed_now"]

AHEAD_DAYS = 7
"""Days whose openings a robot knows, so that it goes by them without the bridge."""

SEARCHED_DAYS = 60
"""Days in which the next opening is looked for: longer than any holidays."""


@dataclass(frozen=True)
class EntryFacts:
    """Facts that decide about a loan that runs.

    Args:
        open_ticks: Number of lines of its profile that are not ticked.
        policy: `always`, `windows` or `teacher`.
        windows: Lesson windows as they are stored.
        federal_state: Federal state of the school; empty if it is not known.
    """

    until_date: date
    locked_at: int | None = None
    open_ticks: int = 0
    policy: str = "always"
    windows: str = ""
    federal_state: str = ""

    @property
    def is_free(self) -> bool:
        """True for a loan that asks for nothing beyond its dates."""
        return (
            self.locked_at is None
            and not self.open_ticks
            and self.policy == "always"
            and not self.federal_state
        )


def entry_facts(loan: Loan) -> EntryFacts:
    """Return what decides about a loan."""
    return EntryFacts(
        loan.until_date,
        loan.locked_at,
        loan.open_ticks,
        loan.policy,
        loan.windows,
        loan.federal_state,
    )


@dataclass(frozen=True)
class NoEntry:
    """Reason why a child may not be in class now.

    Args:
        opens_s: When it may next, in Unix seconds; None if nobody can tell.
    """

    code: EntryCode
    opens_s: int | None = None


def no_entry(facts: EntryFacts, now: datetime) -> NoEntry | None:
    """Return why a child may not be in class; None if it may.

    Args:
        facts: Of a loan that runs today.
        now: Local time of the schools.
    """
    if facts.is_free:
        return None
    if facts.locked_at is not None:
        return NoEntry("loan_locked")
    if facts.open_ticks:
        return NoEntry("not_ready")
    if is_holiday(now.date(), facts.federal_state):
        return NoEntry("holidays", next_opening_s(facts, now))
    if facts.policy == "windows" and window_at(_windows(facts), now) is None:
        return NoEntry("closed_now", next_opening_s(facts, now))
    return None


def next_opening_s(facts: EntryFacts, now: datetime) -> int | None:
    """Return when the next opening of the loan begins, after now; None if none is near."""
    now_s = now.timestamp()
    last = min(facts.until_date, now.date() + timedelta(days=SEARCHED_DAYS))
    for day in days_of(now.date(), last):
        for opening in _openings(facts, day):
            if opening.from_s > now_s:
                return opening.from_s
    return None


@lru_cache(maxsize=8192)
def openings(facts: EntryFacts, today: date) -> tuple[Opening, ...] | None:
    """Return when the child may be in class from today on, some days ahead.

    The answer changes once a day, so that a robot hears of it once a day. It is kept, since the
    bridge asks every 2 s for every robot.

    Returns:
        Stretches of time without a gap between neighbours, in order; None for a loan that asks for
        nothing beyond its dates.
    """
    if facts.is_free:
        return None
    if facts.locked_at is not None or facts.open_ticks:
        return ()
    last = min(facts.until_date, today + timedelta(days=AHEAD_DAYS))
    return tuple(
        _without_gaps(opening for day in days_of(today, last) for opening in _openings(facts, day))
    )


def _openings(facts: EntryFacts, day: date) -> list[Opening]:
    """Return the openings of one day of a loan that is neither locked nor waits for ticks."""
    if is_holiday(day, facts.federal_state):
        return []
    if facts.policy == "windows":
        return openings_of(_windows(facts), day)
    return [Opening(unix_of(day, 0), unix_of(day, MINUTES_OF_DAY))]


def _windows(facts: EntryFacts) -> Windows:
    try:
        return read_windows(facts.windows)
    except Declined:
        # Only what was read can be stored; a row that somebody has written by hand opens nothing.
        return ()


def _without_gaps(openings: Iterable[Opening]) -> list[Opening]:
    made: list[Opening] = []
    for one in openings:
        if made and one.from_s <= made[-1].until_s:
            made[-1] = Opening(made[-1].from_s, max(made[-1].until_s, one.until_s))
        else:
            made.append(one)
    return made


def day_if_later(opens_s: int, now: datetime) -> date | None:
    """Return the day of an opening; None if it is today."""
    day = local_day(opens_s)
    return day if day != now.date() else None
