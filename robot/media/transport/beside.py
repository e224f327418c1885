"""PURE. Room on the line for blobs that cross beside sound and picture. No I/O.

A still or a sheet takes what sound and picture leave of the estimate, and the picture gives
way first: to a still nearly all, since that takes a second, and to a sheet half. The sound
gives nothing. Blobs travel outside RTP, so their bytes are counted here for the estimate.
"""

from typing import Final

from bridge.protocol.transfers import PIECE_BYTES, TransferKind
from robot.media.transport.round_trip import RateMeter

PICTURE_SHARE: Final[dict[TransferKind, float]] = {"still": 0.04, "sheet": 0.5}
"""Share of the picture's room that stays with the picture."""

LINE_SHARE: Final[dict[TransferKind, float]] = {"still": 0.96, "sheet": 0.88}
"""Share of the estimate that all packets together may take. A sheet is in no hurry, and leaves room
for the bursts of the picture, behind which the sound would wait."""

LEAST_PICTURE_BPS = 16_000

METER_S = 0.5
BURST_S = 0.015
"""Unused time of the line that may be made up for: the loop's timer is not exact."""
LONGEST_S = 1.0


PIECE_S = 0.012
LEAST_PIECE_BYTES = 256
"""Time of a piece on the line, and its least size: a short one makes way sooner for the sound, and
is a greater part headers."""


def piece_bytes(line_bps: int) -> int:
    """Return the size of a piece on a line of this rate."""
    return min(PIECE_BYTES, max(LEAST_PIECE_BYTES, int(PIECE_S * line_bps / 8)))


STILL_S: Final = 0.35
"""Time for which a still may cross: the rest of a second and a half goes into taking it."""
LEAST_STILL_BYTES = 24_000
"""A whole board of letters at the limit of the sensor can still be read from so few."""
PIECE_HEADERS_BYTES = 102


def still_bytes(line_bps: int) -> int:
    """Return the size of a still that crosses soon enough on a line of this rate."""
    rate_bps = int(LINE_SHARE["still"] * line_bps)
    piece = piece_bytes(rate_bps)
    bytes_per_s = rate_bps / 8 * piece / (piece + PIECE_HEADERS_BYTES)
    return max(LEAST_STILL_BYTES, int(STILL_S * bytes_per_s))


class BesideLoad:
    """Blobs of one connection, as congestion control sees them.

    Args:
        now: Monotonic seconds.
    """

    def __init__(self, now: float) -> None:
        self.wanted: TransferKind | None = None
        """Kind of blob that crosses now."""
        self._sent = RateMeter(METER_S, now)
        self._delivered = RateMeter(METER_S, now)

    def sent(self, size_bytes: int, now: float) -> None:
        """Count bytes sent now, with all headers."""
        self._sent.add(size_bytes, now)

    def delivered(self, size_bytes: int, now: float) -> None:
        """Count bytes whose arrival was acknowledged now, with all headers."""
        self._delivered.add(size_bytes, now)

    def sent_bps(self, now: float) -> int:
        """Return the rate of sending."""
        return self._sent.bps(now)

    def delivered_bps(self, now: float) -> int:
        """Return the rate of arrival."""
        return self._delivered.bps(now)

    def left_bps(self, room_bps: float) -> float:
        """Return what is left for the picture of its room."""
        if self.wanted is None:
            return room_bps
        share_bps = PICTURE_SHARE[self.wanted] * room_bps
        return min(room_bps, max(LEAST_PICTURE_BPS, share_bps))

    @property
    def line_share(self) -> float:
        """Share of the line that blobs may fill up to."""
        return LINE_SHARE[self.wanted] if self.wanted else 0.0


class LineShare:
    """Leaky bucket: tells when bytes at a rate would have left the line.

    Args:
        now: Monotonic seconds.
        rate_bps: Rate; change it at any time through the attribute. At 0 nothing may be sent.
        burst_s: Time that may be made up for.
    """

    def __init__(self, now: float, rate_bps: int = 0, burst_s: float = BURST_S) -> None:
        self.rate_bps = rate_bps
        self._burst_s = burst_s
        self._free_s = now

    def spent(self, size_bytes: int, now: float) -> None:
        """Count bytes that were sent."""
        if self.rate_bps:
            free_s = max(self._free_s, now - self._burst_s) + 8 * size_bytes / self.rate_bps
            self._free_s = min(free_s, now + LONGEST_S)

    def wait_s(self, now: float) -> float | None:
        """Return the time until more may be sent; None if nothing may."""
        return max(0.0, self._free_s - now) if self.rate_bps else None
