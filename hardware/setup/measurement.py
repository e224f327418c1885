"""PURE. Measured values of one axis while it is set up, and their checks. No I/O."""

from dataclasses import replace
from typing import Literal

from hardware.setup.axes import (
    REFERENCE_DEG,
    SCALE_US_PER_DEG,
    STILL_DEG,
    AxisPlan,
    Sentence,
    judge,
    sentence,
)

TURN_DEG = 12.0
"""Turn that shows which axis a plug drives, and to which side."""


class AxisMeasurement:
    """Calibration of one axis as far as it is measured.

    Args:
        plan: The axis before it is set up.
    """

    def __init__(self, plan: AxisPlan) -> None:
        self.found = plan.before
        self.first = self.second = 0.0
        """Raw numbers of both limits; the first is that of the positive side."""
        self._plan = plan

    def take_centre(self, raw: float) -> None:
        """Take the centre; a trim from before no longer counts."""
        self.found = replace(self.found, centre=raw, trim_deg=0.0)

    def reverse(self) -> None:
        """Take the other direction: the axis turned to the negative side."""
        other: Literal[1, -1] = -1 if self.found.direction == 1 else 1
        self.found = replace(self.found, direction=other)

    def is_near_centre(self, raw: float) -> bool:
        """Return whether this is too near to the centre to be a limit."""
        return abs(raw - self.found.centre) < STILL_DEG * self.found.per_deg

    def take_first(self, raw: float, known_direction: bool) -> bool:
        """Take the limit of the positive side.

        Args:
            raw: Raw number of the limit.
            known_direction: Refuse a limit on the negative side.

        Returns:
            False if it was refused.
        """
        direction: Literal[1, -1] = 1 if raw > self.found.centre else -1
        if known_direction and direction != self.found.direction:
            return False
        self.first = raw
        self.found = replace(self.found, direction=direction)
        return True

    def take_second(self, raw: float) -> bool:
        """Take the other limit; return False if both lie on one side of the centre."""
        self.second = raw
        return (raw - self.found.centre) * (self.first - self.found.centre) <= 0

    def set_range(self) -> None:
        """Take the range between both limits."""
        low, high = sorted((self.first, self.second))
        self.found = replace(self.found, low=low, high=high)

    def take_scale(self, raw: float) -> Sentence | None:
        """Take the scale at the reference angle; return a note if it cannot be right."""
        turned = self.found.direction * (raw - self.found.centre)
        per_deg = turned / REFERENCE_DEG[self._plan.name]
        least, most = SCALE_US_PER_DEG
        if not least <= per_deg <= most:
            return sentence("note_scale", least=least, most=most, value=f"{per_deg:.1f}")
        self.found = replace(self.found, per_deg=per_deg)
        return None

    def take_trim(self, raw: float) -> None:
        """Take the raw number at which the head looks straight ahead."""
        off = raw - self.found.centre
        trim_deg = -self.found.direction * off / self.found.per_deg
        self.found = replace(self.found, trim_deg=round(trim_deg, 2) + 0.0)

    def judge(self) -> Sentence | None:
        """Return what cannot be right, or None."""
        return judge(self._plan, self.found)

    def turned_raw(self) -> float:
        """Return the raw number of a small turn to the positive side."""
        return self.found.centre + self.found.direction * TURN_DEG * self.found.per_deg

    def is_nearer_to_first(self, raw: float) -> bool:
        """Return whether this lies nearer to the first limit than to the second."""
        return abs(raw - self.first) <= abs(raw - self.second)
