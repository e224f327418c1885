"""PURE. Faults of a bus servo: silence, noise, heat, supply, stall. No I/O."""

from hardware.contract.interfaces import PartFailed
from hardware.drivers.bus.config import BusSection
from hardware.drivers.bus.reading import Reading

MOST_SILENT = 3
"""Readings in a row without an answer after which a servo counts as gone."""

MOST_LOW = 3
"""Readings in a row with a low supply that are a fault; a single one is a motor that starts."""

MOST_ATTACHED = 3
"""Attempts to give torque to a servo that does not take it."""

STALL_DEG = 3.5
"""Distance from the target within which a loaded servo is holding and not blocked."""

MOST_NOISE = 10.0
NOISE_PER_S = 2.0
"""Garbled readings a second that are tolerated; more add up to MOST_NOISE and are a fault."""


class Noise:
    """Counts garbled answers and tolerates the few that a motor's brushes cause.

    Args:
        part: Name of the port.
    """

    def __init__(self, part: str) -> None:
        self.count = 0
        self.part = part
        self._level = 0.0
        self._noted_s: float | None = None

    def note(self, noise: bool, now: float) -> PartFailed | None:
        """Note one reading of all servos; return the fault that it adds up to, if any."""
        if self._noted_s is not None:
            self._level = max(self._level - NOISE_PER_S * (now - self._noted_s), 0.0)
        self._noted_s = now
        if not noise:
            return None
        self.count += 1
        self._level += 1.0
        if self._level < MOST_NOISE:
            return None
        text = f"{self.count} answers arrived garbled: check plugs, ground and length of its wires"
        return PartFailed("servo_checksum", self.part, text)


class Health:
    """Judges one servo, reading by reading.

    Args:
        part: Its name for the builder.
        section: Thresholds of heat, stall and supply.
        positions_per_turn: Of its encoder.
    """

    def __init__(self, part: str, section: BusSection, positions_per_turn: float = 4096.0) -> None:
        self.part = part
        self._section = section
        self._far = STALL_DEG * positions_per_turn / 360.0
        self._still = max(round(positions_per_turn / 2048.0), 1)
        self._attached = 0
        self.forget()

    @property
    def suspicious(self) -> bool:
        """True if it needs another reading at once: it was silent, or something looked odd."""
        return bool(self._silent or self._low) or self._standing_since_s is not None

    def forget(self) -> None:
        """Forget every earlier reading."""
        self._silent = self._garbled = self._low = self._attached = 0
        self._stranger: int | None = None
        self._standing_since_s: float | None = None
        self._last_position: int | None = None
        self._powered = False

    def attached(self) -> PartFailed | None:
        """Count an attempt to give torque; return a fault after several that had no effect."""
        self._powered = False
        self._attached += 1
        if self._attached <= MOST_ATTACHED:
            return None
        return PartFailed("driver", self.part, "does not take its torque")

    def detached(self) -> None:
        """Note that its torque was ended on purpose."""
        self._powered = False
        self._attached = 0
        self._standing_since_s = None

    def missed(self, garbled: bool, stranger: int | None = None) -> PartFailed | None:
        """Note a reading without its answer; return the fault that it adds up to, if any.

        Args:
            garbled: Whether unreadable bytes came instead.
            stranger: Id under which an answer came instead.
        """
        self._silent += 1
        self._garbled += garbled
        if stranger is not None:
            self._stranger = stranger
        if self._silent < MOST_SILENT:
            return None
        if self._stranger is not None:
            came = f"an answer came under the id {self._stranger} instead"
            text = f"{came}: give each servo its own id"
            return PartFailed("servo_id", self.part, text)
        if self._garbled * 2 > self._silent:
            return PartFailed("servo_checksum", self.part, "its answers arrive garbled")
        return PartFailed("servo_silent", self.part, "does not answer")

    def lost_torque(self, found: Reading) -> bool:
        """Return whether the order for torque was lost: the servo never had any."""
        return found.torque is False and not self._powered

    def answered(self, found: Reading, target: int | None, now: float) -> PartFailed | None:
        """Judge a reading; return its fault, if any.

        Args:
            found: The reading.
            target: Last position sent, or None while detached.
            now: Monotonic seconds.
        """
        self._silent = self._garbled = 0
        self._stranger = None
        if found.temperature_c >= self._section.hot_c:
            return PartFailed("servo_hot", self.part, f"{found.temperature_c} degrees hot")
        if found.alarm is not None:
            return PartFailed(found.alarm.code, self.part, found.alarm.text)
        return self._supplied(found, target) or self._stalled(found, target, now)

    def _supplied(self, found: Reading, target: int | None) -> PartFailed | None:
        low_v = self._section.low_v
        self._low = self._low + 1 if low_v is not None and found.voltage_v < low_v else 0
        if self._low >= MOST_LOW:
            text = f"its supply is down to {found.voltage_v:.1f} V"
            return PartFailed("servo_brownout", self.part, text)
        if target is None or found.torque is None or found.tripped:
            return None
        if self._powered and not found.torque:
            text = "lost its torque by itself: its supply broke down, or its plug is loose"
            return PartFailed("servo_brownout", self.part, text)
        if found.torque:
            self._powered = True
            self._attached = 0
        return None

    def _stalled(self, found: Reading, target: int | None, now: float) -> PartFailed | None:
        before, self._last_position = self._last_position, found.position
        standing = (
            target is not None
            and before is not None
            and abs(found.position - before) <= self._still
            and abs(found.position - target) > self._far
            and abs(found.load) >= self._section.stall_load
        )
        if not standing:
            self._standing_since_s = None
            return None
        if self._standing_since_s is None:
            self._standing_since_s = now
        if now - self._standing_since_s < self._section.stall_s:
            return None
        return PartFailed("servo_stalled", self.part, "is blocked")
