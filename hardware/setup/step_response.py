"""PURE. Step response of a servo: delay, rise time, overshoot, settling time. No I/O.

Definitions as in control engineering (IEC 60050-351, "step response"): the rise goes from
10 to 90 % of the step, the overshoot lies beyond the final value, and a settled response
stays within a band around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

BAND_SHARE = 0.02
LEAST_BAND_DEG = 0.5
"""Narrowest band: a bus servo counts in steps of 0.09 degrees, and its gear has play."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Sample of a step response.

    Args:
        t_s: Time since the step was asked for.
        commanded_deg: Commanded angle.
        measured_deg: Measured angle.
    """

    t_s: float
    commanded_deg: float
    measured_deg: float


@dataclass(frozen=True, slots=True)
class StepResponse:
    """Figures of a step response; None for one that was never reached.

    Args:
        delay_s: Time to the first tenth of the step.
        rise_s: Time from one tenth to nine tenths.
        overshoot_percent: Overshoot in percent of the step.
        settling_s: Time after which it stays within the band.
        rest_deg: Final distance from the target.
    """

    delay_s: float | None
    rise_s: float | None
    overshoot_percent: float
    settling_s: float | None
    rest_deg: float


def step_response(samples: Sequence[Sample], start_deg: float, target_deg: float) -> StepResponse:
    """Return the figures of a step response.

    Args:
        samples: Samples in order of time; at least one.
        start_deg: Angle at which the step began.
        target_deg: Target of the step.

    Raises:
        ValueError: There are no samples, or the step is too small.
    """
    step_deg = target_deg - start_deg
    if not samples or abs(step_deg) < LEAST_BAND_DEG:
        raise ValueError("a step needs samples and a target")
    shares = [(each.measured_deg - start_deg) / step_deg for each in samples]
    tenth = _first(samples, shares, 0.1)
    nine = _first(samples, shares, 0.9)
    rest_deg = samples[-1].measured_deg - target_deg
    return StepResponse(
        tenth,
        None if tenth is None or nine is None else nine - tenth,
        100 * max(0.0, max(shares) - 1.0),
        _settled(samples, target_deg, max(BAND_SHARE * abs(step_deg), LEAST_BAND_DEG)),
        rest_deg,
    )


def _first(samples: Sequence[Sample], shares: Sequence[float], share: float) -> float | None:
    """Return the time at which this share of the step was passed, interpolated."""
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
    """Return the time after which it stays within the band, or None."""
    since: float | None = None
    for sample in samples:
        if abs(sample.measured_deg - target_deg) > band_deg:
            since = None
        elif since is None:
            since = sample.t_s
    return since
