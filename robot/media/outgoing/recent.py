"""PURE. Media that one peer connection sends now, from the packets that left it. No I/O."""

from dataclasses import dataclass

from robot.media.transport.plan import Kind

PICTURE_S = 1.0
"""Time after a packet of a picture for which a picture leaves. The slowest plan has five pictures a
second, and a full line skips some."""

SOUND_S = 0.5
"""The same for sound, which has at least sixteen packets a second."""

OF_PICTURE: frozenset[Kind] = frozenset({"picture", "retransmission", "repeat"})
"""Packets that bring the child a picture; what only probes the line is not among them."""


@dataclass(frozen=True)
class SentNow:
    """Media that leave now: the size of the picture, 0 for none, and whether sound leaves."""

    width_px: int = 0
    height_px: int = 0
    sound: bool = False


class Recent:
    """Times of the newest packets, and the size of the newest picture."""

    def __init__(self) -> None:
        self.size_px = (0, 0)
        """Width and height of the newest picture."""
        self._picture_s = float("-inf")
        self._sound_s = float("-inf")

    def note(self, kind: Kind, now: float) -> None:
        """Note a packet that was sent."""
        if kind == "sound":
            self._sound_s = now
        elif kind in OF_PICTURE:
            self._picture_s = now

    def sent(self, now: float) -> SentNow:
        """Return what leaves now."""
        width_px, height_px = self.size_px if now < self._picture_s + PICTURE_S else (0, 0)
        return SentNow(width_px, height_px, now < self._sound_s + SOUND_S)
