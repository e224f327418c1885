"""Opening of the lights that the configuration names."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack

from hardware.contract.interfaces import DARK, DriverReport, Lights, Reporter
from hardware.drivers.lights import config
from hardware.drivers.lights.eyes import MatrixEyes
from hardware.drivers.lights.ht16k33 import Ht16k33
from hardware.drivers.lights.room import EVERY_S, LightMeter
from hardware.drivers.lights.rounds import PeriodicThread
from hardware.drivers.lights.sensors import Bh1750, Veml7700
from hardware.drivers.lights.threaded import CHECK_S, BlockingLights, ThreadedLights
from hardware.drivers.lights.together import LightGroup
from hardware.drivers.lights.ws2812 import SPEED_HZ, Ws2812Ring
from hardware.drivers.ports.spi import SpiDevice

SENSORS: dict[str, type[Bh1750] | type[Veml7700]] = {"bh1750": Bh1750, "veml7700": Veml7700}


def open_lights(
    section: config.LightsSection | None,
    of_driver: Lights | None,
    report: Reporter,
    stack: ExitStack,
) -> Lights | None:
    """Return the lights; the stack switches them off and closes them. Needs a running loop.

    Args:
        section: None keeps the lights that the servos' driver brings.
        of_driver: Lights on pins, or those of a simulated body.
        report: Called with failures and the brightness of the room, on the event loop.
        stack: Closed when the body ends.

    Raises:
        HardwareError: An eye or the sensor does not answer, or a bus is missing.
    """
    if section is None:
        return of_driver
    if section.driver == "none":
        return None
    crossing = _crossing(report)
    if section.brightness == "ambient" and section.ambient is not None:
        _open_room(section.ambient, crossing, stack)
    lights: list[Lights] = [] if of_driver is None else [of_driver]
    if section.ring is not None:
        lights.append(_open_ring(section.ring, crossing, stack))
    if section.driver == "matrix":
        assert section.matrix is not None, "the configuration was checked"
        lights.append(_open_eyes(section.matrix, crossing, stack))
    return LightGroup(*lights) if len(lights) > 1 else lights[0] if lights else None


def _crossing(report: Reporter) -> Callable[[DriverReport], None]:
    """Return a function that carries a report from a thread to the loop."""
    loop = asyncio.get_running_loop()

    def crossed(what: DriverReport) -> None:
        loop.call_soon_threadsafe(report, what)

    return crossed


def _open_eyes(
    section: config.Matrix, report: Callable[[DriverReport], None], stack: ExitStack
) -> ThreadedLights:
    # Imported only when chosen: a robot without I2C needs no library for it.
    from hardware.drivers.ports.i2c import I2cDevice

    def eye(address: int, side: str) -> Ht16k33:
        chip = I2cDevice(section.bus, address, f"{side} eye", "lights")
        board = Ht16k33(chip, section.quarter_turns, section.first_column)
        stack.callback(board.close)
        return board

    eyes = MatrixEyes(eye(section.left, "left"), eye(section.right, "right"))
    return _threaded("eyes", eyes, report, stack)


def _open_ring(
    section: config.Ring, report: Callable[[DriverReport], None], stack: ExitStack
) -> ThreadedLights:
    wire = SpiDevice(section.device, SPEED_HZ, "ring")
    ring = Ws2812Ring(wire, section.leds, section.order)
    stack.callback(ring.close)
    return _threaded("ring", ring, report, stack)


def _threaded(
    name: str, lights: BlockingLights, report: Callable[[DriverReport], None], stack: ExitStack
) -> ThreadedLights:
    """Return the lights in a thread of their own; raise if they do not answer."""
    lights.draw(DARK)
    threaded = ThreadedLights(lights, report, lambda: rounds.wake())
    rounds = PeriodicThread(name, threaded.once, CHECK_S)
    stack.enter_context(rounds)
    return threaded


def _open_room(
    section: config.AmbientSection, report: Callable[[DriverReport], None], stack: ExitStack
) -> None:
    from hardware.drivers.ports.i2c import I2cDevice

    kind = SENSORS[section.sensor]
    name = f"light sensor {section.sensor.upper()}"
    address = section.address or kind.address
    chip = I2cDevice(section.bus, address, name, "lights")
    sensor = kind(chip)
    stack.callback(sensor.close)
    stack.enter_context(PeriodicThread("room", LightMeter(sensor, report).once, EVERY_S))
