"""Sound cards of ALSA by the kernel's own files: whether one is there, without opening it.

ALSA itself says "Input/output error" of a card that is not there, after 22 lines of its own.
"""

import os
from pathlib import Path

from robot.media.devices.card_place import parse

ROOT = Path("/")


def listed(root: Path | None = None) -> list[tuple[str, bool, bool]]:
    """Return the id of every card, whether it has a microphone, and whether a loudspeaker."""
    top = root or ROOT
    devices = top / "dev/snd"
    return [
        (card, any(devices.glob(f"pcmC{number}D*c")), any(devices.glob(f"pcmC{number}D*p")))
        for card, number in _cards(top).items()
    ]


def lacks(name: str, side: str, root: Path | None = None) -> str:
    """Return why a card cannot be used, and what to do; empty if nothing speaks against it.

    Args:
        name: ALSA's name of it; what is no card, such as `default`, is not looked for.
        side: `c` captures, `p` plays.
        root: Folder that holds `sys` and `dev`.
    """
    parts = parse(name)
    if parts is None:
        return ""
    top = root or ROOT
    there = _cards(top)
    number = parts.card if parts.card.isdecimal() else there.get(parts.card)
    known = ", ".join(f"{card} (hw:{at})" for card, at in there.items()) or "none"
    if number is None or number not in there.values():
        return f"sound card {name} is not there: plug it in, or name another; there now: {known}"
    device = top / f"dev/snd/pcmC{number}D{parts.device}{side}"
    if not device.exists():
        what = "has no microphone" if side == "c" else "has no loudspeaker"
        return f"sound card {name} {what}: name another; there now: {known}"
    if not os.access(device, os.R_OK | os.W_OK):
        remedy = "its user is not in the group audio: `sudo usermod -aG audio USER`"
        return f"sound card {name} may not be opened: {remedy}"
    return ""


def _cards(root: Path) -> dict[str, str]:
    """Return the number of each card by its id. A hardened service does not see /proc/asound."""
    found: dict[str, str] = {}
    for folder in sorted((root / "sys/class/sound").glob("card[0-9]*")):
        try:
            name = (folder / "id").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            continue  # it has just been pulled out
        found[name] = folder.name.removeprefix("card")
    return found
