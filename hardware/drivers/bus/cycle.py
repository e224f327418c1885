"""What is sent and read on the bus in each cycle, in its worker's thread.

    something is odd               the next reading follows at once
    moving                         one sync write and one sync read, 50 times a second
    held                           one sync read, 20 times a second
    without torque                 one sync read, 5 times a second

Whatever fails takes every torque away, of silent servos too, and again with every
look until the next reset: a servo whose plug comes back must not hold on.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hardware.contract.calibration import MOST_BUS_POSITION
from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import PartFailed
from hardware.contract.wire import AxisName
from hardware.drivers.bus.config import BusSection, BusServo
from hardware.drivers.bus.grip import Grip
from hardware.drivers.bus.health import Health, Noise
from hardware.drivers.bus.probe import verdict
from hardware.drivers.bus.reading import Reading
from hardware.drivers.bus.servo_bus import BusReadings, ServoBus

log = logging.getLogger(__name__)

MOVING_S = 0.02
ODD_S = 0.005
"""So soon it is looked at again where something is odd."""

HELD_S = 0.05
IDLE_S = 0.2
LEAST_S = 0.015
"""A wake-up sooner than this after a reading sends, and does not read again."""

STILL_S = 0.5
"""So long after the last new target a servo counts as moving."""

REPEAT_S = 0.1
"""The last target of a movement is sent once more after this time: nobody says that it came."""

FRESH_S = 0.05
"""A position that is older is asked for again before a servo gets its torque there."""


@dataclass(slots=True)
class _Servo:
    """One servo, as the thread knows it."""

    spec: BusServo
    health: Health
    grip: Grip
    target: int | None = None
    """Where it shall go; None for no torque. Guarded by the cycle's lock."""
    sent: int | None = None
    """Where it was sent; None while it has no torque."""
    found: Reading | None = None
    found_s: float = 0.0


class ServoCycle:
    """Drives every servo of one bus.

    `send`, `hold`, `detach`, `reset` and `found` are for everybody else.

    Args:
        section: The servos.
        open_bus: Opens their port.
        report: Gets failures, in the thread.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        section: BusSection,
        open_bus: Callable[[], ServoBus],
        report: Callable[[PartFailed], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.noise = Noise(f"port {section.port}")
        self._section = section
        self._open_bus = open_bus
        self._report = report
        self._clock = clock
        self._bus: ServoBus | None = None
        self._lock = threading.Lock()
        self._broken = False
        self._reset = False
        self._changed_s = 0.0
        self._repeat = False
        self._read_s = 0.0
        self._servos: dict[AxisName, _Servo] = {}
        for name, spec in section.servos():
            health = Health(f"{name} servo (id {spec.id})", section, spec.positions_per_turn)
            self._servos[name] = _Servo(spec, health, Grip(section.hold, spec.positions_per_turn))
        self._ids = [servo.spec.id for servo in self._servos.values()]

    def open(self) -> None:
        """Find every servo and take its torque away.

        Raises:
            HardwareError: The port or a servo is missing, or ids collide.
        """
        bus = self._bus = self._open_bus()
        probes = {servo: bus.find(servo) for servo in self._ids}
        parts = {servo.spec.id: servo.health.part for servo in self._servos.values()}
        wrong = verdict(probes, parts, self._section.baud)
        if wrong is not None:
            raise wrong
        bus.prepare(self._ids)
        self._read(bus, self._clock())

    def once(self) -> float:
        """Send new targets, then read; return the time until this is due again."""
        with self._lock:
            reset, self._reset = self._reset, False
        if reset:
            self._start_anew()
        now = self._clock()
        if self._bus is None or self._broken:
            self._wait_for_reset(now)
            return IDLE_S
        self._drive(self._bus, now)
        if not self._broken and now - self._read_s >= LEAST_S:
            self._read(self._bus, now)
        return self._due_s(now)

    def failed(self, error: HardwareError) -> None:
        """Stop everything until the next reset."""
        self._give_up()

    def close(self) -> None:
        """Take the torque away and close the port."""
        if self._bus is None:
            return
        self._give_up()
        with suppress(HardwareError):
            found = self._bus.read(self._ids)
            if any(reading.torque for reading in found.readings.values()):
                self._bus.detach(self._ids)
        self._shut()

    def send(self, name: AxisName, position: int) -> None:
        """Let this servo go there."""
        with self._lock:
            self._servos[name].target = position

    def hold(self, name: AxisName) -> bool:
        """Let this servo hold where it stands; False where that is unknown."""
        found = self._servos[name].found
        if found is None:
            return False
        self.send(name, _within(found.position))
        return True

    def detach(self, *names: AxisName) -> None:
        """Let these servos be turned by hand."""
        with self._lock:
            for name in names:
                self._servos[name].target = None

    def reset(self) -> None:
        """Try everything again."""
        with self._lock:
            self._reset = True

    def found(self, name: AxisName) -> Reading | None:
        """Return the newest reading."""
        return self._servos[name].found

    @property
    def names(self) -> list[AxisName]:
        """Every axis on this bus."""
        return [*self._servos]

    def _start_anew(self) -> None:
        self._shut()
        self.noise = Noise(self.noise.part)
        for servo in self._servos.values():
            servo.health.forget()
            servo.sent = None
        self.open()
        self._broken = False

    def _drive(self, bus: ServoBus, now: float) -> None:
        with self._lock:
            targets = {name: servo.target for name, servo in self._servos.items()}
        loose = [s for n, s in self._servos.items() if targets[n] is None and s.sent is not None]
        if loose:
            bus.detach([servo.spec.id for servo in loose])
        for servo in loose:
            servo.health.detached()
            servo.sent = None
        wanted = {
            n: (self._servos[n], target) for n, target in targets.items() if target is not None
        }
        starting = [servo for servo, _ in wanted.values() if servo.sent is None]
        self._steer(bus, list(wanted.values()), now)
        if starting:
            self._attach(bus, starting, now)

    def _steer(self, bus: ServoBus, wanted: list[tuple[_Servo, int]], now: float) -> None:
        """Send new targets to those that have torque."""
        new: dict[int, int] = {}
        firm: dict[int, float] = {}
        slow: list[_Servo] = []
        for servo, target in wanted:
            if servo.sent is None or target == servo.sent:
                continue
            if servo.grip.jumps(servo.sent, target, now):
                slow.append(servo)
            new[servo.spec.id] = servo.sent = target
            if servo.grip.sent(now):
                firm[servo.spec.id] = 1.0
        if firm:
            bus.limit_torque(firm)
        if slow:
            bus.limit_speed([s.spec.id for s in slow], min(s.grip.return_speed for s in slow))
        if new:
            bus.send(new)
            self._changed_s, self._repeat = now, True
        elif self._repeat and now - self._changed_s >= REPEAT_S:
            self._repeat = False
            last = {s.spec.id: s.sent for s in self._servos.values() if s.sent is not None}
            if last:
                bus.send(last)

    def _attach(self, bus: ServoBus, servos: list[_Servo], now: float) -> None:
        """Give torque where they stand; their targets follow with the next cycle."""
        if any(now - servo.found_s > FRESH_S for servo in servos):
            self._read(bus, now)
        here = {
            servo.spec.id: _within(servo.found.position)
            for servo in servos
            if servo.found is not None and servo.found_s >= now - FRESH_S
        }
        if self._broken or not here:
            return
        for servo in servos:
            if servo.spec.id in here and self._failed(servo.health.attached()):
                return
        softened = {n.spec.id: 1.0 for n in servos if n.spec.id in here and n.grip.share != 1.0}
        if softened:
            bus.limit_torque(softened)
        bus.attach(here, min(servo.grip.return_speed for servo in servos))
        self._changed_s, self._repeat = now, True
        for servo in servos:
            if servo.spec.id in here:
                servo.grip.attached(now)
                servo.sent = here[servo.spec.id]
        with self._lock:
            onward = {
                s.spec.id: s.target for s in servos if s.sent is not None and s.target is not None
            }
        if onward:
            bus.send(onward)
            for servo in servos:
                servo.sent = onward.get(servo.spec.id, servo.sent)

    def _read(self, bus: ServoBus, now: float) -> None:
        self._read_s = now
        found = bus.read(self._ids)
        if self._failed(self.noise.note(found.noise, now)):
            return
        for servo in self._servos.values():
            if self._failed(self._judge(servo, found, now)):
                return
        # Nobody says that an order to let go arrived; only the servo itself knows.
        holding = {number for number, reading in found.readings.items() if reading.torque}
        loose = {servo.spec.id for servo in self._servos.values() if servo.sent is None}
        if holding & loose:
            bus.detach(sorted(holding & loose))
        self._adjust(bus, now)

    def _judge(self, servo: _Servo, found: BusReadings, now: float) -> PartFailed | None:
        number = servo.spec.id
        reading = found.readings.get(number)
        if reading is None:
            return servo.health.missed(number in found.garbled, found.strangers.get(number))
        servo.found, servo.found_s = reading, now
        failure = servo.health.answered(reading, servo.sent, now)
        if failure is None and servo.sent is not None and self._loose(servo, reading):
            # It gets its torque anew, slowly, from where it stands now.
            servo.sent = None
        return failure

    def _loose(self, servo: _Servo, reading: Reading) -> bool:
        """Whether it follows no targets, through nobody's fault."""
        if reading.tripped:
            log.warning("body: %s heard nothing for too long and stopped", servo.health.part)
        return reading.tripped or servo.health.lost_torque(reading)

    def _adjust(self, bus: ServoBus, now: float) -> None:
        """Let servos be fast or soft that may be."""
        fast: list[int] = []
        shares: dict[int, float] = {}
        for servo in self._servos.values():
            if servo.sent is None or servo.found is None:
                continue
            position = servo.found.position
            if servo.grip.hurries(position, servo.sent, now):
                fast.append(servo.spec.id)
            share = servo.grip.force(position, servo.sent, now)
            if share is not None:
                shares[servo.spec.id] = share
        if fast:
            bus.lift_speed_limit(fast)
        if shares:
            bus.limit_torque(shares)

    def _due_s(self, now: float) -> float:
        servos = self._servos.values()
        driven = any(servo.sent is not None for servo in servos)
        odd = any(servo.health.suspicious for servo in servos)
        if odd:
            return ODD_S
        if driven and now - self._changed_s < STILL_S:
            return MOVING_S
        moving = any(s.found is not None and s.found.moving for s in servos)
        if driven and moving:
            return MOVING_S
        return HELD_S if driven else IDLE_S

    def _failed(self, failure: PartFailed | None) -> bool:
        if failure is None:
            return False
        self._give_up()
        self._report(failure)
        return True

    def _give_up(self) -> None:
        """Take every torque away, twice: one frame may get lost and nobody answers."""
        self._broken = True
        with self._lock:
            for servo in self._servos.values():
                servo.target = None
        for servo in self._servos.values():
            servo.sent = None
        for _ in range(2):
            self._release_all()

    def _release_all(self) -> None:
        if self._bus is not None:
            with suppress(HardwareError):
                self._bus.detach(self._ids)

    def _wait_for_reset(self, now: float) -> None:
        """Look on, so that a hot servo can be seen to cool; judge nothing."""
        if self._bus is None:
            return
        self._release_all()
        try:
            found = self._bus.read(self._ids)
        except HardwareError:
            self._shut()
            return
        for servo in self._servos.values():
            reading = found.readings.get(servo.spec.id)
            if reading is not None:
                servo.found, servo.found_s = reading, now

    def _shut(self) -> None:
        if self._bus is not None:
            self._bus.close()
            self._bus = None


def _within(position: int) -> int:
    return min(max(position, 0), MOST_BUS_POSITION)
