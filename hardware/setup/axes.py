"""PURE. Axis while it is set up: raw numbers, degrees, and checks on them. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

AxisName = Literal["pan", "tilt", "hand"]

SIDES: dict[AxisName, tuple[str, str]] = {
    "pan": ("left", "right"),
    "tilt": ("up", "down"),
    "hand": ("raised", "hanging"),
}
"""Names of the positive and the negative side."""

LEAST_SIDE_DEG: dict[AxisName, float] = {"pan": 20.0, "tilt": 8.0, "hand": 20.0}
"""Least range to a side: a head that turns less is pinched, or was not moved."""

MOST_SIDE_DEG = 180.0
MOST_TRIM_DEG = 45.0

REFERENCE_DEG: dict[AxisName, float] = {"pan": 45.0, "tilt": 30.0, "hand": 90.0}
"""Angle, shown by a set square, at which the scale of a hobby servo is taken."""

SCALE_US_PER_DEG = (4.0, 25.0)
"""Allowed scale: hobby servos turn 90 to 270 degrees between 1 and 2 ms."""


@dataclass(frozen=True, slots=True)
class AxisCalibration:
    """Conversion between raw numbers and degrees of an axis, and its range.

    Args:
        centre: Raw number at 0 degrees, before the trim.
        per_deg: Raw numbers per degree.
        direction: 1 if higher numbers turn left or up, else -1.
        trim_deg: Real angle of the axis at the centre.
        low: Lowest raw number that the servo is ever sent.
        high: Highest raw number that the servo is ever sent.
    """

    centre: float
    per_deg: float
    direction: Literal[1, -1]
    trim_deg: float
    low: float
    high: float

    def raw(self, angle_deg: float) -> float:
        """Return the raw number for this angle."""
        return self.centre + self.direction * (angle_deg - self.trim_deg) * self.per_deg

    def angle_deg(self, raw: float) -> float:
        """Return the angle for this raw number."""
        return self.direction * (raw - self.centre) / self.per_deg + self.trim_deg

    @property
    def range_deg(self) -> tuple[float, float]:
        """Lowest and highest angle."""
        ends = (self.angle_deg(self.low), self.angle_deg(self.high))
        return min(ends), max(ends)


@dataclass(frozen=True, slots=True)
class AxisPlan:
    """Axis before it is set up.

    Args:
        name: Name of the axis.
        part: Name of its servo for the technician: "pan servo (id 1)".
        unit: Unit of the raw numbers: "us", or "" for positions.
        by_hand: True if a hand can turn it without torque while it reports its position.
        raw_limits: Raw numbers that the servo itself accepts.
        scale_known: True if `per_deg` follows from the servo and need not be measured.
        before: Present calibration.
    """

    name: AxisName
    part: str
    unit: str
    by_hand: bool
    raw_limits: tuple[float, float]
    scale_known: bool
    before: AxisCalibration


@dataclass(frozen=True, slots=True)
class AxisReading:
    """Readings of a servo; None for a value that it does not report.

    Args:
        raw: Position.
        load: Share of its torque, signed.
        temperature_c: Temperature inside.
        volts: Supply voltage.
    """

    raw: float | None = None
    load: float | None = None
    temperature_c: float | None = None
    volts: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentence for the technician: its key in the words, and values for its gaps."""

    key: str
    values: Mapping[str, object]


def sentence(key: str, **values: object) -> Sentence:
    """Return a sentence."""
    return Sentence(key, values)


def judge(plan: AxisPlan, found: AxisCalibration) -> Sentence | None:
    """Return what cannot be right about a calibration, or None."""
    low_deg, high_deg = found.range_deg
    positive, negative = SIDES[plan.name]
    lowest, highest = plan.raw_limits
    if not lowest <= found.low < found.high <= highest:
        return sentence("wrong_range", part=plan.part, low=found.low, high=found.high)
    if not found.low <= found.centre <= found.high:
        return sentence("wrong_sides", part=plan.part)
    if abs(found.trim_deg) > MOST_TRIM_DEG:
        return sentence("wrong_trim", part=plan.part, trim=f"{found.trim_deg:+.1f}")
    least = LEAST_SIDE_DEG[plan.name]
    sides = (
        [(positive, high_deg)]
        if plan.name == "hand"
        else [(positive, high_deg), (negative, -low_deg)]
    )
    for side, reach_deg in sides:
        if reach_deg < least:
            return sentence(
                "wrong_narrow",
                part=plan.part,
                side=side,
                deg=f"{reach_deg:.0f}",
                least=f"{least:.0f}",
            )
        if reach_deg > MOST_SIDE_DEG:
            return sentence("wrong_wide", part=plan.part, side=side, deg=f"{reach_deg:.0f}")
    return None


def moved_instead(
    own: AxisName, plans: Mapping[AxisName, AxisPlan], moved: Mapping[AxisName, float]
) -> AxisName | None:
    """Return the other axis that moved in place of this one, or None.

    Args:
        own: The axis that was asked for.
        plans: Every axis of the robot.
        moved: Distance that each axis moved, in raw numbers; without those that cannot report it.
    """
    if own not in moved or own not in plans:
        return None
    degrees = {
        name: abs(distance) / plans[name].before.per_deg
        for name, distance in moved.items()
        if name in plans
    }
    if degrees[own] >= STILL_DEG:
        return None
    others = [name for name in degrees if name != own and degrees[name] >= MOVED_DEG]
    if not others:
        return None
    return max(others, key=degrees.__getitem__)


STILL_DEG = 4.0
MOVED_DEG = 10.0


def wrapped(plan: AxisPlan, before: float, after: float) -> bool:
    """Return whether a position jumped across the servo's zero: a hand is slower than that."""
    lowest, highest = plan.raw_limits
    return abs(after - before) > 0.5 * (highest - lowest)
