"""Log lines that peers can cause, limited for each robot."""

import logging
from typing import Any

from bridge.base.clock import Clock
from bridge.base.rates import Buckets

LINES = 12
"""Lines about one robot that may be written at once."""

LINE_RATE_HZ = 1 / 30
"""Sustained rate: one line in 30 s."""


class Journal:
    """Log of robots for an operator; a noisy robot cannot push out the lines of others."""

    def __init__(self, log: logging.Logger, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._lines = Buckets(LINE_RATE_HZ, LINES)
        self.left_out = 0
        """Lines that were not written."""

    def tell(
        self, robot_id: str, kind: str, text: str, *values: object, level: int = logging.INFO
    ) -> None:
        """Write a line about a robot, unless too many of its kind were written recently."""
        if self._lines.take(f"{robot_id} {kind}", self._clock.monotonic_s()):
            self._log.log(level, text, *values)
        else:
            self.left_out += 1

    def fail(self, text: str, *values: object, exc_info: Any = None) -> None:
        """Write a line about a fault of the bridge, unless too many were written recently."""
        if self._lines.take(text, self._clock.monotonic_s()):
            self._log.error(text, *values, exc_info=exc_info)
        else:
            self.left_out += 1
