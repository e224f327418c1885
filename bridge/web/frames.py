"""PURE. Counter of WebSocket frames in a stream of bytes. No I/O.

aiohttp passes on whole messages: it answers pings by itself and joins fragments, so
their number stays hidden. A frame of two bytes costs its sender nothing. Here every
frame counts: text, fragment, ping, pong, close.
"""

HEADER_BYTES = 2
_LONG = {126: 2, 127: 8}
"""Bytes of the extended length, by the length field of the header."""
_MASK_BYTES = 4


class FrameCounter:
    """Counter for one direction of one connection, from its first frame on."""

    def __init__(self) -> None:
        self._unread = b""
        """Beginning of a header that is not complete yet."""
        self._payload_left = 0

    def feed(self, data: bytes, most: int) -> int:
        """Return the number of frames that began in these bytes; stop counting above `most`.

        A peer with more frames is cut off, so the rest does not matter.
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
    """Return the length of the header that begins here, as far as it is known."""
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
