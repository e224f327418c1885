"""The bus thread's cycle: send orders, read every servo, judge the readings.

    something looks odd            the next reading follows at once
    moving                         one sync write and one sync read, 50 times a second
    held                           one sync read, 20 times a second
    without torque                 one sync read, 5 times a second

Any failure ends the torque of all servos, of silent ones too. The order is repeated
with every reading until the next reset: a servo whose plug comes back must not keep
holding.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import PartFailed
from hardware.contract.wire import AxisName, FaultCode
from hardware.drivers.bus.config import BusSection
from hardware.drivers.bus.grip import Grip
from hardware.drivers.bus.health import Health, Noise
from hardware.drivers.bus.probe import Probe, other_rate, verdict
from hardware.drivers.bus.reading import Reading
from hardware.drivers.bus.sender import DrivenServo, ServoSender
from hardware.drivers.bus.servo_bus import BusReadings, ServoBus

log = logging.getLogger(__name__)

MOVING_S = 0.02
ODD_S = 0.005
"""Delay until the next reading where something looks odd."""

HELD_S = 0.05
IDLE_S = 0.2
UNHEARD: tuple[FaultCode, ...] = ("servo_silent", "servo_checksum")
"""Findings at the start that a wrong baud rate may cause."""

LEAST_S = 0.015
"""Least time between two readings; a wake-up before that only sends."""


class ServoCycle:
    """Drives every servo of one bus.

    `send`, `hold`, `detach`, `reset` and `found` may be called from any thread.

    Args:
        section: The servos.
        open_bus: Opens their port.
        report: Called with each failure, in the bus thread.
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
        self._read_s = 0.0
        self._servos: dict[AxisName, DrivenServo] = {}
        for name, spec in section.servos():
            health = Health(f"{name} servo (id {spec.id})", section, spec.positions_per_turn)
            grip = Grip(section.hold, spec.positions_per_turn)
            self._servos[name] = DrivenServo(spec, health, grip)
        self._ids = [servo.spec.id for servo in self._servos.values()]
        self._sender = ServoSender([*self._servos.values()])

    def open(self) -> None:
        """Find every servo and end its torque.

        Raises:
            HardwareError: The port or a servo is missing, or ids collide.
        """
        bus = self._bus = self._open_bus()
        probes = {servo: bus.find(servo) for servo in self._ids}
        parts = {servo.spec.id: servo.health.part for servo in self._servos.values()}
        wrong = verdict(probes, parts, self._section.baud)
        if wrong is not None and wrong.code in UNHEARD:
            wrong = self._elsewhere(bus, probes, parts) or wrong
        if wrong is not None:
            raise wrong
        bus.prepare(self._ids)
        self._read(bus, self._clock())

    def once(self) -> float:
        """Send new targets, then read; return the time until the next call is due."""
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
        """End every torque until the next reset."""
        self._give_up()

    def close(self) -> None:
        """End every torque and close the port."""
        if self._bus is None:
            return
        self._give_up()
        with suppress(HardwareError):
            found = self._bus.read(self._ids)
            if any(reading.torque for reading in found.readings.values()):
                self._bus.detach(self._ids)
        self._shut()

    def send(self, name: AxisName, position: int) -> None:
        """Set the target of this servo."""
        with self._lock:
            self._servos[name].target = position

    def hold(self, name: AxisName) -> bool:
        """Hold this servo where it stands; return False where its position is unknown."""
        servo = self._servos[name]
        if servo.reading is None:
            return False
        self.send(name, servo.position)
        return True

    def detach(self, *names: AxisName) -> None:
        """End the torque of these servos."""
        with self._lock:
            for name in names:
                self._servos[name].target = None

    def reset(self) -> None:
        """Open the port and find the servos anew, in the next cycle."""
        with self._lock:
            self._reset = True

    def found(self, name: AxisName) -> Reading | None:
        """Return the newest reading."""
        return self._servos[name].reading

    @property
    def names(self) -> list[AxisName]:
        """Every axis on this bus."""
        return [*self._servos]

    def _elsewhere(
        self, bus: ServoBus, probes: Mapping[int, Probe], parts: Mapping[int, str]
    ) -> HardwareError | None:
        """Ask servos that were never understood at the other baud rates; name the first found."""
        lost = [servo for servo, probe in probes.items() if not probe.clean and not probe.doubled]
        for baud in bus.bauds:
            for servo in lost:
                if baud != self._section.baud and bus.answers_at(servo, baud):
                    return other_rate(parts[servo], bus.part, self._section.baud, baud)
        return None

    def _start_anew(self) -> None:
        self._shut()
        self.noise = Noise(self.noise.part)
        for servo in self._servos.values():
            servo.health.forget()
            servo.sent = None
        self.open()
        self._broken = False

    def _drive(self, bus: ServoBus, now: float) -> None:
        """Send every order that is due: detach, new targets, torque."""
        wanted, unwanted = self._split(self._servos.values())
        starting = [servo for servo, _ in wanted if servo.sent is None]
        self._sender.detach(bus, unwanted)
        self._sender.steer(bus, wanted, now)
        if starting:
            self._attach(bus, starting, now)

    def _split(
        self, servos: Iterable[DrivenServo]
    ) -> tuple[list[tuple[DrivenServo, int]], list[DrivenServo]]:
        """Return servos with their targets, and servos to detach."""
        with self._lock:
            targets = [(servo, servo.target) for servo in servos]
        wanted = [(servo, target) for servo, target in targets if target is not None]
        return wanted, [servo for servo, target in targets if target is None]

    def _attach(self, bus: ServoBus, servos: list[DrivenServo], now: float) -> None:
        """Give torque to servos where they stand; then send them slowly to their targets."""
        located = self._located(bus, servos, now)
        if not located or self._refuses_torque(located):
            return
        self._sender.attach(bus, located, now)
        wanted, _ = self._split(located)
        self._sender.send_on(bus, wanted)

    def _located(self, bus: ServoBus, servos: list[DrivenServo], now: float) -> list[DrivenServo]:
        """Return the servos of which a fresh position is known, read anew where needed."""
        if not all(servo.is_fresh(now) for servo in servos):
            self._read(bus, now)
        if self._broken:
            return []
        return [servo for servo in servos if servo.is_fresh(now)]

    def _refuses_torque(self, servos: list[DrivenServo]) -> bool:
        """Count an attempt to give torque; fail for a servo that took none several times."""
        return any(self._failed(servo.health.attached()) for servo in servos)

    def _read(self, bus: ServoBus, now: float) -> None:
        self._read_s = now
        found = bus.read(self._ids)
        if self._failed(self.noise.note(found.noise, now)):
            return
        for servo in self._servos.values():
            if self._failed(self._judge(servo, found, now)):
                return
        # An order to detach is not acknowledged: only the torque bit of the servo shows it.
        holding = {number for number, reading in found.readings.items() if reading.torque}
        detached = {servo.spec.id for servo in self._servos.values() if servo.sent is None}
        if holding & detached:
            bus.detach(sorted(holding & detached))
        self._sender.adjust(bus, now)

    def _judge(self, servo: DrivenServo, found: BusReadings, now: float) -> PartFailed | None:
        number = servo.spec.id
        reading = found.readings.get(number)
        if reading is None:
            return servo.health.missed(number in found.garbled, found.strangers.get(number))
        servo.reading, servo.read_s = reading, now
        failure = servo.health.answered(reading, servo.sent, now)
        if failure is None and servo.sent is not None and self._is_loose(servo, reading):
            # It gets its torque anew, slowly, from where it stands now.
            servo.sent = None
        return failure

    def _is_loose(self, servo: DrivenServo, reading: Reading) -> bool:
        """Return whether the servo ignores targets without having failed."""
        if reading.tripped:
            log.warning("body: %s received nothing for too long and stopped", servo.health.part)
        return reading.tripped or servo.health.lost_torque(reading)

    def _due_s(self, now: float) -> float:
        """Return the time until the next reading."""
        servos = self._servos.values()
        if any(servo.health.suspicious for servo in servos):
            return ODD_S
        if not self._sender.drives:
            return IDLE_S
        turning = any(s.reading is not None and s.reading.moving for s in servos)
        return MOVING_S if turning or self._sender.changed_lately(now) else HELD_S

    def _failed(self, failure: PartFailed | None) -> bool:
        """End every torque and report, if this is a failure; return whether it is."""
        if failure is None:
            return False
        self._give_up()
        self._report(failure)
        return True

    def _give_up(self) -> None:
        """End every torque, twice: a frame may get lost, and servos do not acknowledge it."""
        self._broken = True
        with self._lock:
            for servo in self._servos.values():
                servo.target = None
        for servo in self._servos.values():
            servo.sent = None
        for _ in range(2):
            self._detach_all()

    def _detach_all(self) -> None:
        if self._bus is not None:
            with suppress(HardwareError):
                self._bus.detach(self._ids)

    def _wait_for_reset(self, now: float) -> None:
        """Keep reading without judging, so that a hot servo is seen to cool."""
        if self._bus is None:
            return
        self._detach_all()
        try:
            found = self._bus.read(self._ids)
        except HardwareError:
            self._shut()
            return
        for servo in self._servos.values():
            reading = found.readings.get(servo.spec.id)
            if reading is not None:
                servo.reading, servo.read_s = reading, now

    def _shut(self) -> None:
        if self._bus is not None:
            self._bus.close()
            self._bus = None
