"""PURE. Power report for the agent, from readings of gauge and computer. No I/O.

Numbers are rounded as people read them and stay while they only waver. A dip of the supply is
reported for a minute, since it comes and goes with every movement.
"""

import math
from typing import Literal

from hardware.contract.interfaces import BatteryReading, BoardReading
from hardware.contract.wire import PowerReport
from hardware.power.hours import HoursLeft
from hardware.power.levels import Levels
from hardware.power.steady import Steady

LOOK_S = 1.0

VOLTAGE_SMOOTH_S = 30.0
"""Time constant of a charge derived from the voltage: it dips with every movement."""
LONGEST_STEP_S = 10.0

STANDS_S = 60.0
"""Time for which a dip of the supply, or thermal throttling, stays in the report."""


class PowerMonitor:
    """Battery and computer of one robot."""

    def __init__(self) -> None:
        self._levels = Levels()
        self._hours = HoursLeft()
        self._percent: float | None = None
        self._told_percent = Steady(1.0)
        self._told_hours = Steady(0.25)
        self._at_s = -math.inf
        self._dip_s = -math.inf
        self._throttled_s = -math.inf

    def is_due(self, now: float) -> bool:
        """Return whether to take new readings."""
        return abs(now - self._at_s) >= LOOK_S  # also after a clock that jumped back

    def take(
        self, battery: BatteryReading | None, board: BoardReading | None, now: float
    ) -> PowerReport | None:
        """Take the newest readings.

        Args:
            battery: None if no gauge is built in.
            board: None if the computer is not watched.
            now: Monotonic seconds.

        Returns:
            The report, or None less than LOOK_S after the last one.
        """
        if not self.is_due(now):
            return None
        passed_s = abs(now - self._at_s)
        self._at_s = now
        found = battery or BatteryReading()
        percent = self._smooth(found, passed_s)
        hours = self._hours.take(percent, found.rate_percent_h, found.charging, now)
        level = self._levels.judge(percent, self._hours.charging)
        self._note(board or BoardReading(), now)
        return PowerReport(
            percent=self._told_percent.take(percent),
            hours_left=self._told_hours.take(hours),
            charging=self._hours.charging,
            soc_c=None if board is None or board.soc_c is None else float(round(board.soc_c)),
            undervoltage=now - self._dip_s < STANDS_S,
            throttled=now - self._throttled_s < STANDS_S,
            level=level,
            gauge=_answer(battery),
        )

    def _smooth(self, found: BatteryReading, passed_s: float) -> float | None:
        percent = found.percent
        if percent is None or self._percent is None or found.rate_percent_h is not None:
            self._percent = percent
        elif found.charging is None:
            share = 1.0 - math.exp(-min(passed_s, LONGEST_STEP_S) / VOLTAGE_SMOOTH_S)
            self._percent += share * (percent - self._percent)
        else:
            self._percent = percent
        return self._percent

    def _note(self, board: BoardReading, now: float) -> None:
        if board.undervoltage:
            self._dip_s = now
        if board.throttled:
            self._throttled_s = now


def _answer(battery: BatteryReading | None) -> Literal["none", "known", "silent"]:
    """Return the gauge's state; a voltage without a charge stands for a mains adapter."""
    if battery is None or (battery.percent is None and battery.volts is not None):
        return "none"
    return "silent" if battery.percent is None else "known"
