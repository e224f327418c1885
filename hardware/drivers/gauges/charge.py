"""PURE. State of charge of a lithium-ion pack, from voltage and current. No I/O.

Counting current is exact over minutes and drifts over days. The voltage is exact at rest and
wrong under load. The charge is therefore counted, and the count is corrected by the voltage:
slowly and only while little current flows, but at once near the end, where an error would switch
the robot off.

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
"""Pairs of volts of one resting cell and percent."""

REST_C_RATE = 0.1
"""Current below which the voltage counts, as a share of the capacity an hour."""
DRAWN_S = 1200.0
"""Time constant with which the count then follows the voltage."""
NEAR_END_PERCENT = 8.0
"""Charge by voltage below which a lower voltage overrides the count at once."""
LONGEST_STEP_S = 60.0
"""Longest gap between measurements; the current of a longer one, a sleep, is unknown."""


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
    """Counts the charge that flows out of one pack.

    Args:
        cells: Number of cells in series.
        capacity_ah: Of the pack.
        resistance_ohm: Internal resistance of one cell.
    """

    def __init__(self, cells: int, capacity_ah: float, resistance_ohm: float) -> None:
        self.percent: float | None = None
        self._cells = cells
        self._capacity_ah = capacity_ah
        self._resistance_ohm = resistance_ohm
        self._at_s = 0.0

    def take(self, volts: float, amps: float, now: float) -> float:
        """Add a measurement; return the charge in percent.

        Args:
            volts: Of the whole pack.
            amps: Out of the pack; below 0 while it is being charged.
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
