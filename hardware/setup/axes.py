"""PURE. One axis as it is set up: raw numbers, degrees, and what cannot be right. No I/O."""

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
"""A head that turns less far than this to a side is pinched, or was not moved."""

MOST_SIDE_DEG = 180.0
MOST_TRIM_DEG = 45.0

REFERENCE_DEG: dict[AxisName, float] = {"pan": 45.0, "tilt": 30.0, "hand": 90.0}
"""An angle that a set square shows: there the scale of a hobby servo is taken."""

SCALE_US_PER_DEG = (4.0, 25.0)
"""Hobby servos turn 90 to 270 degrees on 1 to 2 ms: 2.9 misread as less is no servo at all."""


@dataclass(frozen=True, slots=True)
class AxisCalibration:
    """How raw numbers and degrees belong together, and how far the axis may go.

    Args:
        centre: Raw number at 0 degrees, before the trim.
        per_deg: Raw numbers for one degree.
        direction: 1 where higher numbers turn left or up, else -1.
        trim_deg: The axis's angle at which it really stands at the centre.
        low: The servo is never sent below.
        high: The servo is never sent above.
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
    """One axis before it is set up.

    Args:
        part: What the technician calls its servo: "pan servo (id 1)".
        unit: Of the raw numbers: "us", or "" for positions.
        by_hand: It can be turned by hand without torque, and tells where it stands.
        raw_limits: What the servo itself can be sent.
        scale_known: `per_deg` is the servo's, and need not be measured.
        before: What holds now, to start from.
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
    """What a servo tells now; None is not told.

    Args:
        load: Share of its torque, signed.
    """

    raw: float | None = None
    load: float | None = None
    temperature_c: float | None = None
    volts: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, by its key in the words, with what fills its gaps."""

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
    own: AxisName, plans: Mapping[AxisName, AxisPlan], ways: Mapping[AxisName, float]
) -> AxisName | None:
    """Return which other axis moved when this one was asked for, or None.

    Args:
        ways: How far each axis moved since, in raw numbers; an axis that does not tell is absent.
    """
    if own not in ways or own not in plans:
        return None
    degrees = {
        name: abs(way) / plans[name].before.per_deg for name, way in ways.items() if name in plans
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
    """Return whether a position jumped over the servo's zero: no hand is that quick."""
    lowest, highest = plan.raw_limits
    return abs(after - before) > 0.5 * (highest - lowest)
