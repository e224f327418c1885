"""Servos, lights and buttons on the header's pins, through gpiozero: its only door.

The pin factory is named in the configuration; none is guessed, and gpiozero's
global one is never touched. Callbacks of its threads end here.
"""

import asyncio
import importlib
import math
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from typing import Any

import gpiozero
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.calibration import FRAME_S
from hardware.config import Config, Gpio, GpioServo
from hardware.errors import HardwareError, NotConnected
from hardware.interfaces import DARK, ButtonPressed, Hardware, LightState, Pose, Reporter
from hardware.simulated.servo_model import ServoModel
from hardware.trajectory import Axis
from hardware.wire import ButtonName, FaultCode

Clock = Callable[[], float]

FACTORIES = {
    "lgpio": ("gpiozero.pins.lgpio", "LGPIOFactory"),
    "rpigpio": ("gpiozero.pins.rpigpio", "RPiGPIOFactory"),
    "pigpio": ("gpiozero.pins.pigpio", "PiGPIOFactory"),
    "native": ("gpiozero.pins.native", "NativeFactory"),
}
SERVO_HZ = round(1 / FRAME_S)
LIGHT_HZ = 200
FAILURES = (gpiozero.GPIOZeroError, OSError, ValueError)


def make_factory(name: str) -> Any:
    """Return the pin factory of this name.

    Raises:
        NotConnected: Its library or the pins are not there.
    """
    if name == "mock":
        return MockFactory(pin_class=MockPWMPin)
    module, factory = FACTORIES[name]
    try:
        made = getattr(importlib.import_module(module), factory)()
    except ImportError as error:
        raise NotConnected(
            f'pin factory "{name}"', f"its library is missing: {error}", "driver"
        ) from error
    except FAILURES as error:
        text = f"no pins of a Raspberry Pi here: {error}"
        raise NotConnected(f'pin factory "{name}"', text, "driver") from error
    if name == "lgpio":
        made.pin_class = exact_duty(made.pin_class, importlib.import_module("lgpio"))
    return made


def exact_duty(pin_class: Any, library: Any) -> Any:
    """Return gpiozero's lgpio pin with its duty cycle left unrounded.

    gpiozero 2.0.1 rounds down to whole percents: 200 us of a servo's frame, or
    20 degrees. The library underneath takes fractions.
    """

    class ExactPin(pin_class):  # type: ignore[misc]
        """One pin."""

        _pwm: Any

        def _set_state(self, value: float) -> None:
            if not self._pwm:
                super()._set_state(value)
                return
            self._pwm = (self._pwm[0], value * 100.0)
            try:
                library.tx_pwm(self.factory._handle, self._number, *self._pwm)
            except library.error as error:
                raise gpiozero.PinInvalidState(f"duty cycle {value} on {self!r}") from error

    return ExactPin


class Board:
    """Every pin that the body uses; closes them together."""

    def __init__(self, section: Gpio, factory: Any) -> None:
        self.section = section
        self._factory = factory
        self._stack = ExitStack()

    def pwm(self, pin: int, frequency_hz: int) -> Any:
        """Return a pin with pulses, off."""
        return self._claim(gpiozero.PWMOutputDevice, pin, frequency=frequency_hz, initial_value=0)

    def button(self, pin: int) -> Any:
        """Return a button between the pin and ground."""
        return self._claim(gpiozero.Button, pin, bounce_time=self.section.bounce_s)

    def close(self) -> None:
        """Let go of every pin."""
        self._stack.close()

    def _claim(self, kind: Any, pin: int, **how: Any) -> Any:
        try:
            device = kind(pin, pin_factory=self._factory, **how)
        except FAILURES as error:
            raise NotConnected(f"pin {pin}", str(error), "driver") from error
        self._stack.callback(device.close)
        return device


@contextmanager
def open_board(section: Gpio, factory: Any = None) -> Iterator[Board]:
    """Open the header; a factory that is handed in stays open.

    Raises:
        NotConnected: There is no header.
    """
    own = make_factory(section.pin_factory) if factory is None else None
    board = Board(section, factory if factory is not None else own)
    try:
        yield board
    finally:
        board.close()
        if own is not None:
            own.close()


class GpioServoPin:
    """One servo on a pin."""

    def __init__(self, board: Board, servo: GpioServo, part: str) -> None:
        self._servo = servo
        self._part = f"{part} servo (pin {servo.pin})"
        self._pin = board.pwm(servo.pin, SERVO_HZ)
        self._pin.pin.frequency = None

    def move(self, angle_deg: float) -> float:
        """Send the pulse for this angle; return the angle that it means."""
        pulse_us = self._servo.pulse_us(angle_deg)
        with _failing(self._part):
            if self._pin.pin.frequency is None:
                self._pin.pin.frequency = SERVO_HZ
            self._pin.value = pulse_us * 1e-6 / FRAME_S
        return self._servo.angle_deg(pulse_us)

    def detach(self) -> None:
        """Send no pulses: the servo goes limp."""
        with suppress(*FAILURES):
            self._pin.value = 0
            self._pin.pin.frequency = None


class GpioHead:
    """Pan and tilt; where they are is a model, since pulses go one way only."""

    senses = False

    def __init__(self, board: Board, config: Config, clock: Clock) -> None:
        assert board.section.pan is not None
        assert board.section.tilt is not None
        motion = config.motion
        self._clock = clock
        self._limits = (
            Axis(motion.pan_min_deg, motion.pan_max_deg, motion.rest_pan_deg),
            Axis(motion.tilt_min_deg, motion.tilt_max_deg, motion.rest_tilt_deg),
        )
        self._servos = (
            GpioServoPin(board, board.section.pan, "pan"),
            GpioServoPin(board, board.section.tilt, "tilt"),
        )
        self._models = [ServoModel(a) for a in (motion.rest_pan_deg, motion.rest_tilt_deg)]

    def move(self, pose: Pose) -> Pose:
        """Send both pulses; return what was commanded, after limits."""
        now = self._clock()
        sent = []
        wanted = (pose.pan_deg, pose.tilt_deg)
        for axis, servo, model, angle in zip(
            self._limits, self._servos, self._models, wanted, strict=True
        ):
            sent.append(servo.move(axis.clamp(angle)))
            model.drive(sent[-1], now)
        return Pose(*sent)

    def measure(self) -> Pose | None:
        """Return where the models are."""
        now = self._clock()
        return Pose(*(model.advance(now) for model in self._models))

    def detach(self) -> None:
        """End both pulses."""
        now = self._clock()
        for servo, model in zip(self._servos, self._models, strict=True):
            servo.detach()
            model.drive(None, now)

    def reset(self) -> None:
        """Nothing to do: the next move tries the pins again."""


class GpioHand:
    """The arm."""

    def __init__(self, board: Board, servo: GpioServo, config: Config) -> None:
        ends = (config.motion.hand_down_deg, config.motion.hand_up_deg)
        self._limits = Axis(min(ends), max(ends), ends[0])
        self._servo = GpioServoPin(board, servo, "hand")

    def move(self, angle_deg: float) -> float:
        """Send the pulse; return what was commanded, after limits."""
        return self._servo.move(self._limits.clamp(angle_deg))

    def detach(self) -> None:
        """End the pulses."""
        self._servo.detach()


class GpioLights:
    """One light in three colours, and eyes with an upper and a lower half."""

    def __init__(self, board: Board) -> None:
        section = board.section
        pins = {
            "red": section.red_pin,
            "green": section.green_pin,
            "blue": section.blue_pin,
            "upper": section.eye_upper_pin,
            "lower": section.eye_lower_pin,
        }
        self._lamps = {
            name: board.pwm(pin, LIGHT_HZ) for name, pin in pins.items() if pin is not None
        }

    def show(self, state: LightState) -> None:
        """Set every lamp that is built in; half-closed eyes shine below only."""
        values = {
            "red": state.red,
            "green": state.green,
            "blue": state.blue,
            "upper": min(max(2 * state.eyes - 1, 0.0), 1.0),
            "lower": min(2 * state.eyes, 1.0),
        }
        with _failing("lights", "lights"):
            for name, lamp in self._lamps.items():
                if not math.isclose(lamp.value, values[name], abs_tol=1e-6):
                    lamp.value = values[name]


class GpioButtons:
    """The class's buttons. Presses leave gpiozero's threads here."""

    def __init__(self, board: Board, report: Reporter) -> None:
        section = board.section
        loop = asyncio.get_running_loop()
        pins: dict[ButtonName, int | None] = {
            "pause": section.pause_pin,
            "volume_up": section.volume_up_pin,
            "volume_down": section.volume_down_pin,
        }
        for name, pin in pins.items():
            if pin is not None:
                board.button(pin).when_pressed = _crossing(loop, report, name)

    def press(self, button: ButtonName) -> bool:
        """Refuse: these are for fingers."""
        return False


def _crossing(
    loop: asyncio.AbstractEventLoop, report: Reporter, name: ButtonName
) -> Callable[[], None]:
    def pressed() -> None:
        loop.call_soon_threadsafe(report, ButtonPressed(name))

    return pressed


@contextmanager
def _failing(part: str, code: FaultCode = "driver") -> Iterator[None]:
    try:
        yield
    except FAILURES as error:
        raise HardwareError(part, str(error), code) from error


@asynccontextmanager
async def open_gpio(
    config: Config, report: Reporter, clock: Clock, factory: Any = None
) -> AsyncIterator[Hardware]:
    """Open the header; leaving ends every pulse and light.

    Args:
        config: With its [gpio] section.
        report: Gets presses, on the event loop.
        clock: Monotonic seconds.
        factory: Pins to use instead of the configured ones, in tests.

    Raises:
        HardwareError: A pin is not there or not usable.
    """
    assert config.gpio is not None
    with open_board(config.gpio, factory) as board:
        head = GpioHead(board, config, clock)
        hand = GpioHand(board, config.gpio.hand, config) if config.gpio.hand else None
        lights = GpioLights(board)
        buttons = GpioButtons(board, report)
        try:
            yield Hardware("gpio", head, hand, lights, buttons)
        finally:
            head.detach()
            if hand is not None:
                hand.detach()
            with suppress(HardwareError):
                lights.show(DARK)
