"""PURE. What a step tells of a servo: how late, how quick, how far beyond, how soon still. No I/O.

Definitions as in control engineering (IEC 60050-351, "step response"): the rise is
from 10 to 90 % of the way, the overshoot is what lies beyond the final value, and
settled is what stays within a band around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

BAND_SHARE = 0.02
LEAST_BAND_DEG = 0.5
"""A bus servo counts in steps of 0.09 degrees, its gear has play: finer is noise."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One moment.

    Args:
        t_s: Since the step was asked for.
    """

    t_s: float
    commanded_deg: float
    measured_deg: float


@dataclass(frozen=True, slots=True)
class StepResponse:
    """What the samples tell; None where that never happened.

    Args:
        delay_s: Until the first tenth of the way.
        rise_s: From one tenth to nine.
        overshoot_percent: Of the way.
        settling_s: Until it stays within the band.
        rest_deg: How far from the target it stands in the end.
    """

    delay_s: float | None
    rise_s: float | None
    overshoot_percent: float
    settling_s: float | None
    rest_deg: float


def step_response(samples: Sequence[Sample], start_deg: float, target_deg: float) -> StepResponse:
    """Return what the samples tell.

    Args:
        samples: In the order of time; at least one.
        start_deg: Where the step began.
        target_deg: Where it was to end.

    Raises:
        ValueError: There are no samples, or there is no step.
    """
    way = target_deg - start_deg
    if not samples or abs(way) < LEAST_BAND_DEG:
        raise ValueError("a step needs samples and a way")
    shares = [(each.measured_deg - start_deg) / way for each in samples]
    tenth = _first(samples, shares, 0.1)
    nine = _first(samples, shares, 0.9)
    rest_deg = samples[-1].measured_deg - target_deg
    return StepResponse(
        tenth,
        None if tenth is None or nine is None else nine - tenth,
        100 * max(0.0, max(shares) - 1.0),
        _settled(samples, target_deg, max(BAND_SHARE * abs(way), LEAST_BAND_DEG)),
        rest_deg,
    )


def _first(samples: Sequence[Sample], shares: Sequence[float], share: float) -> float | None:
    """Return when this share of the way was first passed, between the samples around it."""
    before_s, before = samples[0].t_s, shares[0]
    for sample, here in zip(samples, shares, strict=True):
        if here >= share:
            if here == before:
                return sample.t_s
            part = max(share - before, 0.0) / (here - before) if here > before else 1.0
            return before_s + min(part, 1.0) * (sample.t_s - before_s)
        before_s, before = sample.t_s, here
    return None


def _settled(samples: Sequence[Sample], target_deg: float, band_deg: float) -> float | None:
    """Return since when it stays within the band."""
    since: float | None = None
    for sample in samples:
        if abs(sample.measured_deg - target_deg) > band_deg:
            since = None
        elif since is None:
            since = sample.t_s
    return since
