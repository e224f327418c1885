"""Versions of a robot's software and computer, for a log bundle."""

import platform
from pathlib import Path

from robot.doctor.own_probe import read_versions

MOST_CHARACTERS = 4000


def versions_text(root: Path) -> str:
    """Return the versions, one a line.

    Args:
        root: Folder that holds `etc` and `sys`.
    """
    own = read_versions()
    told = platform.uname()
    lines = [
        f"Karlsson {own.own}",
        f"Python {own.python}",
        *(f"differs: {wrong}" for wrong in own.wrong),
        f"{told.system} {told.release} {told.machine}",
        _system(root),
        _text(root / "sys/firmware/devicetree/base/model").strip("\0\n "),
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _system(root: Path) -> str:
    for line in _text(root / "etc/os-release").splitlines():
        name, _, value = line.partition("=")
        if name == "PRETTY_NAME":
            return value.strip("\"'")
    return ""


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(MOST_CHARACTERS)
    except OSError:
        return ""  # no Raspberry Pi, or no such file in this distribution
