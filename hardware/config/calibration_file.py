"""Calibration file on disk: found by the robot's serial, replaced atomically."""

from contextlib import suppress
from pathlib import Path

from bridge.process import atomic, file_words
from bridge.process.config_file import ConfigError
from hardware.config.calibrated import (
    Axes,
    WrongCalibration,
    applied,
    axes_of,
    decode,
    encode,
    file_name,
)
from hardware.config.config import BodyConfig

SERIALS = (
    "sys/firmware/devicetree/base/serial-number",
    "proc/device-tree/serial-number",
)
"""Files with a Raspberry Pi's serial; the second is hidden from a hardened service."""

READABLE = 0o644
"""Mode of the file: a technician writes it, the body's own user reads it."""

MOST_BYTES = 16_384


def serial_of(config: BodyConfig, root: Path = Path("/")) -> str | None:
    """Return the robot's serial: as configured, else the computer's own, else None.

    Raises:
        ConfigError: The computer's own cannot be read just now.
    """
    if config.body.serial is not None:
        return config.body.serial
    for name in SERIALS:
        try:
            told = (root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        except OSError as error:
            # Not "none": the head would turn by numbers that are not this robot's.
            raise ConfigError(f"/{name}: {file_words.words(error)}; start again") from error
        text = told.rstrip(b"\0\n ").decode("ascii", "replace")
        if text.isalnum():
            return text
    return None


def path_of(config: BodyConfig, root: Path = Path("/")) -> Path:
    """Return the path of this robot's calibration.

    Raises:
        ConfigError: The robot has no serial.
    """
    serial = serial_of(config, root)
    if serial is None:
        raise ConfigError(
            "body.serial: this computer has no serial of its own; "
            "allowed: letters, digits, - and _, as on the robot's label"
        )
    return Path(config.body.state) / file_name(serial)


def calibrated(config: BodyConfig, root: Path = Path("/")) -> BodyConfig:
    """Return the configuration overridden by the robot's calibration, if there is one.

    Raises:
        ConfigError: The file cannot be read, or belongs to another robot or driver.
    """
    serial = serial_of(config, root)
    if serial is None:
        return config
    path = path_of(config, root)
    try:
        data = _read(path)
        return config if data is None else applied(config, decode(data), serial)
    except OSError as error:
        raise ConfigError(f"{path}: {file_words.of_file(path, error)}") from error
    except WrongCalibration as error:
        remedy = "run `karlsson-body calibrate`, or move the file away"
        raise ConfigError(f"{path}: {error}; {remedy}") from error


def save(config: BodyConfig, axes: Axes, root: Path = Path("/")) -> Path:
    """Write the robot's whole calibration; return its path.

    Axes that are built in but not given keep their values from an older file.

    Raises:
        ConfigError: The robot has no serial, or this calibration could not be read back.
        OSError: It cannot be written, as on a full disk, or the old one cannot be read; that
            one is intact.
    """
    path = path_of(config, root)
    serial = serial_of(config, root)
    assert serial is not None
    data = encode(serial, config.body.driver, {**_older(config, path, serial), **axes})
    try:
        applied(config, decode(data), serial)
    except WrongCalibration as error:
        raise ConfigError(f"not saved: {error}") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.replace(path, data, READABLE)
    return path


def _older(config: BodyConfig, path: Path, serial: str) -> Axes:
    """Return what an older file of this robot says; nothing where it cannot be used.

    Raises:
        OSError: It is there and cannot be read just now: to write it anew would lose its axes.
    """
    with suppress(WrongCalibration):
        data = _read(path)
        return {} if data is None else axes_of(config, decode(data), serial)
    return {}


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except FileNotFoundError:
        return None
