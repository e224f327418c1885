"""Readings of the computer from the kernel's and the firmware's files.

    proc/mounts, proc/meminfo
    sys/block/mmcblk*/device/{life_time,pre_eol_info}    eMMC; cards of the SD kind tell nothing
    sys/fs/ext4/*/errors_count
    sys/class/thermal/thermal_zone0/temp
    sys/class/hwmon/hwmon*/{name,in0_lcrit_alarm}        "rpi_volt"
    sys/devices/platform/soc*/*firmware*/get_throttled   bits in hexadecimal

Source: JEDEC eMMC as told by Linux (mmc-dev-attrs), ext4 (sysfs-fs-ext4); Raspberry Pi
documentation, "vcgencmd get_throttled". Untried on hardware.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from robot.doctor.computer import DiskReading, SupplyReading

WEAK_NOW, CAPPED_NOW, THROTTLED_NOW, SOFT_LIMIT_NOW = 1 << 0, 1 << 1, 1 << 2, 1 << 3
WEAK_BEFORE = 1 << 16
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class ComputerReading:
    """All that the computer tells of itself."""

    disk: DiskReading
    celsius: float | None
    supply: SupplyReading | None
    memory_mb: float | None


def read_computer(root: Path, folder: Path) -> ComputerReading:
    """Return what the computer tells.

    Args:
        root: Folder that holds `proc` and `sys`.
        folder: Of the robot's own files; its nearest parent counts while it is not there.
    """
    millidegrees = _number(root / "sys/class/thermal/thermal_zone0/temp", 10)
    return ComputerReading(
        _disk(root, folder),
        None if millidegrees is None else millidegrees / 1000,
        _supply(root),
        _memory(root),
    )


def _disk(root: Path, folder: Path) -> DiskReading:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    told = os.statvfs(there)
    lives = [
        int(word, 16) / 10
        for path in sorted(root.glob("sys/block/mmcblk*/device/life_time"))
        for word in _text(path).split()
        if word.startswith("0x") and word != "0x00"
    ]
    reserve = _most(_number(p, 16) for p in root.glob("sys/block/mmcblk*/device/pre_eol_info"))
    return DiskReading(
        told.f_bavail * told.f_frsize / MEBIBYTE,
        told.f_blocks * told.f_frsize / MEBIBYTE,
        _is_read_only(root, there),
        max(lives, default=None),
        reserve,
        _most(_number(path, 10) for path in root.glob("sys/fs/ext4/*/errors_count")),
    )


def _is_read_only(root: Path, folder: Path) -> bool:
    """Return whether the innermost file system that holds a folder is mounted read-only."""
    best, read_only = "", False
    # The agent's unit shows processes alone below /proc.
    told = _text(root / "proc/mounts") or _text(root / "proc/self/mounts")
    for line in told.splitlines():
        words = line.split()
        if len(words) < 4 or len(words[1]) < len(best):
            continue
        if folder == Path(words[1]) or Path(words[1]) in folder.parents:
            best, read_only = words[1], "ro" in words[3].split(",")
    return read_only


def _supply(root: Path) -> SupplyReading | None:
    firmware = next(
        iter(sorted(root.glob("sys/devices/platform/soc*/*firmware*/get_throttled"))), None
    )
    bits = None if firmware is None else _number(firmware, 16)
    alarms = [
        _number(folder / "in0_lcrit_alarm", 10)
        for folder in sorted(root.glob("sys/class/hwmon/hwmon*"))
        if _text(folder / "name").strip() == "rpi_volt"
    ]
    if bits is None and not alarms:
        return None
    bits = bits or 0
    return SupplyReading(
        bool(bits & WEAK_NOW) or any(alarms),
        bool(bits & WEAK_BEFORE),
        bool(bits & (CAPPED_NOW | THROTTLED_NOW | SOFT_LIMIT_NOW)),
    )


def _memory(root: Path) -> float | None:
    for line in _text(root / "proc/meminfo").splitlines():
        name, _, rest = line.partition(":")
        if name == "MemAvailable" and rest.split()[:1]:
            return int(rest.split()[0]) / 1024
    return None


def _most(found: Iterable[int | None]) -> int | None:
    return max((one for one in found if one is not None), default=None)


def _number(path: Path, base: int) -> int | None:
    try:
        return int(_text(path).strip(), base)
    except ValueError:
        return None


def _text(path: Path) -> str:
    """Return what a file holds; nothing for one that is not there."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
