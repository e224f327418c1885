"""Look whether the header's pins can be driven at all. No pin is touched."""

import importlib.util
import os
from pathlib import Path

from hardware.finding.found import FoundPins

DEVICES = Path("/dev")
LIBRARY = "lgpio"


def scan(devices: Path = DEVICES, library: str = LIBRARY) -> FoundPins:
    """Return the devices through which pins are driven, and what is missing.

    Args:
        devices: Folder of the devices.
        library: Name of the library that drives them.
    """
    chips = tuple(str(path) for path in sorted(devices.glob("gpiochip[0-9]*")))
    if not chips:
        return FoundPins((), "none")
    if not any(os.access(chip, os.R_OK | os.W_OK) for chip in chips):
        return FoundPins(chips, "forbidden")
    if importlib.util.find_spec(library) is None:
        return FoundPins(chips, "no_library")
    return FoundPins(chips)
