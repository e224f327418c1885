"""Addresses of clients as requests and proxies name them, with a warning if they are not named."""

import logging
from collections.abc import Sequence
from typing import Literal, Protocol

from bridge.base.addresses import Proxies, is_loopback

log = logging.getLogger(__name__)

ProxyHeader = Literal["x-forwarded-for", "forwarded", "either"]

NAMING = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
"""Headers that show that a request came through a proxy."""

UNKNOWN = ""
"""Address of a client behind a proxy that does not name it. Nobody is limited by it."""

UNNAMED = (
    "a trusted proxy does not name its client; make it send X-Forwarded-For. "
    "Until then people behind it cannot be told apart, and only total limits hold"
)

UNTRUSTED = (
    "a proxy on this machine names its client and is not trusted; "
    'set server.trusted_proxies = ["127.0.0.1", "::1"]. '
    "Until then people behind it cannot be told apart, and only total limits hold"
)


class Headers(Protocol):
    """Headers of a request, of which each may have several lines."""

    def __contains__(self, name: object) -> bool: ...

    def getall(self, key: str, default: Sequence[str]) -> Sequence[str]:
        """Return the lines of a header."""


class Clients:
    """Reader of clients' addresses.

    Args:
        proxies: Peers whose word is believed.
        header: Header in which they name their client.
    """

    def __init__(self, proxies: Proxies, header: ProxyHeader) -> None:
        self._proxies = proxies
        self._header = header
        self._warned: set[str] = set()

    def address(self, peer: str, headers: Headers) -> str:
        """Return the client's address, or `UNKNOWN` where only a proxy's is known."""
        if peer not in self._proxies:
            # Only a proxy comes from this machine with such a header, whoever wrote it.
            if is_loopback(peer) and any(name in headers for name in NAMING):
                self._warn(UNTRUSTED)
                return UNKNOWN
            return peer
        x_forwarded_for = () if self._header == "forwarded" else _lines(headers, NAMING[0])
        forwarded = () if self._header == "x-forwarded-for" else _lines(headers, NAMING[1])
        address = self._proxies.client(peer, x_forwarded_for, forwarded)
        if address in self._proxies:
            self._warn(UNNAMED)
            return UNKNOWN
        return address

    def _warn(self, text: str) -> None:
        """Write a warning, once."""
        if text not in self._warned:
            self._warned.add(text)
            log.warning(text)


def _lines(headers: Headers, name: str) -> Sequence[str]:
    return headers.getall(name, ())
