"""PURE. Parts of a line of the page *today*, and the words that its kinds share. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bridge.base.words import Words
from bridge.office.desk.robot_state import DeskRobot
from bridge.office.frame.saying import day, weekday
from bridge.register.robots import RobotLoan

SEE = Words("Ansehen", "Look at it")
CALL = Words("Schule anrufen", "Call the school")


@dataclass(frozen=True)
class LineAct:
    """A button of a line."""

    words: Words
    to: str
    icon: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class TodayLine:
    """One line.

    Args:
        key: Names it for putting it away.
        order: Rank of its kind; smaller is more urgent.
        is_now: Somebody waits, or a lesson is in danger.
        mark: Look and words beside the title.
        stays: It cannot be put away.
    """

    key: str
    order: float
    title: Words
    context: Words
    acts: tuple[LineAct, ...] = ()
    is_now: bool = False
    mark: tuple[str, Words] | None = None
    robot: DeskRobot | None = None
    icon: str = "flag"
    stays: bool = False


@dataclass(frozen=True)
class WaitingRequest:
    """A request without an answer.

    Args:
        asked_at: Unix seconds.
    """

    id: int
    asked_at: int
    school: str
    town: str
    state: str
    from_date: date | None = None


@dataclass(frozen=True)
class TodayFacts:
    """Everything that lines are made of.

    Args:
        now: Local time of the schools.
        phones: Number of each school, by its id.
        missing: Names of what is not ticked, by loan.
        erased: Days on which names will be erased.
        single: People with one passkey alone: number and name.
        wishes: Loans whose family wishes for a right.
        acts_for: Whether the reader lends; a school only looks.
    """

    now: datetime
    robots: Sequence[DeskRobot] = ()
    phones: Mapping[int, str] = field(default_factory=dict)
    missing: Mapping[int, Sequence[Words]] = field(default_factory=dict)
    requests: Sequence[WaitingRequest] = ()
    erased: Sequence[date] = ()
    single: Sequence[tuple[int, str]] = ()
    wishes: Sequence[int] = ()
    lends: bool = True
    member_id: int = 0


def where_of(loan: RobotLoan | None) -> Words:
    """Return the school of a loan, with its town and class."""
    if loan is None or not (loan.school or loan.class_name):
        return Words("", "")
    place = loan.school
    if loan.town and loan.town.lower() not in place.lower():
        place = f"{place}, {loan.town}"
    if not loan.class_name:
        return Words(place, place)
    return Words(f"{place} · Klasse {loan.class_name}", f"{place} · class {loan.class_name}")


def joined(parts: Sequence[Words]) -> Words:
    """Return parts with dots between them; empty ones are left out."""
    return Words(
        " · ".join(part.de for part in parts if part.de),
        " · ".join(part.en for part in parts if part.en),
    )


def school_days_words(count: int) -> Words:
    """Return a number of school days."""
    if count == 1:
        return Words("1 Schultag", "1 school day")
    return Words(f"{count} Schultage", f"{count} school days")


def since_day(then: date, today: date) -> Words:
    """Return a day of the past behind "seit": Donnerstag, or 13.11."""
    if (today - then).days < 7:
        return weekday(then)
    written = day(then, year=(today - then).days > 183)
    return Words(written, written)


def on_day(then: date, today: date) -> Words:
    """Return a day to come: heute, morgen, am Freitag, am 18.12."""
    ahead = (then - today).days
    if ahead == 0:
        return Words("heute", "today")
    if ahead == 1:
        return Words("morgen", "tomorrow")
    if 0 < ahead < 7:
        name = weekday(then)
        return Words(f"am {name.de}", f"on {name.en}")
    written = day(then, False)
    return Words(f"am {written}", f"on {written}")
