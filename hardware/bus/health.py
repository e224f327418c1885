"""PURE. Whether a bus servo may go on: silence, heat, stall. No I/O."""

from hardware.bus.config import Feetech
from hardware.bus.feetech_frames import Reading
from hardware.interfaces import PartFailed

MOST_SILENT = 5
"""So many cycles of 20 ms without an answer, and the servo counts as gone."""

STALL_POSITIONS = 40
"""Nearer to its goal (3.5 degrees) a loaded servo is only holding on."""

HOT_BIT = 0x04
STATUS_TEXTS = {
    0x01: "supply voltage out of bounds",
    0x02: "position sensor failed",
    HOT_BIT: "too hot",
    0x08: "too much current",
    0x20: "overloaded",
}


class ServoHealth:
    """Judges one servo, reading by reading."""

    def __init__(self, part: str, section: Feetech) -> None:
        self._part = part
        self._section = section
        self._silent = 0
        self._bad = 0
        self._standing_since_s: float | None = None
        self._last_position: int | None = None

    def forget(self) -> None:
        """Start anew."""
        self._silent = self._bad = 0
        self._standing_since_s = self._last_position = None

    def missed(self, garbled: bool) -> PartFailed | None:
        """Take note of a cycle without an answer.

        Args:
            garbled: Something else than an answer came instead.
        """
        self._silent += 1
        self._bad += garbled
        if self._silent < MOST_SILENT:
            return None
        if self._bad * 2 > self._silent:
            return PartFailed("servo_bus", self._part, "its answers arrive garbled")
        return PartFailed("servo_silent", self._part, "does not answer")

    def answered(self, found: Reading, goal: int | None, now: float) -> PartFailed | None:
        """Judge a reading.

        Args:
            found: What it says.
            goal: Where it was sent, or None while it is detached.
            now: Monotonic seconds.
        """
        self._silent = self._bad = 0
        if found.temperature_c >= self._section.hot_c or found.status & HOT_BIT:
            return PartFailed("servo_hot", self._part, f"{found.temperature_c} degrees hot")
        for bit, text in STATUS_TEXTS.items():
            if found.status & bit:
                return PartFailed("servo_stalled", self._part, text)
        return self._stalled(found, goal, now)

    def _stalled(self, found: Reading, goal: int | None, now: float) -> PartFailed | None:
        before, self._last_position = self._last_position, found.position
        standing = (
            goal is not None
            and before is not None
            and abs(found.position - before) <= 2
            and abs(found.position - goal) > STALL_POSITIONS
            and found.load >= self._section.stall_load
        )
        if not standing:
            self._standing_since_s = None
            return None
        if self._standing_since_s is None:
            self._standing_since_s = now
        if now - self._standing_since_s < self._section.stall_s:
            return None
        return PartFailed("servo_stalled", self._part, "is blocked")
