"""Places of ALSA's sound cards: by a number, which changes, and by an id, which the card keeps."""

import re
from dataclasses import dataclass
from pathlib import Path

ALSA_CARDS = Path("/proc/asound")
"""Directory with a link `<id> -> card<number>` and a folder `card<number>` for each card."""


@dataclass(frozen=True)
class AlsaName:
    """A card by ALSA's name, such as `plughw:CARD=Headset,DEV=0`.

    Args:
        layer: `hw` or `plughw`.
        card: Its number or its id.
        device: Number of the device on it.
    """

    layer: str
    card: str
    device: str

    def spelled(self) -> str:
        """Return it as ALSA reads it."""
        return f"{self.layer}:CARD={self.card},DEV={self.device}"

    def number(self) -> str | None:
        """Return the number that the card has now; None if it is not there."""
        if self.card.isdecimal():
            return self.card
        link = ALSA_CARDS / self.card
        return link.readlink().name.removeprefix("card") if link.is_symlink() else None


def parse(name: str) -> AlsaName | None:
    """Return the parts of a name; None for one that is no card, such as `default`."""
    match = re.fullmatch(r"((?:plug)?hw):(?:CARD=)?([A-Za-z0-9_]+)(?:,(?:DEV=)?(\d+))?", name)
    return AlsaName(match[1], match[2], match[3] or "0") if match else None


class CardPlace:
    """One card, under whatever number it appears.

    A card that is named by its number is remembered by its id as soon as it is seen.

    Args:
        name: ALSA's name of it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._parts = parse(name)
        self._id = ""

    def now(self) -> str:
        """Return ALSA's name of the card for now: as given, or by its id if it has moved."""
        parts = self._parts
        if parts is None or not parts.card.isdecimal():
            return self.name
        self._id = self._id or _id_of(parts.card)
        moved = AlsaName(parts.layer, self._id, parts.device)
        number = moved.number() if self._id else None
        return self.name if number in (None, parts.card) else moved.spelled()


def _id_of(number: str) -> str:
    try:
        return (ALSA_CARDS / f"card{number}" / "id").read_text(encoding="utf-8").strip()
    except OSError:
        return ""  # it is not there yet
