"""PURE. The life of a loan as a line of steps. No I/O."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bridge.base.words import Words
from bridge.office.loans.saying import day_said, since_said

Look = Literal["done", "now", "stop", "ahead"]


@dataclass(frozen=True)
class LifeStep:
    """One step of the line.

    Args:
        look: Whether it is over, holds now, holds and needs somebody, or comes.
        name: What it is.
        when: Its day, or since when.
    """

    look: Look
    name: Words
    when: Words


@dataclass(frozen=True, kw_only=True)
class LifeDays:
    """Days on which something happened to a loan, or will; None for what did not."""

    first: date
    last: date
    today: date
    asked: date | None = None
    checked: date | None = None
    reserved: date | None = None
    handed_over: date | None = None
    locked: date | None = None
    cancelled: date | None = None
    returned: date | None = None
    erase: date | None = None
    """Day on which the child's name is to be erased."""
    erased: date | None = None
    may_run: bool = True
    """True if all ticks are set."""


ASKED = Words("Angefragt", "Asked for")
CHECKED = Words("Geprüft", "Checked")
RESERVED = Words("Reserviert", "Reserved")
HANDED_OVER = Words("Übergeben", "Handed over")
RUNS = Words("Läuft", "Running")
WAITS = Words("Wartet auf Häkchen", "Waiting for ticks")
LOCKED = Words("Gesperrt", "Locked")
OVERDUE = Words("Überfällig", "Overdue")
BACK = Words("Zurück", "Back")
CANCELLED = Words("Abgesagt", "Cancelled")
ERASED = Words("Name gelöscht", "Name erased")
NOT_YET = Words("noch nicht", "not yet")


def lifeline(life: LifeDays) -> list[LifeStep]:
    """Return the steps of a loan, from the request to the erased name."""
    steps = [
        LifeStep("done", name, _short(day, life))
        for name, day in ((ASKED, life.asked), (CHECKED, life.checked))
        if day is not None
    ]
    if life.cancelled is not None:
        look: Look = "stop" if life.erased is None else "done"
        steps += [_reserved(life), LifeStep(look, CANCELLED, _short(life.cancelled, life))]
        return [*steps, *_erasing(life)]
    return [
        *steps,
        _reserved(life),
        _handed_over(life),
        _running(life),
        _back(life),
        *_erasing(life),
    ]


def _reserved(life: LifeDays) -> LifeStep:
    left = (life.handed_over, life.locked, life.cancelled, life.returned)
    waiting = all(day is None for day in left)
    when = _short(life.reserved, life) if life.reserved else Words("", "")
    return LifeStep("now" if waiting else "done", RESERVED, when)


def _handed_over(life: LifeDays) -> LifeStep:
    if life.handed_over is None:
        return LifeStep("ahead", HANDED_OVER, NOT_YET)
    begins = life.first > life.today and life.returned is None and life.locked is None
    return LifeStep("now" if begins else "done", HANDED_OVER, _short(life.handed_over, life))


def _running(life: LifeDays) -> LifeStep:
    if life.returned is not None:
        return LifeStep("done", RUNS, _short(life.first, life))
    if life.locked is not None:
        return LifeStep("stop", LOCKED, since_said(life.locked, life.today))
    if life.handed_over is None or life.first > life.today:
        first = _short(life.first, life)
        return LifeStep("ahead", RUNS, Words(f"ab {first.de}", f"from {first.en}"))
    if life.last < life.today:
        return LifeStep("stop", OVERDUE, since_said(life.last, life.today))
    if not life.may_run:
        return LifeStep("stop", WAITS, since_said(life.first, life.today))
    return LifeStep("now", RUNS, since_said(life.first, life.today))


def _back(life: LifeDays) -> LifeStep:
    if life.returned is not None:
        return LifeStep("now" if life.erased is None else "done", BACK, _short(life.returned, life))
    return LifeStep("ahead", BACK, _short(life.last, life))


def _erasing(life: LifeDays) -> list[LifeStep]:
    if life.erased is not None:
        return [LifeStep("now", ERASED, day_said(life.erased, life.today))]
    return [LifeStep("ahead", ERASED, day_said(life.erase, life.today))] if life.erase else []


def _short(day: date, life: LifeDays) -> Words:
    """Return a day without its year where that is plain."""
    return day_said(day, life.today, year=abs((day - life.today).days) > 180)
