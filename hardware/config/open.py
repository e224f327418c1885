"""Opening the drivers that the configuration names; nothing replaces a missing one."""

import importlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hardware.config.config import BodyConfig, buttons_driver, lights_driver
from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import DARK, Buttons, Hardware, Lights, Reporter
from hardware.contract.wire import DriverName
from hardware.drivers.gauges.open import open_battery
from hardware.drivers.gauges.open import open_board as open_computer
from hardware.drivers.lights.open import open_lights
from hardware.motion.config import Motion

if TYPE_CHECKING:
    from hardware.drivers.pulse.header import PinHeader

Clock = Callable[[], float]
OpenServos = Callable[[Any, Motion, Reporter, Clock, Any], AbstractAsyncContextManager[Hardware]]
"""Opens a driver from: its own section, [motion], receiver of failures, clock, pin factory."""

DRIVERS: dict[DriverName, tuple[str, str]] = {
    "simulated": ("hardware.drivers.simulated.driver", "open_simulated"),
    "gpio": ("hardware.drivers.pulse.gpio", "open_gpio"),
    "pwm": ("hardware.drivers.pulse.sysfs", "open_pwm"),
    "pca9685": ("hardware.drivers.pulse.pca9685", "open_pca9685"),
    "maestro": ("hardware.drivers.pulse.maestro", "open_maestro"),
    "feetech": ("hardware.drivers.bus.driver", "open_bus"),
    "dynamixel": ("hardware.drivers.bus.driver", "open_bus"),
    "find": ("hardware.drivers.unset.driver", "open_unset"),
}
"""Modules imported on demand: a robot needs only the library of its own driver."""


class Header:
    """Pins of the header, opened on first use; the stack closes them."""

    def __init__(self, config: BodyConfig, factory: Any, stack: ExitStack) -> None:
        self._config = config
        self._factory = factory
        self._stack = stack
        self._board: PinHeader | None = None

    def __call__(self) -> "PinHeader":
        """Return the opened header.

        Raises:
            NotConnected: The header cannot be opened.
        """
        if self._board is None:
            from hardware.drivers.pulse.header import open_header

            assert self._config.gpio is not None, "the configuration was checked"
            self._board = self._stack.enter_context(open_header(self._config.gpio, self._factory))
        return self._board


@asynccontextmanager
async def open_hardware(
    config: BodyConfig, report: Reporter, clock: Clock, pin_factory: Any = None
) -> AsyncIterator[Hardware]:
    """Open servos, lights, buttons and gauges; leaving detaches everything, also on error.

    Args:
        config: Drivers and their sections.
        report: Gets presses and failures, on the event loop.
        clock: Monotonic seconds.
        pin_factory: Pins that tests use instead of those that [gpio] names.

    Raises:
        HardwareError: A device is missing; nothing is simulated instead.
    """
    with ExitStack() as stack:
        header = Header(config, pin_factory, stack)
        section = getattr(config, config.body.driver)
        opened = _servos(config.body.driver)(section, config.motion, report, clock, header)
        async with opened as hardware:
            yield replace(
                hardware,
                lights=open_lights(
                    config.lights, hardware.lights or _lamps(config, header, stack), report, stack
                ),
                buttons=hardware.buttons or _buttons(config, header, report),
                battery=open_battery(config.battery, hardware.battery, clock, stack),
                board=open_computer(config.board, clock, stack) or hardware.board,
            )


def _servos(driver: DriverName) -> OpenServos:
    module, name = DRIVERS[driver]
    opener: OpenServos = getattr(importlib.import_module(module), name)
    return opener


def _lamps(config: BodyConfig, header: Header, stack: ExitStack) -> Lights | None:
    """Return the lights on pins, if the configuration names any."""
    if lights_driver(config) == "none" or config.gpio is None or not config.gpio.lamps():
        return None
    from hardware.drivers.pulse.header import GpioLights

    lights = GpioLights(header())
    stack.callback(_darken, lights)
    return lights


def _darken(lights: Lights) -> None:
    with suppress(HardwareError):
        lights.show(DARK)


def _buttons(config: BodyConfig, header: Header, report: Reporter) -> Buttons | None:
    if buttons_driver(config) == "none":
        return None
    from hardware.drivers.pulse.header import GpioButtons

    return GpioButtons(header(), report)
