"""PURE. The life of a loan: its state is derived from facts, ticks and today. No I/O.

Nothing ticks over at midnight, nothing can be stale, and an undo is the removal of a fact.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from bridge.base.words import Words
from bridge.days.zone import local_day

LoanState = Literal[
    "pencilled",
    "reserved",
    "handed_over",
    "running",
    "locked",
    "overdue",
    "returned",
    "erased",
    "cancelled",
]
LOAN_STATES: tuple[LoanState, ...] = get_args(LoanState)

STATE_WORDS: dict[LoanState, Words] = {
    "pencilled": Words("vorgemerkt", "pencilled in"),
    "reserved": Words("reserviert", "reserved"),
    "handed_over": Words("übergeben", "handed over"),
    "running": Words("läuft", "running"),
    "locked": Words("gesperrt", "locked"),
    "overdue": Words("überfällig", "overdue"),
    "returned": Words("zurück", "returned"),
    "erased": Words("gelöscht", "erased"),
    "cancelled": Words("abgesagt", "cancelled"),
}

STATE_SIGNS: dict[LoanState, str] = {
    **{"pencilled": "?", "reserved": "◐", "handed_over": "◐", "running": "●", "locked": "▲"},
    **{"overdue": "▲", "returned": "✓", "erased": "✓", "cancelled": "○"},
}
"""Shape that stands beside the word, so that no colour alone carries it."""

Policy = Literal["always", "windows", "teacher"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
POLICY_WORDS: dict[Policy, Words] = {
    "windows": Words("nach Stundenplan", "by timetable"),
    "teacher": Words("die Lehrkraft öffnet jede Stunde", "the teacher opens each lesson"),
    "always": Words("jederzeit", "at any time"),
}

LockedBy = Literal["office", "school", "family", "child"]
LOCKED_BY: tuple[LockedBy, ...] = get_args(LockedBy)

ReturnReason = Literal["healthy", "moved", "ended_early", "planned", "broken", "swapped", "other"]
RETURN_REASONS: tuple[ReturnReason, ...] = get_args(ReturnReason)
REASON_WORDS: dict[ReturnReason, Words] = {
    "planned": Words("wie geplant", "as planned"),
    "healthy": Words("wieder in der Schule", "back at school"),
    "moved": Words("umgezogen", "moved away"),
    "ended_early": Words("früher beendet", "ended early"),
    "broken": Words("kaputt", "broken"),
    "swapped": Words("getauscht", "swapped"),
    "other": Words("anderer Grund", "another reason"),
}

PENCIL_DAYS = 14
"""Age at which something pencilled in holds no more."""

NEVER_NOTED = 0
"""`handed_over_at` of a loan that was made at the command line: it ends by itself."""


@dataclass(frozen=True)
class LoanFacts:
    """Stored facts about a loan's life; times are in Unix seconds.

    Args:
        handed_over_at: Moment at which the robot was handed over; 0 for a loan that never asks for
            it.
        ended_at: Moment at which it was cancelled or closed; from then on it holds no day.
        open_ticks: Number of lines of its profile that are not ticked.
    """

    from_date: date
    until_date: date
    handed_over_at: int | None = NEVER_NOTED
    returned_at: int | None = None
    ended_at: int | None = None
    locked_at: int | None = None
    erased_at: int | None = None
    open_ticks: int = 0


def state_of_loan(facts: LoanFacts, today: date) -> LoanState:
    """Return the state of a loan on a day."""
    if facts.erased_at is not None:
        return "erased"
    if facts.returned_at is not None:
        return "returned"
    if facts.ended_at is not None:
        return "returned" if _was_out(facts) else "cancelled"
    if facts.handed_over_at is None:
        return "reserved"
    if today > facts.until_date and facts.handed_over_at == NEVER_NOTED:
        return "returned"
    if facts.locked_at is not None:
        return "locked"
    if today > facts.until_date:
        return "overdue"
    if today < facts.from_date or facts.open_ticks:
        return "handed_over"
    return "running"


def _was_out(facts: LoanFacts) -> bool:
    """Return whether a closed loan was ever with its class."""
    if facts.handed_over_at is None or facts.ended_at is None:
        return False
    return local_day(facts.ended_at) >= facts.from_date


BLOCKING: frozenset[LoanState] = frozenset(
    {"reserved", "handed_over", "running", "locked", "overdue"}
)
"""States in which the robot's days are taken."""

AWAY: frozenset[LoanState] = frozenset({"handed_over", "running", "locked", "overdue"})
"""States in which the robot stands at the school."""

OVER: frozenset[LoanState] = frozenset({"returned", "erased", "cancelled"})


def taken_days(facts: LoanFacts, today: date) -> tuple[date, date] | None:
    """Return the days that a loan takes up; None for one that takes none.

    An overdue or locked loan takes each day until today, and grows with it.
    """
    state = state_of_loan(facts, today)
    if state not in BLOCKING:
        return None
    last = max(facts.until_date, today) if state in ("overdue", "locked") else facts.until_date
    return facts.from_date, last


def pencil_holds(noted_at: int, today: date) -> bool:
    """Return whether something that was pencilled in still holds."""
    return today <= local_day(noted_at) + timedelta(days=PENCIL_DAYS)


def erase_day(facts: LoanFacts, after_days: int) -> date:
    """Return the day on which a child's name is erased, as it is planned now."""
    ended = facts.returned_at or facts.ended_at
    last = local_day(ended) if ended else facts.until_date
    return last + timedelta(days=after_days)
