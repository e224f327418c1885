"""PURE. Relief of a hot or underpowered computer: the picture gives way to the sound. No I/O.

A Raspberry Pi slows itself down from 80 degrees on, and then voice and head stutter as well. The
picture gets smaller before that temperature, and is switched off at it. It comes back step by
step once the computer has cooled down for a while.

Source: Raspberry Pi documentation, "Frequency management and thermal control": the cores are
throttled from 80 degrees on, further at 85.
"""

import math
from typing import Final

from bridge.protocol import presence
from bridge.protocol.fields import PictureLevel
from hardware.contract.wire import PowerReport
from robot.media.transport.ceiling import FROM_FULL, Ceiling

BEGINS_C: Final[dict[Ceiling, float]] = {"small": 75.0, "least": 78.0, "off": 80.0}
COOLER_C = 3.0
"""Hysteresis: a step ends this far below the temperature at which it begins."""

HELD_BACK: Final[Ceiling] = "least"
"""Picture while the firmware slows the computer down, for heat or for a weak supply."""

TOLD_C = 2.0
"""Least change that is told: a temperature that wavers by a degree would flood the pages."""

RISE_S = 30.0
"""Least time between the last change and a step up: heat takes time to show."""


class Relief:
    """Picture limit of one robot's computer."""

    def __init__(self) -> None:
        self.ceiling: Ceiling = "full"
        self._told_c: float | None = None
        self._changed_s = -math.inf

    def take(self, power: PowerReport, now: float) -> Ceiling:
        """Take the state of the computer; return the most picture that may be sent."""
        self._note_heat(power.soc_c)
        wanted = _wanted(power, self.ceiling)
        at, target = FROM_FULL.index(self.ceiling), FROM_FULL.index(wanted)
        if target < at:
            if now - self._changed_s < RISE_S:
                return self.ceiling
            target = at - 1
        if target != at:
            self.ceiling, self._changed_s = FROM_FULL[target], now
        return self.ceiling

    def _note_heat(self, soc_c: float | None) -> None:
        if soc_c is None or self._told_c is None or abs(soc_c - self._told_c) >= TOLD_C:
            self._told_c = None if soc_c is None else round(soc_c / TOLD_C) * TOLD_C

    def told(self, power: PowerReport) -> presence.Power:
        """Return battery, computer and remaining picture in the form of the wire."""
        picture: PictureLevel = "full" if self.ceiling == "full" else "reduced"
        return presence.Power(
            level=power.level,
            gauge=power.gauge,
            hours_left=power.hours_left,
            charging=power.charging,
            weak_supply=power.undervoltage,
            soc_c=self._told_c,
            picture="off" if self.ceiling == "off" else picture,
        )


def _wanted(power: PowerReport, ceiling: Ceiling) -> Ceiling:
    reached: Ceiling = HELD_BACK if power.throttled else "full"
    if power.soc_c is None:
        return reached
    for step, begins_c in BEGINS_C.items():
        holds = FROM_FULL.index(ceiling) >= FROM_FULL.index(step)
        if power.soc_c >= (begins_c - COOLER_C if holds else begins_c):
            reached = max(reached, step, key=FROM_FULL.index)
    return reached
