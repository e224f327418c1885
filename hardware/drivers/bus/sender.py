"""Orders to the servos of one bus: torque, targets, and the limits of speed and torque."""

from collections.abc import Sequence
from dataclasses import dataclass

from hardware.contract.calibration import MOST_BUS_POSITION
from hardware.drivers.bus.config import BusServo
from hardware.drivers.bus.grip import Grip
from hardware.drivers.bus.health import Health
from hardware.drivers.bus.reading import Reading
from hardware.drivers.bus.servo_bus import ServoBus

STILL_S = 0.5
"""Time after the last new target during which a servo counts as moving."""

REPEAT_S = 0.1
"""Delay until the last target of a movement is sent again: servos do not acknowledge targets."""

FRESH_S = 0.05
"""Greatest age of the position at which a servo gets its torque; an older one is read again."""


@dataclass(slots=True)
class DrivenServo:
    """One servo as the bus thread knows it."""

    spec: BusServo
    health: Health
    grip: Grip
    target: int | None = None
    """Wanted position; None for no torque. Guarded by the lock of `ServoCycle`."""
    sent: int | None = None
    """Last position sent; None while the servo has no torque."""
    reading: Reading | None = None
    read_s: float = 0.0

    @property
    def position(self) -> int:
        """Measured position, within the range of positions that can be sent."""
        assert self.reading is not None, "this servo was never read"
        return min(max(self.reading.position, 0), MOST_BUS_POSITION)

    def is_fresh(self, now: float) -> bool:
        """Return whether the measured position is recent enough to give torque there."""
        return self.reading is not None and now - self.read_s <= FRESH_S


class ServoSender:
    """Sends orders to servos and records what was sent. Used by the bus thread alone.

    Args:
        servos: Every servo on the bus.
    """

    def __init__(self, servos: Sequence[DrivenServo]) -> None:
        self._servos = servos
        self._changed_s = 0.0
        self._repeat = False

    @property
    def drives(self) -> bool:
        """True if any servo has been given torque."""
        return any(servo.sent is not None for servo in self._servos)

    def changed_lately(self, now: float) -> bool:
        """Return whether a target changed within the last STILL_S."""
        return now - self._changed_s < STILL_S

    def detach(self, bus: ServoBus, servos: Sequence[DrivenServo]) -> None:
        """End the torque of those that have torque."""
        attached = [servo for servo in servos if servo.sent is not None]
        if attached:
            bus.detach([servo.spec.id for servo in attached])
        for servo in attached:
            servo.health.detached()
            servo.sent = None

    def steer(self, bus: ServoBus, wanted: Sequence[tuple[DrivenServo, int]], now: float) -> None:
        """Send new targets to those that have torque, or repeat the last ones once.

        Args:
            bus: Where they are connected.
            wanted: Each servo with its target.
            now: Monotonic seconds.
        """
        changed = [(s, at) for s, at in wanted if s.sent is not None and at != s.sent]
        if not changed:
            self._repeat_last(bus, now)
            return
        self._prepare(bus, changed, now)
        for servo, target in changed:
            servo.sent = target
        bus.send({servo.spec.id: target for servo, target in changed})
        self._changed_s, self._repeat = now, True

    def attach(self, bus: ServoBus, servos: Sequence[DrivenServo], now: float) -> None:
        """Give torque to servos at the positions where they stand, slow and with full torque.

        Args:
            bus: Where they are connected.
            servos: Without torque, with a fresh reading each; at least one.
            now: Monotonic seconds.
        """
        softened = {servo.spec.id: 1.0 for servo in servos if servo.grip.share != 1.0}
        if softened:
            bus.limit_torque(softened)
        positions = {servo.spec.id: servo.position for servo in servos}
        bus.attach(positions, min(servo.grip.return_speed for servo in servos))
        self._changed_s, self._repeat = now, True
        for servo in servos:
            servo.grip.attached(now)
            servo.sent = positions[servo.spec.id]

    def send_on(self, bus: ServoBus, wanted: Sequence[tuple[DrivenServo, int]]) -> None:
        """Send servos that were just attached to their targets."""
        if wanted:
            bus.send({servo.spec.id: target for servo, target in wanted})
        for servo, target in wanted:
            servo.sent = target

    def adjust(self, bus: ServoBus, now: float) -> None:
        """Lift the speed limit of servos that arrived; soften those that settled."""
        fast: list[int] = []
        shares: dict[int, float] = {}
        for servo in self._servos:
            if servo.sent is None or servo.reading is None:
                continue
            position = servo.reading.position
            if servo.grip.speeds_up(position, servo.sent, now):
                fast.append(servo.spec.id)
            share = servo.grip.torque_share(position, servo.sent, now)
            if share is not None:
                shares[servo.spec.id] = share
        if fast:
            bus.lift_speed_limit(fast)
        if shares:
            bus.limit_torque(shares)

    def _prepare(
        self, bus: ServoBus, changed: Sequence[tuple[DrivenServo, int]], now: float
    ) -> None:
        """Give back full torque to softened servos, and slow down those that would jump."""
        slow: list[DrivenServo] = []
        firm: dict[int, float] = {}
        for servo, target in changed:
            assert servo.sent is not None, "only servos with torque are steered"
            if servo.grip.slows_down(servo.sent, target, now):
                slow.append(servo)
            if servo.grip.retarget(now):
                firm[servo.spec.id] = 1.0
        if firm:
            bus.limit_torque(firm)
        if slow:
            speed = min(servo.grip.return_speed for servo in slow)
            bus.limit_speed([servo.spec.id for servo in slow], speed)

    def _repeat_last(self, bus: ServoBus, now: float) -> None:
        if not self._repeat or now - self._changed_s < REPEAT_S:
            return
        self._repeat = False
        last = {s.spec.id: s.sent for s in self._servos if s.sent is not None}
        if last:
            bus.send(last)
