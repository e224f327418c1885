"""Opening of the battery gauge and the board that the configuration names."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import Battery, BatteryReading, Board, BoardReading
from hardware.drivers.gauges import config, ina219, max17048
from hardware.drivers.gauges.board import RaspberryPi
from hardware.drivers.gauges.readings import Gauge, SlowReader

Clock = Callable[[], float]


def open_battery(
    section: config.BatterySection | None,
    of_servos: Battery | None,
    clock: Clock,
    stack: ExitStack,
) -> Battery | None:
    """Return the battery; the stack closes it.

    Args:
        section: None keeps the battery that the servos' driver brings.
        of_servos: The supply as the servos' driver measures it, if it does.
        clock: Monotonic seconds.
        stack: Closed when the body ends.

    Raises:
        HardwareError: The gauge does not answer, or the servos measure no voltage.
    """
    if section is None:
        return of_servos
    match section.driver:
        case "none":
            return None
        case "servos":
            if of_servos is None:
                text = (
                    'battery.driver = "servos": these servos report no voltage, or '
                    "battery_empty_v and battery_full_v are missing in their section"
                )
                raise HardwareError("battery", text, "battery")
            return of_servos
        case "max17048" | "ina219":
            return _read_slowly(_gauge(section), section.every_s, clock, stack)


def open_board(section: config.BoardSection, clock: Clock, stack: ExitStack) -> Board | None:
    """Return the board, or None where it is not read; the stack closes it.

    Raises:
        HardwareError: It reports no temperature.
    """
    match section.driver:
        case "none":
            return None
        case "raspberry_pi":
            pi = RaspberryPi(Path(section.root))
            reader = SlowReader(pi, BoardReading(), section.every_s, clock)
            return stack.enter_context(reader)


def _gauge(section: config.BatterySection) -> Gauge[BatteryReading]:
    # Imported only when chosen: a robot without I2C needs no library for it.
    from hardware.drivers.ports.i2c import I2cDevice

    usual = max17048.ADDRESS if section.driver == "max17048" else ina219.ADDRESS
    name = f"battery gauge {section.driver.upper()}"
    chip = I2cDevice(section.bus, section.address or usual, name, "battery")
    try:
        if section.driver == "max17048":
            return max17048.Max17048(chip)
        return ina219.Ina219(chip, section)
    except HardwareError:
        chip.close()
        raise


def _read_slowly(
    gauge: Gauge[BatteryReading], every_s: float, clock: Clock, stack: ExitStack
) -> Battery:
    return stack.enter_context(SlowReader(gauge, BatteryReading(), every_s, clock))
