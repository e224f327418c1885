"""A camera as Picamera2 and libcamera have it: found, opened, tuned, its errors in words.

Untried on hardware.
"""

import importlib
import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from robot.media.devices.reopening import LostError
from robot.media.types.spec import AUTO, SourceSpec, Tuning

log = logging.getLogger(__name__)

MAINS_PERIOD_US = 10_000
"""Period of lamps on 50 Hz."""


def tuned(known: Any, tuning: Tuning) -> dict[str, Any]:
    """Return libcamera's controls for focus, exposure and lamps; warn of those it does not have.

    Args:
        known: Controls of this camera: least, greatest and usual value by name.
        tuning: As configured.
    """
    wanted: dict[str, Any] = {}
    if tuning.focus == AUTO:
        wanted["AfMode"] = 2  # continuous
    elif tuning.focus:
        nearest = known["LensPosition"][1] if "LensPosition" in known else 0.0
        wanted |= {"AfMode": 0, "LensPosition": float(tuning.focus) * float(nearest)}
    elif "AfMode" in known:
        wanted["AfMode"] = 2  # without it, the lens stays where it was left
    if tuning.exposure_ms == AUTO:
        wanted["AeEnable"] = True
    elif tuning.exposure_ms:
        wanted |= {"AeEnable": False, "ExposureTime": round(float(tuning.exposure_ms) * 1000)}
    for name in sorted(set(wanted) - set(known)):
        log.warning("camera: it has no %s; remove focus or exposure_ms", name)
    if "AeFlickerPeriod" in known:
        wanted |= {"AeFlickerMode": 1, "AeFlickerPeriod": MAINS_PERIOD_US}
    return {name: value for name, value in wanted.items() if name in known}


def listed(spec: SourceSpec) -> str:
    """Return the name of a camera in the computer's list; it is not opened.

    Raises:
        LostError: It is not there, or nothing can tell.
    """
    with errors_named():
        picamera2, _, number = _found(spec)
        return str(picamera2.Picamera2.global_camera_info()[number].get("Model", spec.url))


@contextmanager
def opened(spec: SourceSpec) -> Iterator[tuple[Any, Any]]:
    """Open a camera; yield it and the module `libcamera`.

    Raises:
        LostError: It is not there.
    """
    picamera2, libcamera, number = _found(spec)
    with closing(picamera2.Picamera2(number)) as camera:
        yield camera, libcamera


def _found(spec: SourceSpec) -> tuple[Any, Any, int]:
    """Return Picamera2, libcamera, and the number of a camera that is there.

    Raises:
        LostError: One of them is not there.
    """
    try:
        picamera2 = importlib.import_module("picamera2")
        libcamera = importlib.import_module("libcamera")
    except (ImportError, ValueError) as error:
        raise LostError(
            f"Picamera2 cannot be used ({error}): Raspberry Pi OS: `sudo apt-get install "
            "python3-picamera2`, then remove .venv and start ./run anew"
        ) from error
    found = picamera2.Picamera2.global_camera_info()
    number = int(spec.rest or 0)
    if number >= len(found):
        raise LostError(
            f"there is no camera {number}; found: {len(found)}. Check the ribbon cable at both "
            "ends; `rpicam-hello --list-cameras` shows what is there"
        )
    return picamera2, libcamera, number


@contextmanager
def errors_named() -> Iterator[None]:
    """Raise `LostError` with what to do, in place of what Picamera2 raises."""
    try:
        yield
    except (TypeError, AttributeError, LookupError) as error:
        raise LostError(
            f"this Picamera2 is not as expected ({type(error).__name__}: {error}): `sudo apt-get "
            "install --only-upgrade python3-picamera2`"
        ) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise LostError(
            f"{error}; is another program using the camera? `sudo fuser -v /dev/media*` names it"
        ) from error
