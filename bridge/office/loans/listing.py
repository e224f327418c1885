"""PURE. The list of loans: its sections, and what comes next for each loan. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args
from urllib.parse import urlencode

from bridge.base.words import Words
from bridge.lending.life import BLOCKING, OVER, LoanState
from bridge.register.loan_views import LoanView

Shown = Literal["open", "over", "ticks"]
"""Running and planned; back or cancelled; ticks missing."""
SHOWN: tuple[Shown, ...] = get_args(Shown)

OPEN_STATES: frozenset[LoanState] = BLOCKING

SOON_DAYS = 14

NEEDS_SOMEBODY = Words("Braucht jemanden", "Needs somebody")
ENDS = Words("Endet in den nächsten 14 Tagen", "Ends within 14 days")
BEGINS = Words("Beginnt", "Begins")
RUNS = Words("Läuft", "Running")
OVER_WORDS = Words("Zurück und abgesagt", "Back and cancelled")

NOTHING = Words("", "")


@dataclass(frozen=True)
class ListedLoan:
    """One loan in the list."""

    loan: LoanView
    lines: int
    next: Words


@dataclass(frozen=True)
class ListSection:
    """Loans under one heading."""

    words: Words
    rows: tuple[ListedLoan, ...]


def sections(loans: Sequence[LoanView], today: date, asker_may_lend: bool) -> list[ListSection]:
    """Return the loans under their headings; within one, what comes first stands first."""
    parts: dict[Words, list[LoanView]] = {
        words: [] for words in (NEEDS_SOMEBODY, ENDS, BEGINS, RUNS, OVER_WORDS)
    }
    for loan in loans:
        parts[_section(loan, today)].append(loan)
    return [
        ListSection(
            words,
            tuple(
                ListedLoan(
                    one,
                    len(one.profile.lines) if one.profile else 0,
                    upcoming(one, today) if asker_may_lend else NOTHING,
                )
                for one in sorted(found, key=lambda one: _order(words, one))
            ),
        )
        for words, found in parts.items()
        if found
    ]


def _section(loan: LoanView, today: date) -> Words:
    if loan.state in OVER:
        return OVER_WORDS
    if loan.state in ("locked", "overdue"):
        return NEEDS_SOMEBODY
    if loan.state == "reserved" or loan.first > today:
        return BEGINS
    return ENDS if loan.last <= today + timedelta(days=SOON_DAYS) else RUNS


def _order(words: Words, loan: LoanView) -> tuple[int, str, int]:
    day = loan.first if words is BEGINS else loan.last
    first = -day.toordinal() if words is OVER_WORDS else day.toordinal()
    return first, loan.robot_name, loan.id


def upcoming(loan: LoanView, today: date) -> Words:
    """Return what somebody has to do next with a loan; empty for nothing."""
    missing = loan.facts.open_ticks
    if loan.state == "locked":
        return Words("ist gesperrt", "is locked")
    if loan.state == "overdue":
        days = (today - loan.last).days
        return Words(
            f"seit {days} {'Tag' if days == 1 else 'Tagen'} überfällig",
            f"overdue for {days} {'day' if days == 1 else 'days'}",
        )
    if loan.state in OVER:
        return NOTHING
    if missing:
        return Words(
            "1 Häkchen fehlt" if missing == 1 else f"{missing} Häkchen fehlen",
            "1 tick missing" if missing == 1 else f"{missing} ticks missing",
        )
    if loan.state == "reserved":
        return Words("Übergeben", "Hand over")
    if loan.last <= today + timedelta(days=SOON_DAYS):
        return Words("Rückgabe vorbereiten", "Prepare return")
    return NOTHING


def counted(running: int, reserved: int) -> Words:
    """Return the counts beside the title."""
    return Words(
        f"{running} {'läuft' if running == 1 else 'laufen'}, {reserved} reserviert",
        f"{running} running, {reserved} reserved",
    )


def exported(**filters: str) -> str:
    """Return the query of a list that goes out with the same filters; empty for none."""
    kept = {name: value for name, value in filters.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
