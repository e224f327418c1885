"""Disks as Linux shows them, and which of them may be written.

Everything is read below a root path: sysfs, the table of mounts, the table of swap.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from technician.places.errors import CardError

SECTOR = 512

SYSTEM = frozenset({"/", "/boot", "/boot/efi", "/boot/firmware", "/usr", "/var", "/home"})
"""Mount points of the running system: their disk is never written."""


_VIRTUAL = re.compile(r"loop|ram|zram|dm-|md|sr")
"""Names of block devices that are no disks."""


@dataclass(frozen=True)
class Disk:
    """A whole disk.

    Args:
        removable: True for a card in a reader.
        mounts: Where its partitions are mounted.
        used: What else stands on it: swap, RAID, encryption.
    """

    path: Path
    size_bytes: int
    model: str
    removable: bool
    mounts: tuple[str, ...] = ()
    used: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the disk as a person recognises it."""
        model = f", {self.model}" if self.model else ""
        return f"{self.path} ({self.size_bytes / 10**9:.3g} GB{model})"


def examine(path: Path, root: Path = Path("/")) -> Disk:
    """Return what Linux knows of a disk.

    Args:
        path: Its device, or a link to it such as those in /dev/disk/by-id.
        root: Root of /dev, /sys and /proc.

    Raises:
        CardError: It is no whole disk.
    """
    found = _found(path, root)
    if isinstance(found, Disk):
        return found
    cards = _plugged(root) if found.plug else ""
    raise CardError(f"{path}: {found.why}{cards}")


@dataclass(frozen=True)
class _NoDisk:
    """Reason why there is no disk; `plug` if it helps to know which cards are plugged in."""

    why: str
    plug: bool = False


def _found(path: Path, root: Path) -> Disk | _NoDisk:
    device = _below(root, path).resolve()
    about = root / "sys/class/block" / device.name
    if not about.is_dir():
        return _NoDisk("is no disk", plug=True)
    if (about / "partition").exists():
        whole = about.resolve().parent.name
        return _NoDisk(f"is a partition; name the whole disk, /dev/{whole}")
    size = int(_text(about / "size") or 0) * SECTOR
    if size == 0:
        return _NoDisk("no card is in the reader", plug=True)
    if _text(about / "ro") == "1":
        return _NoDisk("is write-protected; move the card's little switch")
    parts = [about, *(one.parent for one in sorted(about.glob("*/partition")))]
    model = " ".join(
        filter(None, (_text(about / "device" / one) for one in ("vendor", "model", "name")))
    )
    removable = _text(about / "removable") == "1" or _text(about / "device/type") == "SD"
    return Disk(device, size, model, removable, _mounts(parts, root), _used(parts, root))


def refusal(disk: Disk, said_again: bool) -> str:
    """Return why a disk is not written, with the remedy; empty if it may be.

    Args:
        disk: As Linux knows it.
        said_again: True if the person has named this disk a second time.
    """
    if disk.used:
        return f"{disk}: is in use ({', '.join(disk.used)}) and is never written"
    if SYSTEM & set(disk.mounts):
        return f"{disk}: this computer runs from it ({', '.join(disk.mounts)}); never written"
    if said_again:
        return ""
    again = f"if it is the right one, say so a second time: --really {disk.path}"
    if disk.mounts:
        where = " ".join(disk.mounts)
        return f"{disk}: is mounted; umount {where} - or, {again}"
    if not disk.removable:
        return f"{disk}: is no removable disk, and everything on it would be lost; {again}"
    return ""


def _plugged(root: Path) -> str:
    """Return which cards are plugged in, for a message."""
    names = sorted(one.name for one in (root / "sys/class/block").glob("*"))
    disks = [_found(root / "dev" / name, root) for name in names if not _VIRTUAL.match(name)]
    found = [str(disk) for disk in disks if isinstance(disk, Disk) and disk.removable]
    return (
        f"; cards that are plugged in: {', '.join(found)}" if found else "; no card is plugged in"
    )


def _mounts(parts: list[Path], root: Path) -> tuple[str, ...]:
    numbers = {_text(one / "dev") for one in parts} - {""}
    devices = {f"/dev/{one.name}" for one in parts}
    found = []
    for line in _text(root / "proc/self/mountinfo").splitlines():
        # man proc: ID parent major:minor root mount-point options ... - type source options
        fields = line.split(" ")
        source = line.partition(" - ")[2].split(" ")[1:2]
        if len(fields) > 4 and (fields[2] in numbers or set(source) & devices):
            found.append(re.sub(r"\\([0-7]{3})", lambda one: chr(int(one[1], 8)), fields[4]))
    return tuple(dict.fromkeys(found))


def _used(parts: list[Path], root: Path) -> tuple[str, ...]:
    devices = {f"/dev/{one.name}" for one in parts}
    swaps = {line.split()[0] for line in _text(root / "proc/swaps").splitlines()[1:] if line}
    holders = [two.name for one in parts for two in sorted((one / "holders").glob("*"))]
    return (*(f"swap on {one}" for one in sorted(devices & swaps)), *holders)


def _below(root: Path, path: Path) -> Path:
    whole = path.absolute()
    return whole if whole.is_relative_to(root) else root / whole.relative_to("/")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
