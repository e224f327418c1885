"""Open the body that the configuration names, and no other."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from hardware.config import Config
from hardware.interfaces import Hardware, Reporter
from hardware.simulated.driver import open_simulated


@asynccontextmanager
async def open_hardware(
    config: Config, report: Reporter, clock: Callable[[], float], pin_factory: Any = None
) -> AsyncIterator[Hardware]:
    """Open the drivers; leaving detaches everything, also on error.

    Args:
        config: Which driver, and its section.
        report: Gets presses and failures, on the event loop.
        clock: Monotonic seconds.
        pin_factory: Pins to use instead of those that [gpio] names, in tests.

    Raises:
        HardwareError: A device is missing. There is no fallback.
    """
    driver = config.body.driver
    # Imported where chosen: a robot needs only the library of its own driver.
    if driver == "gpio":
        from hardware.gpio import open_gpio

        async with open_gpio(config, report, clock, pin_factory) as hardware:
            yield hardware
    elif driver == "feetech":
        from hardware.bus.driver import open_feetech

        async with open_feetech(config, report, clock, pin_factory) as hardware:
            yield hardware
    else:
        async with open_simulated(config, report, clock) as hardware:
            yield hardware
