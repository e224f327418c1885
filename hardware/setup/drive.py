"""PURE. Slow drive of one servo that notices when it pushes against something. No I/O."""

from dataclasses import dataclass

from hardware.setup.axes import AxisPlan, AxisReading

SLOW_DEG_S = 30.0
"""Speed of the drive: slow enough to pull a finger out."""

PUSH_LOAD = 0.55
LAG_DEG = 9.0
PUSH_S = 0.4
"""Time at PUSH_LOAD after which the axis pushes against something."""
LAG_S = 1.0
"""Time at LAG_DEG behind with the same meaning; longer, since a busy bus is late too."""

MOST_STEP_S = 0.1
ARRIVED_DEG = 3.0
ARRIVE_S = 3.0


@dataclass(frozen=True, slots=True)
class Pushing:
    """Position and load of an axis that does not follow."""

    raw: float
    load: float | None


class SlowDrive:
    """Drive that sends one servo towards a target in small steps.

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
        """Begin at this raw number, without a movement."""
        self.sent = self.target = self._clamped(raw)
        self._at_s = None
        self._pushed_s = self._behind_s = 0.0

    def stop(self) -> None:
        """Stop sending."""
        self.sent = self.target = None

    def go(self, raw: float) -> None:
        """Go there slowly."""
        self.target = self._clamped(raw)
        self._arrived_s = None

    def step(self, now: float) -> float | None:
        """Return the raw number to send now, or None if it did not change."""
        passed_s = 0.0 if self._at_s is None else min(max(now - self._at_s, 0.0), MOST_STEP_S)
        self._at_s = now
        if self.sent is None or self.target is None or not self.stepping:
            return None
        if self._behind_s > 0.0:
            # Wait for a servo that does not follow, so that its target does not run away.
            return None
        most = SLOW_DEG_S * self._plan.before.per_deg * passed_s
        way = self.target - self.sent
        if abs(way) > most:
            way = most if way > 0 else -most
        self.sent += way
        return self.sent if way else None

    def arrived(self, reading: AxisReading, now: float) -> bool:
        """Return whether the servo has arrived, or had enough time to."""
        if self.sent is None or self.stepping:
            return False
        if self._arrived_s is None:
            self._arrived_s = now
        if reading.raw is None:
            return True
        off_deg = abs(reading.raw - self.sent) / self._plan.before.per_deg
        return off_deg <= ARRIVED_DEG or now - self._arrived_s >= ARRIVE_S

    def pushing(self, reading: AxisReading, passed_s: float) -> Pushing | None:
        """Return how the axis pushes, after PUSH_S of load or LAG_S of lag; else None.

        Args:
            reading: Readings of the servo.
            passed_s: Time since the previous reading.
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
