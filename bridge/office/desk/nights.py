"""PURE. Charge of a robot's battery on the last mornings, as a row of bars. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

NIGHTS = 10
LOW_PERCENT = 50
"""A battery that is emptier in the morning was not charged at night."""

FULL_HEIGHT = 60.0


@dataclass(frozen=True)
class Morning:
    """One bar.

    Args:
        percent: None if the robot was off, or told nothing.
    """

    on: date
    percent: int | None

    @property
    def is_low(self) -> bool:
        """Return whether the night was missed."""
        return self.percent is not None and self.percent < LOW_PERCENT

    @property
    def height(self) -> float:
        """Height of the bar."""
        return round(FULL_HEIGHT * (self.percent or 0) / 100, 1)


def last_mornings(kept: Mapping[date, int], today: date) -> list[Morning]:
    """Return a bar for each of the last mornings, today's last; none if nothing is known."""
    days = [today - timedelta(days=back) for back in reversed(range(NIGHTS))]
    found = [Morning(day, kept.get(day)) for day in days]
    return found if any(one.percent is not None for one in found) else []
