"""Features that tell this machine from another one with a copy of its card.

A card is copied whole, with `/etc/machine-id` and everything else on it. Only the
hardware stays behind: the board's serial number, or the addresses of its built-in network cards.
"""

import hashlib
from pathlib import Path

from bridge.protocol.keys import from_text, to_text

ROOT = Path("/")

_SERIAL = "sys/firmware/devicetree/base/serial-number"
_CARDS = "sys/class/net"
_PERMANENT = "0"
"""Of `addr_assign_type`: the address is the card's own."""

_NOT_BUILT_IN = ("/usb", "/virtual/", "/virtio")
"""Parts of the paths of cards that come and go, or that no hardware holds."""

_CONTEXT = b"karlsson/machine/v1\0"


def found(root: Path = ROOT) -> tuple[str, ...]:
    """Return what names this machine; empty where nothing does.

    Args:
        root: Of the file system.
    """
    serial = _text(root / _SERIAL)
    if serial.strip("0"):
        return (f"serial {serial}",)
    return tuple(sorted(f"mac {one}" for one in map(_built_in, _cards(root)) if one))


def marks(root: Path, public: str) -> tuple[str, ...]:
    """Return hashes of what names this machine, for one key of the robot."""
    data = _CONTEXT + from_text(public)
    return tuple(to_text(hashlib.sha256(data + one.encode()).digest()) for one in found(root))


def _cards(root: Path) -> list[Path]:
    try:
        return sorted((root / _CARDS).iterdir())
    except OSError:
        return []


def _built_in(card: Path) -> str:
    """Return the address of a card that is part of the board; empty for any other."""
    device = card / "device"
    if not device.exists() or any(part in f"{device.resolve()}/" for part in _NOT_BUILT_IN):
        return ""
    if _text(card / "addr_assign_type") != _PERMANENT:
        return ""
    address = _text(card / "address")
    return address if address.strip("0:") else ""


def _text(path: Path) -> str:
    try:
        return path.read_bytes()[:100].decode("ascii", "replace").strip("\0\n ")
    except OSError:
        return ""
