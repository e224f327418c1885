"""PURE. From readings of gauge and board to what the agent is told. No I/O.

Numbers are told as people read them and stay while they only tremble; a dip of the supply stands
for a minute, since it comes and goes with every movement.
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
"""A charge that is only read off the voltage falls with every movement and comes back."""
LONGEST_STEP_S = 10.0

STANDS_S = 60.0
"""So long is a dip told, and that the computer is held back."""


class PowerMonitor:
    """Follows one robot's battery and board."""

    def __init__(self) -> None:
        self._levels = Levels()
        self._hours = HoursLeft()
        self._percent: float | None = None
        self._told_percent = Steady(1.0)
        self._told_hours = Steady(0.25)
        self._at_s = -math.inf
        self._dip_s = -math.inf
        self._held_back_s = -math.inf

    def is_due(self, now: float) -> bool:
        """Return whether the readings are worth looking at again."""
        return abs(now - self._at_s) >= LOOK_S  # also after a clock that jumped back

    def take(
        self, battery: BatteryReading | None, board: BoardReading | None, now: float
    ) -> PowerReport | None:
        """Take the newest readings.

        Args:
            battery: None where no gauge is built in.
            board: None where nobody watches the computer.
            now: Monotonic seconds.

        Returns:
            How things are, or None where it was asked a moment ago.
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
            throttled=now - self._held_back_s < STANDS_S,
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
            self._held_back_s = now


def _answer(battery: BatteryReading | None) -> Literal["none", "known", "silent"]:
    """Say what the gauge is; one that tells a voltage and no charge stands for a mains adapter."""
    if battery is None or (battery.percent is None and battery.volts is not None):
        return "none"
    return "silent" if battery.percent is None else "known"
