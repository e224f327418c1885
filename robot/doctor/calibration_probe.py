"""Age of the body's calibration, by the file that `karlsson-body calibrate` writes."""

import time
import tomllib
from pathlib import Path

from hardware.contract.wire import DriverName
from robot.doctor.body import CalibrationReading

BODY_CONFIG = "etc/karlsson/body.toml"
STATE = "/var/lib/karlsson-body"
"""Folder of the body's state where its configuration names no other."""


def read_calibration(
    root: Path, driver: DriverName, now_s: float | None = None
) -> CalibrationReading:
    """Return the age of the newest calibration.

    Args:
        root: Folder that holds `etc` and `var`.
        driver: Of the running body.
        now_s: Unix seconds; now if None.
    """
    if driver == "simulated":
        return CalibrationReading(None, needed=False)
    found = [path.stat().st_mtime for path in calibration_files(root)]
    now = time.time() if now_s is None else now_s
    return CalibrationReading((now - max(found)) / 86400 if found else None)


def calibration_files(root: Path) -> list[Path]:
    """Return the calibrations of this robot; there is one for each serial."""
    return sorted((root / _state(root).lstrip("/")).glob("calibration-*.toml"))


def _state(root: Path) -> str:
    try:
        told = tomllib.loads((root / BODY_CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return STATE
    section = told.get("body", {})
    state = section.get("state", STATE) if isinstance(section, dict) else STATE
    return state if isinstance(state, str) else STATE
