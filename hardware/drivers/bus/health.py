"""PURE. Whether a bus servo may go on: silence, noise, heat, supply, stall. No I/O."""

from hardware.contract.interfaces import PartFailed
from hardware.drivers.bus.config import BusSection
from hardware.drivers.bus.reading import Reading

MOST_SILENT = 3
"""So many readings without an answer, and the servo counts as gone."""

MOST_LOW = 3
"""So many readings of a low supply in a row: one alone is a motor that starts."""

MOST_ATTACHED = 3
"""So often a servo is given torque without taking it."""

STALL_DEG = 3.5
"""Nearer to its target a loaded servo is only holding on."""

MOST_NOISE = 10.0
NOISE_PER_S = 2.0
"""More garbled readings a second than this add up to MOST_NOISE, and to a fault."""


class Noise:
    """Counts garbled answers; forgives the few that a motor's brushes cause.

    Args:
        part: Name of the port.
    """

    def __init__(self, part: str) -> None:
        self.count = 0
        self.part = part
        self._level = 0.0
        self._noted_s: float | None = None

    def note(self, noise: bool, now: float) -> PartFailed | None:
        """Take note of one reading of all servos."""
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
        part: What the builder calls it.
        section: Where it counts as hot, blocked or without supply.
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
        """Whether to look closer: it just stayed silent, or something is odd."""
        return bool(self._silent or self._low) or self._standing_since_s is not None

    def forget(self) -> None:
        """Start anew."""
        self._silent = self._garbled = self._low = self._attached = 0
        self._stranger: int | None = None
        self._standing_since_s: float | None = None
        self._last_position: int | None = None
        self._powered = False

    def attached(self) -> PartFailed | None:
        """Take note that it was given torque."""
        self._powered = False
        self._attached += 1
        if self._attached <= MOST_ATTACHED:
            return None
        return PartFailed("driver", self.part, "does not take its torque")

    def detached(self) -> None:
        """Take note that its torque was taken away on purpose."""
        self._powered = False
        self._attached = 0
        self._standing_since_s = None

    def missed(self, garbled: bool, stranger: int | None = None) -> PartFailed | None:
        """Take note of a reading without its answer.

        Args:
            garbled: Something else than an answer came instead.
            stranger: The id under which an answer came instead.
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
        """Whether a servo that was given torque never had it: the order got lost."""
        return found.torque is False and not self._powered

    def answered(self, found: Reading, target: int | None, now: float) -> PartFailed | None:
        """Judge a reading.

        Args:
            found: What it says.
            target: Where it was sent, or None while it is detached.
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
