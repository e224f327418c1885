"""PURE. The life of a request: new, waiting, done, or on the side list. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol, TypeVar, get_args

from bridge.base.words import Words
from bridge.lending.asked import AskedFor

RequestState = Literal["aside", "new", "asked_back", "waiting", "done"]
REQUEST_STATES: tuple[RequestState, ...] = get_args(RequestState)
REQUEST_WORDS: dict[RequestState, Words] = {
    "aside": Words("zur Seite gelegt", "put aside"),
    "new": Words("neu", "new"),
    "asked_back": Words("Rückfrage gestellt", "asked back"),
    "waiting": Words("wartet", "waiting"),
    "done": Words("erledigt", "done"),
}

Outcome = Literal["reserved", "declined", "withdrawn", "double"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
OUTCOME_WORDS: dict[Outcome, Words] = {
    "reserved": Words("ein Roboter ist reserviert", "a robot is reserved"),
    "declined": Words("abgesagt", "declined"),
    "withdrawn": Words("nicht mehr nötig", "no longer needed"),
    "double": Words("doppelt", "twice"),
}

USUAL_WEEKS = 8
"""Length with which a wish is looked for that names none."""

CHECK_DAYS = 3
"""School days within which an asker hears of us, as the form says."""


@dataclass(frozen=True)
class RequestFacts:
    """Stored facts about a request's life; times are in Unix seconds."""

    asked_at: int
    checked_at: int | None = None
    waiting_at: int | None = None
    answered_at: int | None = None
    done_at: int | None = None
    aside_at: int | None = None
    moved_up: str = ""
    """Reason why staff put it before others; empty if nobody did."""


def state_of_request(facts: RequestFacts) -> RequestState:
    """Return the state of a request."""
    if facts.done_at is not None:
        return "done"
    if facts.aside_at is not None:
        return "aside"
    if facts.waiting_at is not None:
        return "waiting"
    return "new" if facts.answered_at is None else "asked_back"


class HasFacts(Protocol):
    """A row of a request."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def facts(self) -> RequestFacts:
        """Its life."""


R = TypeVar("R", bound=HasFacts)


def in_order(rows: Iterable[R]) -> list[R]:
    """Return rows by the day of the request; what staff moved up comes first.

    "Urgent" is shown and never sorted by: everybody would write it.
    """
    return sorted(rows, key=lambda row: (not row.facts.moved_up, row.facts.asked_at, row.id))


def wished_days(asked: AskedFor, today: date) -> tuple[date, date]:
    """Return the days with which robots are looked for; a missing length is a usual one."""
    first = max(asked.from_date or today, today)
    if asked.until_date is not None and asked.until_date >= first:
        return first, asked.until_date
    return first, first + timedelta(weeks=asked.weeks or USUAL_WEEKS, days=-1)
