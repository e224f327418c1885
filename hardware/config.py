"""The body's configuration: shapes with bounds, and what must fit together."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from bridge.process.config_file import ConfigError, Section
from bridge.process.config_file import load as load_file
from hardware.bounds import DeviceText
from hardware.bus import config as bus
from hardware.bus.config import Dynamixel, Feetech
from hardware.errors import OutOfRange
from hardware.lights import config as lights
from hardware.lights.config import Lights
from hardware.power import config as power
from hardware.power.config import Battery, Board
from hardware.pulse.config import Buttons
from hardware.pulse.config import Gpio as Gpio
from hardware.pulse.config import GpioServo as GpioServo
from hardware.simulated.config import Simulated
from hardware.wire import DriverName

Limit = Annotated[float, Meta(ge=-180, le=180)]
Speed = Annotated[float, Meta(ge=1, le=720)]
Acceleration = Annotated[float, Meta(ge=10, le=10000)]


class Body(Section, frozen=True):
    """The process.

    Args:
        driver: No default: simulation is never what is left over.
        socket: Where the agent connects.
        park_after_s: So long without an agent, and the head goes to rest.
    """

    driver: DriverName
    socket: DeviceText = "/run/karlsson/body.sock"
    park_after_s: Annotated[float, Meta(ge=0.5, le=60)] = 3.0


class Motion(Section, frozen=True):
    """How far and how fast.

    Args:
        stop_acceleration_deg_s2: How hard the dead man's switch brakes.
        park_speed_deg_s: Speed of going to rest and of rising from it.
        hand_down_deg: Angle of the arm while not raised.
    """

    pan_min_deg: Limit = -90.0
    pan_max_deg: Limit = 90.0
    tilt_min_deg: Limit = -35.0
    tilt_max_deg: Limit = 35.0
    speed_deg_s: Speed = 180.0
    acceleration_deg_s2: Acceleration = 600.0
    stop_acceleration_deg_s2: Acceleration = 1800.0
    park_speed_deg_s: Speed = 45.0
    rest_pan_deg: Limit = 0.0
    rest_tilt_deg: Limit = -30.0
    hand_down_deg: Limit = 0.0
    hand_up_deg: Limit = 90.0


class Config(Section, frozen=True):
    """The file."""

    body: Body
    motion: Motion = Motion()
    simulated: Simulated = Simulated()
    gpio: Gpio | None = None
    feetech: Feetech | None = None
    dynamixel: Dynamixel | None = None
    lights: Lights | None = None
    buttons: Buttons | None = None
    battery: Battery | None = None
    board: Board = Board()


def load(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read and check the body's configuration.

    Raises:
        ConfigError: A key is wrong, or keys contradict each other.
    """
    config = load_file(path, Config, environment)
    wrong = contradiction(config)
    if wrong:
        raise ConfigError(f"{path or 'the environment'}: {wrong}")
    return config


def contradiction(config: Config) -> str | None:
    """Return what does not fit together, or None."""
    return (
        _motion(config.motion)
        or _drivers(config)
        or (lights.contradiction(config.lights) if config.lights else None)
        or (power.contradiction(config.battery) if config.battery else None)
        or _reach(config)
    )


def _motion(motion: Motion) -> str | None:
    ranges = (
        ("pan", motion.pan_min_deg, motion.rest_pan_deg, motion.pan_max_deg),
        ("tilt", motion.tilt_min_deg, motion.rest_tilt_deg, motion.tilt_max_deg),
    )
    for name, low, rest, high in ranges:
        if not low < high:
            return f"motion.{name}_min_deg = {low}: allowed: below {name}_max_deg = {high}"
        if not low <= rest <= high:
            return f"motion.rest_{name}_deg = {rest}: allowed: {low}..{high}"
    return None


def _drivers(config: Config) -> str | None:
    driver, gpio, feetech = config.body.driver, config.gpio, config.feetech
    if driver == "gpio" and (gpio is None or gpio.pan is None or gpio.tilt is None):
        return 'body.driver = "gpio": needs [gpio] with [gpio.pan] and [gpio.tilt]'
    if driver != "feetech":
        return None
    if feetech is None:
        return 'body.driver = "feetech": needs [feetech]'
    for part in ("lights", "buttons"):
        if getattr(feetech, part) == "gpio" and gpio is None:
            return f'feetech.{part} = "gpio": needs [gpio]; allowed without: "none"'
    return bus.contradiction("feetech", feetech)


def _reach(config: Config) -> str | None:
    """Return which limit a servo cannot be sent to."""
    motion, gpio, feetech = config.motion, config.gpio, config.feetech
    limits = {
        "pan": (motion.pan_min_deg, motion.pan_max_deg),
        "tilt": (motion.tilt_min_deg, motion.tilt_max_deg),
        "hand": (motion.hand_down_deg, motion.hand_up_deg),
    }
    for name, ends in limits.items():
        for angle_deg in ends:
            try:
                if config.body.driver == "gpio" and gpio and (pin := getattr(gpio, name)):
                    pin.pulse_us(angle_deg)
                if (
                    config.body.driver == "feetech"
                    and feetech
                    and (on_bus := getattr(feetech, name))
                ):
                    on_bus.position(angle_deg)
            except OutOfRange as error:
                return f"{config.body.driver}.{name}: a limit in [motion] is out of reach: {error}"
    return None
