"""Asks how bright the room is, in a thread of its own. Losing the sensor is no fault.

Without an answer the lights become full again: who is inside stays seen.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import LightMeasured

log = logging.getLogger(__name__)

EVERY_S = 1.0
MOST_MISSED = 5


class Sensor(Protocol):
    """What measures light."""

    def lux(self) -> float | None:
        """Return how bright it is, or None before its first measurement."""
        ...

    def forget(self) -> None:
        """Set it up anew next time."""
        ...

    def close(self) -> None:
        """Give the bus back."""
        ...


class LightMeter:
    """One sensor that is asked once a round.

    Args:
        sensor: Asked once here, so that a missing one is told at the start.
        report: Takes what was measured, from any thread.

    Raises:
        HardwareError: The sensor does not answer at all.
    """

    def __init__(self, sensor: Sensor, report: Callable[[LightMeasured], None]) -> None:
        self._sensor = sensor
        self._report = report
        self._missed = 0
        sensor.lux()

    def once(self) -> None:
        """Ask, and tell."""
        try:
            lux = self._sensor.lux()
        except HardwareError as error:
            self._miss(error)
            return
        if self._missed >= MOST_MISSED:
            log.info("lights: the sensor answers again")
        self._missed = 0
        if lux is not None:
            self._report(LightMeasured(lux))

    def _miss(self, error: HardwareError) -> None:
        self._missed += 1
        self._sensor.forget()
        if self._missed == MOST_MISSED:
            log.warning("lights: %s; they shine fully until it answers", error)
            self._report(LightMeasured(None))
