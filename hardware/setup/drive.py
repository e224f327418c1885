"""PURE. A servo sent to raw numbers slowly, and the hand that stops it where it pushes. No I/O."""

from dataclasses import dataclass

from hardware.setup.axes import AxisPlan, AxisReading

SLOW_DEG_S = 30.0
"""Slow enough to pull a finger out."""

PUSH_LOAD = 0.55
LAG_DEG = 9.0
PUSH_S = 0.4
"""So long at so much load, and the axis pushes against something."""
LAG_S = 1.0
"""So long so far behind, likewise; longer, since a busy bus is late too."""

MOST_STEP_S = 0.1
ARRIVED_DEG = 3.0
ARRIVE_S = 3.0


@dataclass(frozen=True, slots=True)
class Pushing:
    """The axis does not follow: where it was sent, and how hard it pushed."""

    raw: float
    load: float | None


class SlowDrive:
    """Sends one servo towards a target in small steps.

    Args:
        plan: The axis, for its scale and the servo's own limits.
    """

    def __init__(self, plan: AxisPlan) -> None:
        self.sent: float | None = None
        self.target: float | None = None
        self._plan = plan
        self._at_s: float | None = None
        self._pushed_s = 0.0
        self._behind_s = 0.0
        self._arrived_s: float | None = None

    @property
    def stepping(self) -> bool:
        """True if the next step changes what is sent."""
        return self.target is not None and self.target != self.sent

    def start(self, raw: float) -> None:
        """Begin here: at once, without a step."""
        self.sent = self.target = self._clamped(raw)
        self._at_s = None
        self._pushed_s = self._behind_s = 0.0

    def stop(self) -> None:
        """Send nothing any more."""
        self.sent = self.target = None

    def go(self, raw: float) -> None:
        """Go there, slowly."""
        self.target = self._clamped(raw)
        self._arrived_s = None

    def step(self, now: float) -> float | None:
        """Return what to send now, or None where that did not change."""
        passed_s = 0.0 if self._at_s is None else min(max(now - self._at_s, 0.0), MOST_STEP_S)
        self._at_s = now
        if self.sent is None or self.target is None or not self.stepping:
            return None
        if self._behind_s > 0.0:
            # It waits for a servo that does not follow: nothing winds up against a finger.
            return None
        most = SLOW_DEG_S * self._plan.before.per_deg * passed_s
        way = self.target - self.sent
        if abs(way) > most:
            way = most if way > 0 else -most
        self.sent += way
        return self.sent if way else None

    def arrived(self, reading: AxisReading, now: float) -> bool:
        """Return whether the servo is there, or had long enough to be."""
        if self.sent is None or self.stepping:
            return False
        if self._arrived_s is None:
            self._arrived_s = now
        if reading.raw is None:
            return True
        off_deg = abs(reading.raw - self.sent) / self._plan.before.per_deg
        return off_deg <= ARRIVED_DEG or now - self._arrived_s >= ARRIVE_S

    def pushing(self, reading: AxisReading, passed_s: float) -> Pushing | None:
        """Return how the axis pushes, once it did so for PUSH_S, or stayed behind for LAG_S.

        Args:
            passed_s: Since the reading before.
        """
        if self.sent is None:
            return None
        passed_s = min(max(passed_s, 0.0), MOST_STEP_S)
        behind_deg = 0.0
        if reading.raw is not None:
            behind_deg = abs(reading.raw - self.sent) / self._plan.before.per_deg
        loaded = reading.load is not None and abs(reading.load) >= PUSH_LOAD
        self._pushed_s = self._pushed_s + passed_s if loaded else 0.0
        self._behind_s = self._behind_s + passed_s if behind_deg >= LAG_DEG else 0.0
        if self._pushed_s < PUSH_S and self._behind_s < LAG_S:
            return None
        self._pushed_s = self._behind_s = 0.0
        return Pushing(self.sent if reading.raw is None else reading.raw, reading.load)

    def _clamped(self, raw: float) -> float:
        low, high = self._plan.raw_limits
        return min(max(raw, low), high)
