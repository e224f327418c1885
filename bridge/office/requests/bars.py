"""PURE. The bar beside each robot: the days that are wished, taken and proposed. No I/O."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from bridge.base.words import Words
from bridge.days.names import MONTHS
from bridge.lending.matching import Days, Proposal

WIDTH = 400
"""Width of a bar in the drawing's own units."""

LEAST = 4
"""Smallest width of a piece that can be seen."""


class BarPiece(NamedTuple):
    """One piece of a bar.

    Args:
        kind: taken, noted or proposed.
        label: What the days are taken by.
    """

    kind: str
    x: float
    width: float
    label: str = ""


class BarWindow(NamedTuple):
    """Days that all bars of a page show."""

    first: date
    last: date

    def said(self) -> Words:
        """Return the months, such as `Dezember bis Mai`."""
        first, last = MONTHS[self.first.month - 1], MONTHS[self.last.month - 1]
        if first == last:
            return first
        return Words(f"{first.de} bis {last.de}", f"{first.en} to {last.en}")

    def x(self, day: date) -> float:
        """Return where a day begins."""
        days = (self.last - self.first).days + 1
        inside = min(max((day - self.first).days, 0), days)
        return round(WIDTH * inside / days, 1)

    def weeks(self) -> list[float]:
        """Return where weeks begin; months instead where they would lie too close."""
        found = []
        day = self.first + timedelta(days=-self.first.weekday() % 7)
        step = 7 if (self.last - self.first).days < 190 else 28
        while day <= self.last:
            found.append(self.x(day))
            day += timedelta(days=step)
        return [x for x in found if 0 < x < WIDTH]


def window(wished: Days, shown: Iterable[Proposal]) -> BarWindow:
    """Return the days that hold what is wished, and most of what is proposed."""
    most = wished.first + 2 * (wished.last - wished.first) + timedelta(days=1)
    last = max([wished.last, *(one.span.last for one in shown)])
    return BarWindow(wished.first, min(last, most))


def pieces(one: Proposal, inside: BarWindow) -> list[BarPiece]:
    """Return the pieces of a robot's bar, those below first."""
    found = [
        _piece("taken" if days.firm else "noted", days, inside, days.label)
        for days in one.taken
        if days.last >= inside.first and days.first <= inside.last
    ]
    return [*found, _piece("proposed", one.span, inside)]


def _piece(kind: str, days: Days, inside: BarWindow, label: str = "") -> BarPiece:
    x = inside.x(days.first)
    width = inside.x(days.last + timedelta(days=1)) - x
    wide = max(LEAST, round(width, 1))
    return BarPiece(kind, round(min(x, WIDTH - wide), 1), wide, label)
