"""PURE. Counts the frames of a WebSocket as their bytes arrive. No I/O.

aiohttp hands on whole messages; it answers pings by itself and joins fragments,
and so nobody sees how many there were. A frame of two bytes costs its sender
nothing. Here every frame counts: text, fragment, ping, pong, close.
"""

HEADER_BYTES = 2
_LONG = {126: 2, 127: 8}
"""Bytes of the length behind the header, by what the header says."""
_MASK_BYTES = 4


class FrameCounter:
    """Follows one direction of one connection, from its first frame on."""

    def __init__(self) -> None:
        self._unread = b""
        """The beginning of a header whose end has not come yet."""
        self._payload_left = 0

    def feed(self, data: bytes, most: int) -> int:
        """Return how many frames began in these bytes; stops counting above `most`.

        Whoever sent more than `most` is cut off, so that what is behind does not matter.
        """
        data = self._unread + data if self._unread else data
        at = frames = 0
        while frames <= most:
            skipped = min(self._payload_left, len(data) - at)
            self._payload_left -= skipped
            at += skipped
            size = _header_size(data, at)
            if len(data) - at < size:
                break
            self._payload_left = _payload(data, at)
            at += size
            frames += 1
        self._unread = data[at:]
        return frames


def _header_size(data: bytes, at: int) -> int:
    """Return how long the header is that begins here, as far as it can be told."""
    if len(data) - at < HEADER_BYTES:
        return HEADER_BYTES
    second = data[at + 1]
    return HEADER_BYTES + _LONG.get(second & 0x7F, 0) + (_MASK_BYTES if second & 0x80 else 0)


def _payload(data: bytes, at: int) -> int:
    """Return the length of the payload behind a whole header."""
    length = data[at + 1] & 0x7F
    if length not in _LONG:
        return length
    begin = at + HEADER_BYTES
    return int.from_bytes(data[begin : begin + _LONG[length]], "big")
