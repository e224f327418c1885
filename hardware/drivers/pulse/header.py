"""Pins of the header, with lights and buttons on them; the only module that imports gpiozero.

The configuration names the pin factory. No factory is guessed, and gpiozero's
global one is never used. Callbacks from its threads end here.
"""

import asyncio
import importlib
import logging
import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import gpiozero
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import (
    ButtonPressed,
    ButtonReleased,
    DriverReport,
    LightState,
    Reporter,
)
from hardware.contract.wire import ButtonName, FaultCode
from hardware.drivers.pulse.config import Gpio
from hardware.signals.dimming import dimmed, factor

log = logging.getLogger(__name__)

FACTORIES = {
    "lgpio": ("gpiozero.pins.lgpio", "LGPIOFactory"),
    "rpigpio": ("gpiozero.pins.rpigpio", "RPiGPIOFactory"),
    "pigpio": ("gpiozero.pins.pigpio", "PiGPIOFactory"),
    "native": ("gpiozero.pins.native", "NativeFactory"),
}
REMEDIES = {
    "lgpio": "`sudo apt install python3-lgpio`; in a checkout then `./run body --help`, which "
    "opens the environment to it",
    "rpigpio": "`sudo apt install python3-rpi.gpio`; not for a Pi 5, take lgpio there",
    "pigpio": "`sudo apt install pigpio python3-pigpio`, `sudo systemctl enable --now pigpiod`, "
    'and let the service reach localhost; not for a Pi 5, take driver = "pwm" there',
    "native": "needs a Raspberry Pi's /dev/gpiomem; it makes no pulses for servos",
}
JITTERS = {
    "lgpio": "a thread of this computer",
    "rpigpio": "a thread of this computer",
}
"""Pin factories whose pulses are only as exact as the kernel's scheduling, and their timers."""

LIGHT_HZ = 200
FAILURES = (gpiozero.GPIOZeroError, OSError, ValueError)


def make_factory(name: str) -> Any:
    """Return the pin factory of this name.

    Raises:
        NotConnected: Its library or the pins are missing.
    """
    if name == "mock":
        return MockFactory(pin_class=MockPWMPin)
    part = f'pin factory "{name}"'
    module, factory = FACTORIES[name]
    try:
        library = importlib.import_module("lgpio") if name == "lgpio" else None
        # pip on Python 3.13 installs an empty lgpio 0.0.0.2, which imports and does nothing.
        if library is not None and not hasattr(library, "gpiochip_open"):
            text = f"the installed lgpio is empty: {REMEDIES[name]}"
            raise NotConnected(part, text, "driver")
        made = getattr(importlib.import_module(module), factory)()
    except ImportError as error:
        text = f"its library is missing ({error}): {REMEDIES[name]}"
        raise NotConnected(part, text, "driver") from error
    except NotConnected:
        raise
    except FAILURES as error:
        text = f"no pins of a Raspberry Pi here ({error}): {REMEDIES[name]}"
        raise NotConnected(part, text, "driver") from error
    if library is not None:
        made.pin_class = exact_duty(made.pin_class, library)
    return made


def exact_duty(pin_class: Any, library: Any) -> Any:
    """Return a subclass of gpiozero's lgpio pin that does not round its duty cycle.

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


def warn_about_jitter(name: str) -> None:
    """Log a warning if this pin factory generates inexact pulses."""
    maker = JITTERS.get(name)
    if maker is not None:
        log.warning(
            'body: pin factory "%s": %s times the pulses, so a held head trembles and hums '
            'under load; exact are "pigpio" (Pi 4 and older), or driver = "pwm", "pca9685", '
            '"maestro"',
            name,
            maker,
        )


class PinHeader:
    """Every pin of the header that the body uses; closes them together."""

    def __init__(self, section: Gpio, factory: Any) -> None:
        self.section = section
        self._factory = factory
        self._stack = ExitStack()

    def pwm(self, pin: int, frequency_hz: int) -> Any:
        """Claim a pin for pulses, off at first."""
        return self._claim(gpiozero.PWMOutputDevice, pin, frequency=frequency_hz, initial_value=0)

    def button(self, pin: int) -> Any:
        """Claim a pin for a button to ground."""
        return self._claim(gpiozero.Button, pin, bounce_time=self.section.bounce_s)

    def close(self) -> None:
        """Release every pin."""
        self._stack.close()

    def _claim(self, kind: Any, pin: int, **how: Any) -> Any:
        try:
            device = kind(pin, pin_factory=self._factory, **how)
        except FAILURES as error:
            raise NotConnected(f"pin {pin}", str(error), "driver") from error
        self._stack.callback(device.close)
        return device


@contextmanager
def open_header(section: Gpio, factory: Any = None) -> Iterator[PinHeader]:
    """Open the header; a given factory is not closed.

    Raises:
        NotConnected: There is no header.
    """
    own = make_factory(section.pin_factory) if factory is None else None
    header = PinHeader(section, factory if factory is not None else own)
    try:
        yield header
    finally:
        header.close()
        if own is not None:
            own.close()


@contextmanager
def failing(part: str, code: FaultCode = "driver") -> Iterator[None]:
    """Convert errors of gpiozero to a `HardwareError` of this part."""
    try:
        yield
    except FAILURES as error:
        raise HardwareError(part, str(error), code) from error


class GpioLights:
    """One light in three colours, and eyes with an upper and a lower half."""

    def __init__(self, header: PinHeader) -> None:
        section = header.section
        pins = {
            "red": section.red_pin,
            "green": section.green_pin,
            "blue": section.blue_pin,
            "upper": section.eye_upper_pin,
            "lower": section.eye_lower_pin,
        }
        self._lamps = {
            name: header.pwm(pin, LIGHT_HZ) for name, pin in pins.items() if pin is not None
        }

    def show(self, state: LightState) -> None:
        """Set every lamp that is built in; of half-closed eyes only the lower half is lit."""
        red, green, blue = dimmed(state)
        upper, lower = min(max(2 * state.eyes - 1, 0.0), 1.0), min(2 * state.eyes, 1.0)
        values = {
            "red": red,
            "green": green,
            "blue": blue,
            "upper": upper * factor(upper, state.brightness),
            "lower": lower * factor(lower, state.brightness),
        }
        with failing("lights", "lights"):
            for name, lamp in self._lamps.items():
                if not math.isclose(lamp.value, values[name], abs_tol=1e-6):
                    lamp.value = values[name]


class GpioButtons:
    """The class's buttons; carries presses from gpiozero's threads to the event loop."""

    def __init__(self, header: PinHeader, report: Reporter) -> None:
        section = header.section
        loop = asyncio.get_running_loop()
        pins: dict[ButtonName, int | None] = {
            "pause": section.pause_pin,
            "volume_up": section.volume_up_pin,
            "volume_down": section.volume_down_pin,
            "identify": section.identify_pin,
        }
        for name, pin in pins.items():
            if pin is not None:
                button = header.button(pin)
                button.when_pressed = _crossing(loop, report, ButtonPressed(name))
                button.when_released = _crossing(loop, report, ButtonReleased(name))

    def press(self, button: ButtonName) -> bool:
        """Return False: real buttons cannot be pressed by software."""
        return False


def _crossing(
    loop: asyncio.AbstractEventLoop, report: Reporter, told: DriverReport
) -> Callable[[], None]:
    def happened() -> None:
        loop.call_soon_threadsafe(report, told)

    return happened
