"""Open the lights that the configuration names, and no others."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack

from hardware.interfaces import DriverReport, Lights, Reporter
from hardware.lights import config
from hardware.lights.eyes import CHECK_S, MatrixEyes
from hardware.lights.ht16k33 import Ht16k33
from hardware.lights.room import EVERY_S, Room
from hardware.lights.rounds import Rounds
from hardware.lights.sensors import Bh1750, Veml7700
from hardware.lights.together import Together

SENSORS: dict[str, type[Bh1750] | type[Veml7700]] = {"bh1750": Bh1750, "veml7700": Veml7700}


def open_lights(
    section: config.Lights | None, of_driver: Lights | None, report: Reporter, stack: ExitStack
) -> Lights | None:
    """Return the lights; the stack darkens and closes them. Needs the running loop.

    Args:
        section: None leaves what the driver of the servos brings.
        of_driver: Lights on pins, or those of a simulated body.
        report: Gets failures and how bright the room is, on the event loop.
        stack: Left when the body ends.

    Raises:
        HardwareError: An eye or the sensor does not answer.
    """
    if section is None or section.driver == "none":
        return None if section is not None else of_driver
    crossing = _crossing(report)
    if section.brightness == "ambient" and section.ambient is not None:
        _open_room(section.ambient, crossing, stack)
    if section.driver != "matrix":
        return of_driver
    assert section.matrix is not None, "the configuration was checked"
    eyes = _open_eyes(section.matrix, crossing, stack)
    return eyes if of_driver is None else Together(of_driver, eyes)


def _crossing(report: Reporter) -> Callable[[DriverReport], None]:
    """Return what carries a report from a thread to the loop."""
    loop = asyncio.get_running_loop()

    def crossed(what: DriverReport) -> None:
        loop.call_soon_threadsafe(report, what)

    return crossed


def _open_eyes(
    section: config.Matrix, report: Callable[[DriverReport], None], stack: ExitStack
) -> MatrixEyes:
    # Imported where chosen: a robot without I2C needs no library for it.
    from hardware.i2c import I2cDevice

    def eye(address: int, side: str) -> Ht16k33:
        chip = I2cDevice(section.bus, address, f"{side} eye", "lights")
        board = Ht16k33(chip, section.quarter_turns, section.first_column)
        stack.callback(board.close)
        return board

    left, right = eye(section.left, "left"), eye(section.right, "right")
    eyes = MatrixEyes(left, right, report, lambda: rounds.wake())
    rounds = Rounds("eyes", eyes.once, CHECK_S)
    eyes.draw()  # both are there, or the start fails
    stack.enter_context(rounds)
    return eyes


def _open_room(
    section: config.Ambient, report: Callable[[DriverReport], None], stack: ExitStack
) -> None:
    from hardware.i2c import I2cDevice

    kind = SENSORS[section.sensor]
    name = f"light sensor {section.sensor.upper()}"
    chip = I2cDevice(section.bus, section.address or kind.address, name, "lights")
    sensor = kind(chip)
    stack.callback(sensor.close)
    stack.enter_context(Rounds("room", Room(sensor, report).once, EVERY_S))
