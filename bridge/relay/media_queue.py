"""PURE. Queue before one slow reader: it loses media instead of gaining delay. No I/O.

    answer                         never dropped; too many end the connection
    keys and checks of the call    dropped only if there is no room at all
    small media, such as voice     dropped after `SMALL_S`
    large media, such as a picture dropped after `LARGE_S`

So on a bad line sound goes last.
"""

from collections import deque
from enum import IntEnum

LARGE_S = 0.15
SMALL_S = 0.5
SMALL_BYTES = 320
"""20 ms of voice, repeated once and encrypted, is smaller."""

MOST_MEDIA = 96 * 1024
"""Bytes of large media that may wait."""

MOST_BYTES = 192 * 1024
"""Bytes of everything that may wait."""

_SRTP = 128
"""First byte of media; STUN begins with 0 to 3, DTLS with 20 to 63 (RFC 7983)."""


class Rank(IntEnum):
    """Importance of a frame."""

    ANSWER = 0
    SMALL = 1
    LARGE = 2


class MediaQueue:
    """Frames for one connection, in order."""

    def __init__(self) -> None:
        self._frames: deque[tuple[float, Rank, bytes]] = deque()
        self._bytes = 0
        self.overfull = False
        """True if answers found no room: the peer asks without reading."""
        self.dropped = 0
        """Frames that were left out."""

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def waiting_bytes(self) -> int:
        """Bytes that wait."""
        return self._bytes

    def answer(self, frame: bytes) -> None:
        """Queue an answer."""
        if self._bytes + len(frame) > MOST_BYTES:
            self.overfull = True
            return
        self._frames.append((0.0, Rank.ANSWER, frame))
        self._bytes += len(frame)

    def media(self, frame: bytes, first: int, now: float) -> None:
        """Queue a packet of a call, or drop it.

        Args:
            frame: As it is sent.
            first: First byte of the packet in it, which tells media from keys and checks.
            now: Monotonic seconds.
        """
        size = len(frame)
        rank = Rank.LARGE if size > SMALL_BYTES else Rank.SMALL
        if first < _SRTP:
            rank = Rank.ANSWER
        if self._bytes + size > (MOST_MEDIA if rank == Rank.LARGE else MOST_BYTES):
            self.dropped += 1
            return
        self._frames.append((now, rank, frame))
        self._bytes += size

    def take(self, most: int, now: float) -> bytes:
        """Return the next frames in one piece, without those that waited too long.

        Args:
            most: Bytes to return at most; one frame is returned in any case.
            now: Monotonic seconds.
        """
        frames = self._frames
        taken: list[bytes] = []
        size = 0
        while frames:
            at, rank, frame = frames[0]
            if rank and now - at > (SMALL_S if rank == Rank.SMALL else LARGE_S):
                self.dropped += 1
            elif taken and size + len(frame) > most:
                break
            else:
                taken.append(frame)
                size += len(frame)
            frames.popleft()
            self._bytes -= len(frame)
        return taken[0] if len(taken) == 1 else b"".join(taken)
