"""PURE. The section [lights]. No I/O."""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section

BusNumber = Annotated[int, Meta(ge=0, le=31)]
SENSOR_ADDRESSES = {"bh1750": 0x23, "veml7700": 0x10}
"""Usual I2C addresses: of a BH1750 with its pin ADDR low; the VEML7700 has no other."""
Brightness = Annotated[float, Meta(ge=0, le=1)]


class Matrix(Section, frozen=True, kw_only=True):
    """Two eyes of 8x8 LEDs on HT16K33 boards.

    Args:
        bus: Number of the I2C bus: 1 is /dev/i2c-1.
        left: Address of the robot's left eye, set by its solder bridges.
        right: Address of the robot's right eye.
        quarter_turns: Clockwise turns of the boards as mounted, seen from the front.
        first_column: Bit of a row that lights its leftmost LED: 0; 7 on boards that
            shift each row by one, as backpack boards do.
    """

    bus: BusNumber = 1
    left: Annotated[int, Meta(ge=0x70, le=0x77)] = 0x70
    right: Annotated[int, Meta(ge=0x70, le=0x77)] = 0x71
    quarter_turns: Annotated[int, Meta(ge=0, le=3)] = 0
    first_column: Literal[0, 7] = 0


class AmbientSection(Section, frozen=True, kw_only=True):
    """A sensor for the brightness of the room.

    Args:
        sensor: Has no default, since neither chip can be recognised by its answers.
        bus: Number of the I2C bus.
        address: Without it, the usual address of the sensor.
    """

    sensor: Literal["bh1750", "veml7700"]
    bus: BusNumber = 1
    address: Annotated[int, Meta(ge=0x08, le=0x77)] | None = None


class Ring(Section, frozen=True, kw_only=True):
    """A ring of WS2812 LEDs on SPI, instead of an LED on pins.

    Args:
        device: SPI device whose MOSI is the data wire.
        leds: Number of LEDs; each draws up to 60 mA at 5 V.
        order: Order in which they take red, green and blue.
    """

    leds: Annotated[int, Meta(ge=1, le=64)]
    device: Annotated[
        str, Meta(pattern=r"^/dev/spidev\d+\.\d+\Z", description="a device such as /dev/spidev0.0")
    ] = "/dev/spidev0.0"
    order: Literal["grb", "rgb"] = "grb"


class LightsSection(Section, frozen=True, kw_only=True):
    """Lights that are built in.

    Args:
        driver: "gpio": ring and eyes on the pins of [gpio]; "matrix": eyes on two
            matrices, and a ring on the pins of [gpio] where they are named. Without
            it, all pins of lights that [gpio] names.
        brightness: Share of full light, or "ambient" to follow the light of the room.
            It never falls below what can be seen: see `hardware/signals/dimming.py`.
    """

    driver: Literal["none", "gpio", "matrix"] | None = None
    brightness: Brightness | Literal["ambient"] = 1.0
    matrix: Matrix | None = None
    ring: Ring | None = None
    ambient: AmbientSection | None = None


def contradiction(lights: LightsSection) -> str | None:
    """Return the first contradiction, or None; `hardware.config.chips` compares addresses."""
    if lights.driver == "matrix" and lights.matrix is None:
        return 'lights.driver = "matrix": needs [lights.matrix]; allowed: with no key in it'
    if lights.brightness == "ambient" and lights.ambient is None:
        return 'lights.brightness = "ambient": needs [lights.ambient]; allowed without: 0..1'
    return _not_applied(lights)


def _not_applied(lights: LightsSection) -> str | None:
    """Return what stands there and would do nothing, or None."""
    if lights.matrix is not None and lights.driver != "matrix":
        return 'lights.matrix: needs lights.driver = "matrix"'
    if lights.ring is not None and lights.driver == "none":
        return 'lights.ring: lights.driver = "none" builds none; remove one of both'
    if lights.ambient is not None and lights.brightness != "ambient":
        return 'lights.ambient: needs lights.brightness = "ambient"'
    return None
