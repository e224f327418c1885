"""Age of the body's calibration, by the file that `karlsson-body calibrate` writes."""

import time
import tomllib
from pathlib import Path
from typing import Any

from hardware.contract.wire import DriverName
from robot.doctor.body import CalibrationReading

BODY_CONFIG = "etc/karlsson/body.toml"
SERIAL = "sys/firmware/devicetree/base/serial-number"
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
    """Return the calibration of this robot; where nothing tells its serial, every one.

    A copied card holds that of another robot, by which this one does not move.
    """
    told = _body(root)
    state, named = told.get("state"), told.get("serial")
    folder = root / (state if isinstance(state, str) else STATE).lstrip("/")
    serial = named if isinstance(named, str) else _serial(root)
    return [
        path
        for path in sorted(folder.glob("calibration-*.toml"))
        if serial in ("", path.stem.removeprefix("calibration-"))
    ]


def _body(root: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads((root / BODY_CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    section = told.get("body", {})
    return section if isinstance(section, dict) else {}


def _serial(root: Path) -> str:
    try:
        return (root / SERIAL).read_bytes()[:100].decode("ascii", "replace").strip("\0\n ")
    except OSError:
        return ""
