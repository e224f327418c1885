"""Driver of a body with Feetech or Dynamixel bus servos."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from hardware.contract.calibration import MOST_BUS_POSITION
from hardware.contract.errors import NotConnected, OutOfRange
from hardware.contract.interfaces import BatteryReading, Hardware, PartFailed, Pose, Reporter
from hardware.contract.wire import AxisName, DriverName, ServoHealth
from hardware.drivers.bus.config import MOST_SCS_POSITION, BusSection, BusServo, Dynamixel, Feetech
from hardware.drivers.bus.cycle import ServoCycle
from hardware.drivers.bus.dynamixel_bus import DynamixelBus
from hardware.drivers.bus.feetech_bus import FeetechBus
from hardware.drivers.bus.servo_bus import PositionRange, ServoBus
from hardware.drivers.bus.worker import BusThread
from hardware.drivers.ports.serial_names import SerialPlace
from hardware.motion.config import Motion
from hardware.motion.trajectory import Axis

Clock = Callable[[], float]
HEAD: tuple[AxisName, AxisName] = ("pan", "tilt")


class BusHead:
    """Pan and tilt on the bus."""

    senses = True

    def __init__(
        self, cycle: ServoCycle, wake: Callable[[], None], section: BusSection, motion: Motion
    ) -> None:
        self._cycle = cycle
        self._wake = wake
        self._specs = (section.pan, section.tilt)
        self._limits = (
            Axis(motion.pan_min_deg, motion.pan_max_deg, motion.rest_pan_deg),
            Axis(motion.tilt_min_deg, motion.tilt_max_deg, motion.rest_tilt_deg),
        )

    def move(self, pose: Pose) -> Pose:
        """Hand the targets to the thread; return what was commanded, after limits."""
        sent = []
        angles = (pose.pan_deg, pose.tilt_deg)
        for name, axis, spec, angle in zip(HEAD, self._limits, self._specs, angles, strict=True):
            position = spec.position(axis.clamp(angle))
            self._cycle.send(name, position)
            sent.append(spec.angle_deg(position))
        self._wake()
        return Pose(*sent)

    def measure(self) -> Pose | None:
        """Return the pose by the newest readings, or None before the first ones."""
        pan, tilt = self._cycle.found("pan"), self._cycle.found("tilt")
        if pan is None or tilt is None:
            return None
        pan_spec, tilt_spec = self._specs
        return Pose(pan_spec.angle_deg(pan.position), tilt_spec.angle_deg(tilt.position))

    def health(self) -> tuple[ServoHealth, ...]:
        """Return the newest load, heat and supply of every servo on the bus, the hand too."""
        told = []
        for name in self._cycle.names:
            found = self._cycle.found(name)
            if found is not None:
                told.append(ServoHealth(name, found.load, found.temperature_c, found.voltage_v))
        return tuple(told)

    def relax(self, pan: bool, tilt: bool) -> None:
        """End the torque of these axes; the other one holds."""
        self._cycle.detach(*(name for name, let in zip(HEAD, (pan, tilt), strict=True) if let))
        self._wake()

    def detach(self) -> None:
        """End both torques."""
        self._cycle.detach(*HEAD)
        self._wake()

    def reset(self) -> None:
        """Open the port anew and find the servos."""
        self._cycle.reset()
        self._wake()


class BusHand:
    """The hand on the bus."""

    def __init__(
        self, cycle: ServoCycle, wake: Callable[[], None], spec: BusServo, motion: Motion
    ) -> None:
        ends = (motion.hand_down_deg, motion.hand_up_deg)
        self._limits = Axis(min(ends), max(ends), ends[0])
        self._spec = spec
        self._cycle = cycle
        self._wake = wake

    def move(self, angle_deg: float) -> float:
        """Hand the target to the thread; return what was commanded, after limits."""
        position = self._spec.position(self._limits.clamp(angle_deg))
        self._cycle.send("hand", position)
        self._wake()
        return self._spec.angle_deg(position)

    def detach(self) -> None:
        """End its torque."""
        self._cycle.detach("hand")
        self._wake()


class BusAxis:
    """One axis for a technician's tuning, in positions of its encoder."""

    raw_unit = "steps"
    can_be_moved_by_hand = True

    def __init__(
        self,
        cycle: ServoCycle,
        wake: Callable[[], None],
        name: AxisName,
        raw_limits: tuple[int, int],
    ) -> None:
        self.raw_limits: tuple[float, float] = raw_limits
        self._cycle = cycle
        self._wake = wake
        self._name = name

    def torque(self, on: bool) -> None:
        """Hold the servo where it stands, or detach it.

        Raises:
            NotConnected: The servo cannot hold, as its position was not read yet.
        """
        if not on:
            self._cycle.detach(self._name)
        elif not self._cycle.hold(self._name):
            raise NotConnected(f"{self._name} servo", "has not reported its position yet")
        self._wake()

    def read_raw(self) -> float | None:
        """Return the measured position."""
        found = self._cycle.found(self._name)
        return None if found is None else float(found.position)

    def drive_raw(self, value: float) -> None:
        """Drive to a raw position, slowly at first.

        Raises:
            OutOfRange: The servo has no such position.
        """
        low, high = self.raw_limits
        if not low <= value <= high:
            text = f"{value:.0f} steps; allowed: {low:.0f}..{high:.0f}"
            raise OutOfRange(f"{self._name} servo", text)
        self._cycle.send(self._name, round(value))
        self._wake()


class BusBattery:
    """Charge of the supply, from the voltage that the servos measure."""

    def __init__(self, cycle: ServoCycle, empty_v: float, full_v: float) -> None:
        if not empty_v < full_v:
            raise OutOfRange("battery", f"empty {empty_v} V, full {full_v} V", "driver")
        self._cycle = cycle
        self._empty_v = empty_v
        self._full_v = full_v

    def read(self) -> BatteryReading:
        """Return the charge in whole percents, by the highest voltage that a servo measures."""
        found = [self._cycle.found(name) for name in self._cycle.names]
        volts = [reading.voltage_v for reading in found if reading is not None]
        if not volts:
            return BatteryReading()
        share = (max(volts) - self._empty_v) / (self._full_v - self._empty_v)
        return BatteryReading(float(round(100 * min(max(share, 0.0), 1.0))), max(volts))


def ranges_of(section: BusSection, motion: Motion) -> dict[int, PositionRange]:
    """Return the range of positions that each servo will be sent to, by its id."""
    ends: dict[AxisName, tuple[float, float]] = {
        "pan": (motion.pan_min_deg, motion.pan_max_deg),
        "tilt": (motion.tilt_min_deg, motion.tilt_max_deg),
        "hand": (motion.hand_down_deg, motion.hand_up_deg),
    }
    ranges = {}
    for name, servo in section.servos():
        positions = [servo.position(angle_deg) for angle_deg in ends[name]]
        ranges[servo.id] = (min(positions), max(positions))
    return ranges


def bus_of(
    section: Feetech | Dynamixel, motion: Motion, place: SerialPlace | None = None
) -> ServoBus:
    """Open the port of this bus, at its place if it was open before.

    Raises:
        NotConnected: The port is missing or taken.
    """
    ranges = ranges_of(section, motion)
    if isinstance(section, Dynamixel):
        return DynamixelBus(section, ranges, place)
    return FeetechBus(section, ranges, place)


@asynccontextmanager
async def open_bus(
    section: Feetech | Dynamixel,
    motion: Motion,
    report: Reporter,
    clock: Clock,
    header: Any = None,
) -> AsyncIterator[Hardware]:
    """Open the bus; leaving ends every torque.

    Args:
        section: The bus and its servos.
        motion: Limits and rest.
        report: Called with each failure, on the event loop.
        clock: Unused: bus servos measure their positions.
        header: Unused: the bus has a port of its own.

    Raises:
        HardwareError: The port or a servo is missing, or ids collide.
    """
    loop = asyncio.get_running_loop()

    def told(failure: PartFailed) -> None:
        loop.call_soon_threadsafe(report, failure)

    place = SerialPlace(section.port)
    cycle = ServoCycle(section, lambda: bus_of(section, motion, place), told)
    thread = BusThread(cycle, lambda e: told(PartFailed(e.code, e.part, e.text)))
    try:
        await asyncio.to_thread(thread.start)
        yield _hardware(section, motion, cycle, thread.wake)
    finally:
        await asyncio.to_thread(thread.stop)


def _hardware(
    section: Feetech | Dynamixel, motion: Motion, cycle: ServoCycle, wake: Callable[[], None]
) -> Hardware:
    name: DriverName = "feetech" if isinstance(section, Feetech) else "dynamixel"
    scs = isinstance(section, Feetech) and section.series == "scs"
    raw_limits = (0, MOST_SCS_POSITION if scs else MOST_BUS_POSITION)
    empty_v, full_v = section.battery_empty_v, section.battery_full_v
    return Hardware(
        name,
        BusHead(cycle, wake, section, motion),
        BusHand(cycle, wake, section.hand, motion) if section.hand is not None else None,
        battery=(
            BusBattery(cycle, empty_v, full_v)
            if empty_v is not None and full_v is not None
            else None
        ),
        axes={axis: BusAxis(cycle, wake, axis, raw_limits) for axis in cycle.names},
    )
