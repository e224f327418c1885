"""Measurement of the room's brightness, in a thread of its own.

Losing the sensor is not a fault. The lights become full then, so that it stays
visible that somebody is inside.
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
    """A light sensor."""

    def lux(self) -> float | None:
        """Return the illuminance, or None before the first measurement."""
        ...

    def forget(self) -> None:
        """Set up the chip anew at the next measurement."""
        ...

    def close(self) -> None:
        """Close the bus."""
        ...


class LightMeter:
    """Reads one sensor in each round and reports the brightness.

    Args:
        sensor: Read once here, so that a missing one is noticed at the start.
        report: Called with each measurement, from any thread.

    Raises:
        HardwareError: The sensor does not answer.
    """

    def __init__(self, sensor: Sensor, report: Callable[[LightMeasured], None]) -> None:
        self._sensor = sensor
        self._report = report
        self._missed = 0
        sensor.lux()

    def once(self) -> None:
        """Read the sensor, and report."""
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
            log.warning("lights: %s; lights stay at full brightness until it answers", error)
            self._report(LightMeasured(None))
