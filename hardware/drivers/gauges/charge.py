"""PURE. How full a lithium-ion pack is, from voltage and current. No I/O.

Counting current is right over minutes and drifts over days; the voltage is right at rest and
wrong under load. So the count runs on, and is drawn towards what the voltage says: slowly, only
while little flows, and at once near the end, where being wrong would switch the robot off.

The curve is that of a resting cell of graphite against NMC, as in the usual 18650 and 21700
cells, rounded by hand from several makers' discharge curves; it was not measured on a pack.
"""

from bisect import bisect_right
from typing import Final

CURVE: Final[tuple[tuple[float, float], ...]] = (
    (3.00, 0.0),
    (3.30, 3.0),
    (3.45, 7.0),
    (3.55, 12.0),
    (3.62, 20.0),
    (3.68, 30.0),
    (3.74, 40.0),
    (3.81, 50.0),
    (3.88, 60.0),
    (3.96, 70.0),
    (4.03, 80.0),
    (4.10, 90.0),
    (4.19, 100.0),
)
"""(volts of one resting cell, percent)."""

REST_C_RATE = 0.1
"""Below a tenth of the capacity an hour, the voltage is believed."""
DRAWN_S = 1200.0
"""Time constant with which the count then follows it."""
NEAR_END_PERCENT = 8.0
"""Where the voltage says less than this, and less than the count, it is believed at once."""
LONGEST_STEP_S = 60.0
"""A gap longer than this was a sleep: what flowed in it is unknown."""


def resting_percent(cell_v: float) -> float:
    """Return the charge of a cell that has rested at this voltage."""
    if cell_v <= CURVE[0][0]:
        return 0.0
    if cell_v >= CURVE[-1][0]:
        return 100.0
    at = bisect_right([volts for volts, _ in CURVE], cell_v)
    (low_v, low), (high_v, high) = CURVE[at - 1], CURVE[at]
    return low + (high - low) * (cell_v - low_v) / (high_v - low_v)


class ChargeCount:
    """Counts what flows out of one pack.

    Args:
        cells: In series.
        capacity_ah: Of the pack.
        resistance_ohm: Inner resistance of one cell.
    """

    def __init__(self, cells: int, capacity_ah: float, resistance_ohm: float) -> None:
        self.percent: float | None = None
        self._cells = cells
        self._capacity_ah = capacity_ah
        self._resistance_ohm = resistance_ohm
        self._at_s = 0.0

    def take(self, volts: float, amps: float, now: float) -> float:
        """Take a measurement; return the charge.

        Args:
            volts: Of the whole pack.
            amps: Out of it; below 0 it is being charged.
            now: Monotonic seconds.
        """
        by_voltage = resting_percent(volts / self._cells + amps * self._resistance_ohm)
        passed_s = now - self._at_s
        self._at_s = now
        if self.percent is None or not 0.0 <= passed_s <= LONGEST_STEP_S:
            self.percent = by_voltage
            return by_voltage
        percent = self.percent - 100.0 * amps * passed_s / 3600.0 / self._capacity_ah
        if abs(amps) <= REST_C_RATE * self._capacity_ah:
            percent += (by_voltage - percent) * passed_s / DRAWN_S
        if amps > 0.0 and by_voltage < min(percent, NEAR_END_PERCENT):
            percent = by_voltage
        self.percent = min(100.0, max(0.0, percent))
        return self.percent
