"""A body on Feetech bus servos; lights and buttons come from the header, or are not built in."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from hardware.bus.config import BusServo, Feetech
from hardware.bus.feetech_frames import (
    READING_BYTES,
    Frame,
    Order,
    Reading,
    Register,
    reading,
    word,
)
from hardware.bus.feetech_line import BusThread, FeetechBus
from hardware.bus.health import ServoHealth
from hardware.config import Config
from hardware.errors import HardwareError, OutOfRange
from hardware.gpio import GpioButtons, GpioLights, open_board
from hardware.interfaces import (
    DARK,
    BatteryReading,
    Buttons,
    Hardware,
    Lights,
    PartFailed,
    Pose,
    Reporter,
)
from hardware.trajectory import Axis

Clock = Callable[[], float]
ON, OFF = b"\x01", b"\x00"


@dataclass(slots=True)
class _Servo:
    """One servo, as the thread knows it."""

    spec: BusServo
    health: ServoHealth
    goal: int | None = None
    """Where it shall go; None for no torque."""
    sent: int | None = None
    torque: bool = False
    found: Reading | None = None


class ServoCycle:
    """What is sent and read in each cycle, in the bus's thread.

    `send`, `let_go`, `reset` and `found` are for everybody else.
    """

    def __init__(self, section: Feetech, report: Callable[[PartFailed], None]) -> None:
        self._section = section
        self._report = report
        self._order: Order = "little" if section.series == "sts" else "big"
        self._bus: FeetechBus | None = None
        self._lock = threading.Lock()
        self._broken = False
        self._reset = False
        self._servos = {
            name: _Servo(spec, ServoHealth(f"{name} servo (id {spec.id})", section))
            for name, spec in (("pan", section.pan), ("tilt", section.tilt), ("hand", section.hand))
            if spec is not None
        }

    def open(self) -> None:
        """Find every servo and take its torque away."""
        self._bus = FeetechBus(self._section)
        for servo in self._servos.values():
            self._bus.ping(servo.spec.id)
            self._bus.write(servo.spec.id, Register.TORQUE_ENABLE, OFF)
            if self._section.series == "sts":
                # The body shapes the movement; a second ramp would only add delay.
                self._bus.write(servo.spec.id, Register.ACCELERATION, b"\x00")
        self._read(self._bus)

    def once(self) -> None:
        """Send new goals, then read."""
        with self._lock:
            reset, self._reset = self._reset, False
        if reset:
            self._start_anew()
        if self._bus is None or self._broken:
            return
        self._drive(self._bus)
        self._read(self._bus)

    def failed(self, error: HardwareError) -> None:
        """Stop everything until the next reset."""
        self._give_up()

    def close(self) -> None:
        """Take the torque away and close the port."""
        if self._bus is not None:
            self._give_up()
            self._bus.close()
            self._bus = None

    def send(self, name: str, position: int) -> None:
        """Let this servo go there."""
        with self._lock:
            self._servos[name].goal = position

    def let_go(self, *names: str) -> None:
        """Let these servos be turned by hand."""
        with self._lock:
            for name in names:
                self._servos[name].goal = None

    def reset(self) -> None:
        """Try everything again."""
        with self._lock:
            self._reset = True

    def found(self, name: str) -> Reading | None:
        """Return the newest reading."""
        return self._servos[name].found

    @property
    def errors(self) -> int:
        """How often something else than a frame arrived."""
        return 0 if self._bus is None else self._bus.decoder.errors

    def _start_anew(self) -> None:
        if self._bus is not None:
            self._bus.close()
            self._bus = None
        for servo in self._servos.values():
            servo.health.forget()
            servo.sent, servo.torque = None, False
        self.open()
        self._broken = False

    def _drive(self, bus: FeetechBus) -> None:
        with self._lock:
            goals = {name: servo.goal for name, servo in self._servos.items()}
        new: dict[int, bytes] = {}
        for name, goal in goals.items():
            servo = self._servos[name]
            if goal is not None and goal != servo.sent:
                new[servo.spec.id] = word(goal, self._order)
                servo.sent = goal
        if new:
            bus.sync_write(Register.GOAL_POSITION, new)
        for name, goal in goals.items():
            servo = self._servos[name]
            # The goal stands before the torque: a servo never jumps to an old one.
            if (goal is not None) != servo.torque:
                bus.write(servo.spec.id, Register.TORQUE_ENABLE, OFF if goal is None else ON)
                servo.torque = goal is not None
                servo.sent = None if goal is None else servo.sent

    def _read(self, bus: FeetechBus) -> None:
        ids = [servo.spec.id for servo in self._servos.values()]
        errors = bus.decoder.errors
        answers = self._ask(bus, ids)
        garbled = bus.decoder.errors > errors
        for servo in self._servos.values():
            answer = answers.get(servo.spec.id)
            if answer is None:
                failure = servo.health.missed(garbled)
            else:
                servo.found = reading(answer.parameters, answer.code, self._order)
                failure = servo.health.answered(servo.found, servo.sent, time.monotonic())
            if failure is not None:
                self._give_up()
                self._report(failure)
                return

    def _ask(self, bus: FeetechBus, ids: list[int]) -> dict[int, Frame]:
        if self._section.series == "sts":
            return bus.sync_read(ids, Register.PRESENT_POSITION, READING_BYTES)
        answers = {}
        for servo in ids:
            with suppress(HardwareError):  # counted by its health
                answers[servo] = bus.read(servo, Register.PRESENT_POSITION, READING_BYTES)
        return answers

    def _give_up(self) -> None:
        """Take every torque away, twice: one frame may get lost and nobody answers."""
        self._broken = True
        with self._lock:
            for servo in self._servos.values():
                servo.goal = None
        for servo in self._servos.values():
            servo.sent, servo.torque = None, False
        if self._bus is None:
            return
        off = {servo.spec.id: OFF for servo in self._servos.values()}
        for _ in range(2):
            with suppress(HardwareError):
                self._bus.sync_write(Register.TORQUE_ENABLE, off)


class FeetechHead:
    """Pan and tilt on the bus."""

    senses = True

    def __init__(self, cycle: ServoCycle, wake: Callable[[], None], config: Config) -> None:
        assert config.feetech is not None
        motion = config.motion
        self._cycle = cycle
        self._wake = wake
        self._specs = (config.feetech.pan, config.feetech.tilt)
        self._limits = (
            Axis(motion.pan_min_deg, motion.pan_max_deg, motion.rest_pan_deg),
            Axis(motion.tilt_min_deg, motion.tilt_max_deg, motion.rest_tilt_deg),
        )

    def move(self, pose: Pose) -> Pose:
        """Hand the goals to the thread; return what was commanded, after limits."""
        sent = []
        angles = (pose.pan_deg, pose.tilt_deg)
        for name, axis, spec, angle in zip(
            ("pan", "tilt"), self._limits, self._specs, angles, strict=True
        ):
            position = spec.position(axis.clamp(angle))
            self._cycle.send(name, position)
            sent.append(spec.angle_deg(position))
        self._wake()
        return Pose(*sent)

    def measure(self) -> Pose | None:
        """Return what the servos last said."""
        pan, tilt = self._cycle.found("pan"), self._cycle.found("tilt")
        if pan is None or tilt is None:
            return None
        pan_spec, tilt_spec = self._specs
        return Pose(pan_spec.angle_deg(pan.position), tilt_spec.angle_deg(tilt.position))

    def detach(self) -> None:
        """End both torques."""
        self._cycle.let_go("pan", "tilt")
        self._wake()

    def reset(self) -> None:
        """Open the port anew and find the servos."""
        self._cycle.reset()
        self._wake()


class FeetechHand:
    """The arm on the bus."""

    def __init__(self, cycle: ServoCycle, wake: Callable[[], None], config: Config) -> None:
        assert config.feetech is not None
        assert config.feetech.hand is not None
        ends = (config.motion.hand_down_deg, config.motion.hand_up_deg)
        self._limits = Axis(min(ends), max(ends), ends[0])
        self._spec = config.feetech.hand
        self._cycle = cycle
        self._wake = wake

    def move(self, angle_deg: float) -> float:
        """Hand the goal to the thread; return what was commanded, after limits."""
        position = self._spec.position(self._limits.clamp(angle_deg))
        self._cycle.send("hand", position)
        self._wake()
        return self._spec.angle_deg(position)

    def detach(self) -> None:
        """End its torque."""
        self._cycle.let_go("hand")
        self._wake()


class BusBattery:
    """The supply as the servos measure it."""

    def __init__(self, cycle: ServoCycle, empty_v: float, full_v: float) -> None:
        if not empty_v < full_v:
            raise OutOfRange("battery", f"empty {empty_v} V, full {full_v} V", "driver")
        self._cycle = cycle
        self._empty_v = empty_v
        self._full_v = full_v

    def read(self) -> BatteryReading:
        """Return the supply's voltage, and the charge that it speaks of."""
        found = self._cycle.found("pan")
        if found is None:
            return BatteryReading()
        share = (found.voltage_v - self._empty_v) / (self._full_v - self._empty_v)
        return BatteryReading(100 * min(max(share, 0.0), 1.0), found.voltage_v)


@asynccontextmanager
async def open_feetech(
    config: Config, report: Reporter, clock: Clock, pin_factory: Any = None
) -> AsyncIterator[Hardware]:
    """Open the bus; leaving takes every torque away.

    Args:
        config: With its [feetech] section, and [gpio] where lights or buttons need it.
        report: Gets presses and failures, on the event loop.
        clock: Not needed: bus servos measure.
        pin_factory: Pins to use instead of the configured ones, in tests.

    Raises:
        HardwareError: The port, a servo or a pin is missing.
    """
    section = config.feetech
    assert section is not None
    loop = asyncio.get_running_loop()

    def told(failure: PartFailed) -> None:
        loop.call_soon_threadsafe(report, failure)

    cycle = ServoCycle(section, told)
    thread = BusThread(cycle, lambda e: told(PartFailed(e.code, e.part, e.text)))
    with ExitStack() as stack:
        lights, buttons = _header(config, stack, report, pin_factory)
        try:
            await asyncio.to_thread(thread.start)
            yield _hardware(config, cycle, thread.wake, lights, buttons)
        finally:
            await asyncio.to_thread(thread.stop)
            if lights is not None:
                with suppress(HardwareError):
                    lights.show(DARK)


def _hardware(
    config: Config,
    cycle: ServoCycle,
    wake: Callable[[], None],
    lights: Lights | None,
    buttons: Buttons | None,
) -> Hardware:
    section = config.feetech
    assert section is not None
    empty_v, full_v = section.battery_empty_v, section.battery_full_v
    return Hardware(
        "feetech",
        FeetechHead(cycle, wake, config),
        FeetechHand(cycle, wake, config) if section.hand is not None else None,
        lights,
        buttons,
        BusBattery(cycle, empty_v, full_v) if empty_v is not None and full_v is not None else None,
    )


def _header(
    config: Config, stack: ExitStack, report: Reporter, pin_factory: Any
) -> tuple[Lights | None, Buttons | None]:
    """Return lights and buttons on the pins, where the configuration says so."""
    section = config.feetech
    assert section is not None
    if "gpio" not in (section.lights, section.buttons):
        return None, None
    assert config.gpio is not None
    board = stack.enter_context(open_board(config.gpio, pin_factory))
    return (
        GpioLights(board) if section.lights == "gpio" else None,
        GpioButtons(board, report) if section.buttons == "gpio" else None,
    )
