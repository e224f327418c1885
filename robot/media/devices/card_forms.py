"""PURE. Forms in which a sound card may work, and why one cannot be opened. No I/O."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from robot.media.types.cells import SAMPLE_HZ

RATES_HZ = (
    SAMPLE_HZ,
    44_100,
    96_000,
    88_200,
    32_000,
    24_000,
    22_050,
    16_000,
    192_000,
    11_025,
    8_000,
)
"""Rates in the order in which they are tried: our own, then those that lose nothing."""

CHANNELS = (1, 2, 4, 6, 8)
"""One, two, or the channels of an array of microphones."""

Way = Literal["input", "output"]
Kind = Literal["InputStream", "OutputStream", "Stream"]
Channels = int | tuple[int, int]


@dataclass(frozen=True)
class Form:
    """Rate and channels of a card; a stream both ways has channels in and out."""

    rate_hz: int
    channels: Channels

    def spelled(self) -> str:
        """Return it in words for the log."""
        ways = self.channels if isinstance(self.channels, tuple) else (self.channels,)
        return f"{self.rate_hz} Hz, {' and '.join(str(count) for count in ways)} channels"


FORM = Form(SAMPLE_HZ, 1)
"""Form that needs no conversion."""


def forms(kind: Kind) -> Iterator[Form]:
    """Yield the forms to try."""
    if kind == "Stream":
        pairs: list[Channels] = [1, 2, (1, 2), (2, 1), (4, 2), (6, 2), (8, 2)]
    else:
        pairs = list(CHANNELS if kind == "InputStream" else CHANNELS[:2])
    for rate_hz in RATES_HZ:
        for channels in pairs:
            yield Form(rate_hz, channels)


def is_about_form(error: str) -> bool:
    """Return whether another form might be taken."""
    return bool(
        re.search(r"sample ?rate|channels|sample format|-999[784]\b|-9996\b.*format", error, re.I)
    )


def not_listed(device: str, way: Way, there: Sequence[str]) -> str:
    """Return why no card of PortAudio's list is the one that was named, and what to do.

    Args:
        device: A part of the name, or nothing for the system's own choice.
        there: Names of the cards that can do this.
    """
    part = "microphone" if way == "input" else "loudspeaker"
    known = f"there now: {', '.join(there)}" if there else f"no sound card with a {part} is there"
    fitting = [name for name in there if device.lower() in name.lower()]
    if device and len(fitting) > 1:
        return f"{device!r} fits several sound cards: write more of the name; {known}"
    hint = "" if there else "; if one is plugged in, its user is not in the group audio"
    if not device:
        return f"the system has chosen no {part}: name a sound card; {known}{hint}"
    what = f"no sound card with a {part} is named {device!r}: plug it in, or name another"
    return f"{what}; {known}{hint}"


def refusal(device: str, error: str) -> str:
    """Return why a card cannot be used, and what to do."""
    card = f"sound card {device or 'by default'}"
    if re.search(r"-9985|unavailable|busy", error, re.I):
        return (
            f"{card}: another program uses it (PulseAudio, PipeWire?): `sudo fuser -v /dev/snd/*` "
            "names it; stop it, or name the card that it offers, such as portaudio:pulse"
        )
    if re.search(r"permission denied|not permitted", error, re.I):
        return f"{card}: its user is not in the group audio: `sudo usermod -aG audio USER`"
    if re.search(r"\bno\b.{0,20} (device|file)|-9996|querying device", error, re.I):
        return (
            f"{card} is not there: plug it in; `python -m sounddevice` lists the names, "
            "`aplay -l` the cards; with an empty list, its user is not in the group audio"
        )
    return f"{card}: {error}"
