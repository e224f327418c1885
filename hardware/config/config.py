"""Configuration of the body: sections with bounds, and contradictions between them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import NO_FILE, PREFIX, ConfigError, Section, load_usual
from bridge.process.config_file import load as load_file
from hardware.config import chips, conflicts
from hardware.contract.bounds import PathText
from hardware.contract.calibration import BusCalibration, PulseCalibration
from hardware.contract.errors import OutOfRange
from hardware.contract.wire import AxisName, DriverName
from hardware.drivers.bus import config as bus
from hardware.drivers.bus.config import Dynamixel, Feetech
from hardware.drivers.gauges import config as power
from hardware.drivers.gauges.config import BatterySection, BoardSection
from hardware.drivers.lights import config as lights
from hardware.drivers.lights.config import LightsSection
from hardware.drivers.pulse.config import ButtonsSection, Gpio, Pca9685, Pwm
from hardware.drivers.pulse.maestro_config import Maestro
from hardware.drivers.simulated.config import Simulated
from hardware.drivers.unset.config import Find
from hardware.motion.config import Motion as Motion
from hardware.motion.config import contradiction as motion_contradiction

USUAL_FILE = Path("/etc/karlsson/body.toml")
"""File that is read without `--config`; `systemd/README.md` puts it there."""

AS_WHOM = "run it with sudo"

AXES: tuple[AxisName, ...] = ("pan", "tilt", "hand")
Servo = PulseCalibration | BusCalibration


class ProcessSection(Section, frozen=True):
    """The [body] section: the process itself.

    Args:
        driver: Required, so that simulation is never a silent fallback. "find" is a body that is
            not chosen yet: it moves nothing, and says so.
        socket: Path of the socket that the agent connects to.
        park_after_s: Time without an agent after which the head goes to rest.
        state: Folder of the calibration file and of the class's pause.
        serial: Serial of the robot in the calibration file's name; by default the computer's.
    """

    driver: DriverName
    socket: PathText = "/run/karlsson/body.sock"
    park_after_s: Annotated[float, Meta(ge=0.5, le=60)] = 3.0
    state: PathText = "/var/lib/karlsson-body"
    serial: (
        Annotated[
            str,
            Meta(
                pattern=r"^[A-Za-z0-9_-]{1,64}\Z",
                description="1 to 64 letters without accents, digits, - and _",
            ),
        ]
        | None
    ) = None


class BodyConfig(Section, frozen=True):
    """Configuration file of the body."""

    body: ProcessSection
    motion: Motion = Motion()
    simulated: Simulated = Simulated()
    gpio: Gpio | None = None
    pwm: Pwm | None = None
    pca9685: Pca9685 | None = None
    maestro: Maestro | None = None
    feetech: Feetech | None = None
    dynamixel: Dynamixel | None = None
    find: Find = Find()
    lights: LightsSection | None = None
    buttons: ButtonsSection | None = None
    battery: BatterySection | None = None
    board: BoardSection = BoardSection()


def load(path: Path | None, environment: Mapping[str, str]) -> BodyConfig:
    """Read and check the body's configuration.

    Args:
        path: As `--config` names it. None takes the environment alone where that names a driver,
            and the usual file otherwise.

    Raises:
        ConfigError: A key is wrong, or keys contradict each other.
    """
    if path is None and any(name.startswith(f"{PREFIX}BODY__") for name in environment):
        config = load_file(None, BodyConfig, environment)
        name = NO_FILE
    else:
        config = load_usual(path, USUAL_FILE, BodyConfig, environment, AS_WHOM)
        name = str(path or USUAL_FILE)
    wrong = contradiction(config)
    if wrong:
        raise ConfigError(f"{name}: {wrong}")
    return config


def load_or_find(path: Path | None, environment: Mapping[str, str]) -> BodyConfig:
    """Read the configuration; where the usual file is not there, the body is to be found.

    Raises:
        ConfigError: As `load`.
    """
    is_usual = path in (None, USUAL_FILE)
    from_variables = any(name.startswith(f"{PREFIX}BODY__") for name in environment)
    if is_usual and not from_variables and _is_missing(USUAL_FILE):
        return BodyConfig(body=ProcessSection(driver="find"))
    return load(path, environment)


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError:
        return False  # nobody can say; reading it names the reason


def servos(config: BodyConfig) -> dict[AxisName, Servo]:
    """Return the servos of the configured driver; empty for a simulated body."""
    section = getattr(config, config.body.driver)
    found = {name: getattr(section, name, None) for name in AXES}
    return {name: servo for name, servo in found.items() if isinstance(servo, Servo)}


def lights_driver(config: BodyConfig) -> Literal["none", "gpio", "matrix"]:
    """Return which lights are built in; by default those whose pins are configured."""
    if config.lights is not None and config.lights.driver is not None:
        return config.lights.driver
    if config.body.driver == "feetech" and config.feetech is not None:
        return config.feetech.lights
    return "gpio" if config.gpio is not None and config.gpio.lamps() else "none"


def buttons_driver(config: BodyConfig) -> Literal["none", "gpio"]:
    """Return which buttons are built in; by default those whose pins are configured."""
    if config.buttons is not None:
        return config.buttons.driver
    if config.body.driver == "feetech" and config.feetech is not None:
        return config.feetech.buttons
    return "gpio" if config.gpio is not None and config.gpio.contacts() else "none"


def contradiction(config: BodyConfig) -> str | None:
    """Return the first contradiction between sections, or None."""
    return (
        motion_contradiction(config.motion)
        or _drivers(config)
        or _not_applied(config)
        or conflicts.of_calibration(config.body.driver, servos(config))
        or conflicts.of_places(config.body.driver, servos(config))
        or _pins(config)
        or chips.clash(_chips(config))
        or (lights.contradiction(config.lights) if config.lights else None)
        or (power.contradiction(config.battery) if config.battery else None)
        or _reach(config)
    )


def _drivers(config: BodyConfig) -> str | None:
    driver, gpio = config.body.driver, config.gpio
    if driver == "gpio" and (gpio is None or gpio.pan is None or gpio.tilt is None):
        return 'body.driver = "gpio": needs [gpio] with [gpio.pan] and [gpio.tilt]'
    if getattr(config, driver) is None:
        return f'body.driver = "{driver}": needs [{driver}]'
    for part, chosen in (("lights", lights_driver(config)), ("buttons", buttons_driver(config))):
        if chosen == "gpio" and gpio is None:
            key = f"feetech.{part}" if driver == "feetech" else f"{part}.driver"
            return f'{key} = "gpio": needs [gpio]; allowed without: "none"'
    section = getattr(config, driver)
    return bus.contradiction(driver, section) if isinstance(section, bus.BusSection) else None


def _not_applied(config: BodyConfig) -> str | None:
    """Return what was chosen and would be built of nothing, or None.

    Sections of other drivers may stand beside the chosen one: `body.driver` says which counts.
    """
    gpio = config.gpio
    if gpio is not None and buttons_driver(config) == "gpio" and not gpio.contacts():
        return 'buttons.driver = "gpio": needs a pin in [gpio], such as pause_pin'
    wants = config.lights.driver if config.lights else None
    if gpio is not None and wants == "gpio" and not gpio.lamps():
        return 'lights.driver = "gpio": needs a pin in [gpio], such as red_pin'
    return None


def _pins(config: BodyConfig) -> str | None:
    """Return a pin that is used twice, or None."""
    gpio = config.gpio
    if gpio is None:
        return None
    used: dict[str, int] = {}
    if config.body.driver == "gpio":
        placed = {"pan": gpio.pan, "tilt": gpio.tilt, "hand": gpio.hand}
        used = {f"gpio.{name}.pin": servo.pin for name, servo in placed.items() if servo}
    used |= {f"gpio.{key}": pin for key, pin in {**gpio.lamps(), **gpio.contacts()}.items()}
    return conflicts.of_pins(used, chips.pins(_chips(config)))


def _chips(config: BodyConfig) -> list[chips.Placed]:
    board = config.pca9685 if config.body.driver == "pca9685" else None
    return chips.placed(board, config.battery, config.lights)


def _reach(config: BodyConfig) -> str | None:
    """Return a limit that a servo cannot reach, or None."""
    motion = config.motion
    limits: dict[AxisName, tuple[float, float]] = {
        "pan": (motion.pan_min_deg, motion.pan_max_deg),
        "tilt": (motion.tilt_min_deg, motion.tilt_max_deg),
        "hand": (motion.hand_down_deg, motion.hand_up_deg),
    }
    for name, servo in servos(config).items():
        for angle_deg in limits[name]:
            try:
                servo.raw(angle_deg)
            except OutOfRange as error:
                where = f"{config.body.driver}.{name}"
                return f"{where}: a limit in [motion] is out of reach: {error.text}"
    return None
