"""PURE. Time for which each kind of data is kept, and the day on which a loan is erased. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bridge.base.words import Declined, Words
from bridge.lending.life import NEVER_NOTED, OVER, LoanFacts, erase_day, state_of_loan

CODE_DAYS = 7
"""Codes and invitations that were used, withdrawn or ran out stay so long, to be named as such."""

COPY_DAYS = 30
"""Copies of the database from before an upgrade."""

TAKE_BACK_DAYS = 30
"""An import can be taken back so long; then the name of its file is forgotten."""


@dataclass(frozen=True)
class KeptKind:
    """One kind of data.

    Args:
        name: Key of its setting, behind `keep.`.
        what: What is kept.
        since: From when its days count.
        default_days: As long as nobody has set anything else.
    """

    name: str
    what: Words
    since: Words
    default_days: int
    least_days: int
    most_days: int


KINDS: tuple[KeptKind, ...] = (
    KeptKind(
        "names",
        Words(
            "Name des Kindes, Tablets, Codes, Papiere, Links und ihr letzter Tag",
            "Child's name, tablets, codes, papers, links and their last day",
        ),
        Words("nach der Rückgabe", "after the return"),
        30,
        0,
        365,
    ),
    KeptKind(
        "overdue",
        Words(
            "dasselbe bei einer Leihe, die niemand als zurück gemeldet hat",
            "the same of a loan that nobody has reported as returned",
        ),
        Words("nach ihrem letzten Tag", "after its last day"),
        90,
        30,
        365,
    ),
    KeptKind(
        "requests",
        Words("Anfragen, aus denen nichts wird", "Requests of which nothing comes"),
        Words("nach dem letzten Schritt", "after the last step"),
        180,
        14,
        730,
    ),
    KeptKind(
        "contacts",
        Words("Ansprechpersonen von Schulen", "Contacts of schools"),
        Words("nach der letzten Leihe", "after the last loan"),
        730,
        0,
        1825,
    ),
    KeptKind(
        "ticks",
        Words("Häkchen und Rücknahmen, ohne Namen", "Ticks and withdrawals, without names"),
        Words("nach dem letzten Tag der Leihe", "after the last day of the loan"),
        1095,
        365,
        3650,
    ),
    KeptKind(
        "people",
        Words("Personen, die nicht mehr mitarbeiten", "People who have left"),
        Words("nach dem Weggang", "after they left"),
        365,
        0,
        1825,
    ),
    KeptKind(
        "history",
        Words("Verlauf, ohne Namen von Kindern", "History, without children's names"),
        Words("nach der Änderung", "after the change"),
        730,
        30,
        3650,
    ),
)
"""Everything whose time can be set, in the order of the page."""

BY_NAME = {one.name: one for one in KINDS}

Periods = Mapping[str, int]
"""Days by name."""


def periods(stored: Mapping[str, str]) -> dict[str, int]:
    """Return the days of each kind, as stored or by default.

    Args:
        stored: Values by name of the setting.
    """
    found = {one.name: stored.get(f"keep.{one.name}", "") for one in KINDS}
    return {
        name: int(value) if value.isdigit() else BY_NAME[name].default_days
        for name, value in found.items()
    }


def check_days(name: str, days: int) -> KeptKind:
    """Return the kind, if it may be kept so long.

    Raises:
        Declined: There is no such kind, or the time is out of its bounds.
    """
    kept = BY_NAME.get(name)
    if kept is None:
        raise Declined(Words(f"„{name[:20]}“ gibt es nicht.", f"There is no “{name[:20]}”."))
    if not kept.least_days <= days <= kept.most_days:
        raise Declined(
            Words(
                f"Erlaubt sind {kept.least_days} bis {kept.most_days} Tage.",
                f"Allowed are {kept.least_days} to {kept.most_days} days.",
            ),
            "days",
        )
    return kept


def erases_on(facts: LoanFacts, kept: Periods) -> date:
    """Return the day on which a loan is erased, if nothing about it changes."""
    is_told = facts.returned_at is not None or facts.ended_at is not None
    ends_by_itself = facts.handed_over_at == NEVER_NOTED
    return erase_day(facts, kept["names" if is_told or ends_by_itself else "overdue"])


def is_over(facts: LoanFacts, today: date) -> bool:
    """Return whether nobody enters a loan any more: it was returned, or its time is up."""
    state = state_of_loan(facts, today)
    return state in OVER or (state != "reserved" and facts.until_date < today)
