"""PURE. Whom a new connection is for, told by its first bytes. No I/O.

    without TLS   0 to 3: STUN, so the relay      a letter: HTTP, so the pages
    with TLS      a ClientHello that asks for HTTP (ALPN) is for the pages; browsers, command
                  lines and robots all ask for it, and TURN clients never do. One that asks for
                  nothing goes to the relay, which ends TLS and looks once more.

Sources: RFC 8446 section 4.1.2 (ClientHello), RFC 7301 (ALPN), RFC 7983 (first bytes).
"""

from typing import Literal

Whom = Literal["pages", "relay"]

MOST_HELLO_BYTES = 16 * 1024 + 5
"""Longest record of TLS, and its header."""

_HANDSHAKE = 0x16
_CLIENT_HELLO = 1
_ALPN = 16
_HTTP = frozenset({b"http/1.1", b"h2", b"http/1.0"})


def whom(data: bytes, tls: bool) -> Whom | None:
    """Return whom a connection is for; None if more bytes are needed.

    Args:
        data: What has come so far.
        tls: Whether the connection is to be encrypted.
    """
    if not data:
        return None
    if not tls:
        return "relay" if is_stun(data) else "pages"
    if data[0] != _HANDSHAKE:
        return "pages"  # whose TLS refuses it
    if len(data) < wanted(data):
        return None
    return "pages" if _asked_for(data) & _HTTP else "relay"


def is_stun(data: bytes) -> bool:
    """Return whether bytes begin a message of STUN."""
    return data[0] < 4


def wanted(data: bytes) -> int:
    """Return how many bytes of a ClientHello have to be there."""
    if len(data) < 5:
        return 5
    return min(5 + int.from_bytes(data[3:5], "big"), MOST_HELLO_BYTES)


def _asked_for(record: bytes) -> set[bytes]:
    """Return the protocols that a ClientHello asks for; none where it cannot be read."""
    try:
        return set(_protocols(_Bytes(record[5:])))
    except _TooShort:
        return set()


class _TooShort(Exception):
    """A length points behind the end."""


class _Bytes:
    """Reader of fields with a length in front."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __bool__(self) -> bool:
        return bool(self._data)

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        if size > len(self._data):
            raise _TooShort
        taken, self._data = self._data[:size], self._data[size:]
        return taken

    def number(self, size: int) -> int:
        """Return the next number."""
        return int.from_bytes(self.take(size), "big")

    def rest(self) -> bytes:
        """Return all that is left."""
        return self.take(len(self._data))

    def part(self, size: int) -> "_Bytes":
        """Return a field whose length stands in front of it in `size` bytes."""
        return _Bytes(self.take(self.number(size)))


def _protocols(hello: _Bytes) -> list[bytes]:
    if hello.number(1) != _CLIENT_HELLO:
        return []
    body = hello.part(3)
    body.take(2 + 32)
    for size in (1, 2, 1):  # session, ciphers, compression
        body.part(size)
    extensions = body.part(2)
    while extensions:
        kind, value = extensions.number(2), extensions.part(2)
        if kind == _ALPN:
            names = value.part(2)
            found: list[bytes] = []
            while names:
                found.append(names.part(1).rest())
            return found
    return []
