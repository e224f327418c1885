"""PURE. Client addresses behind proxies, and the key under which an address is counted. No I/O.

A proxy names its client in one of these forms:

    192.0.2.7   192.0.2.7:51234   2001:db8::1   [2001:db8::1]:443   "[2001:db8::1]"
    unknown     _hidden           for="[2001:db8::1]:443";proto=https    (RFC 7239)

Where the header cannot be read, the client is not known. Everybody behind such a proxy has one
address, so nobody is limited by it.

Several proxies in a row add to one header. It is read from its end, and what a client wrote there
itself lies before the first address that is no proxy of ours:

    X-Forwarded-For: what a client claims, client, outer proxy      from the inner proxy
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MOST_HOPS = 16
"""Proxies in a row that are followed."""

_HIDDEN = re.compile(r"_[A-Za-z0-9._-]{1,63}")
"""Name that a proxy uses for an address that it hides (RFC 7239 section 6.3)."""

_PORT = re.compile(r":(\d{1,5}|_[A-Za-z0-9._-]{1,63})")
_FOR = re.compile(r"""(?:^|;)\s*for\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;,"]+)\s*(?=;|$)""", re.IGNORECASE)


def parse(text: str) -> Address | None:
    """Return the address without port, brackets, quotes and zone, or None."""
    bare = text.strip().strip('"').strip()
    if bare.startswith("["):
        inner, bracket, rest = bare[1:].partition("]")
        if not bracket or (rest and not _PORT.fullmatch(rest)):
            return None
        bare = inner
    elif bare.count(":") == 1:
        bare, colon, port = bare.partition(":")
        if not _PORT.fullmatch(colon + port):
            return None
    try:
        address = ipaddress.ip_address(bare.split("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def node(text: str) -> str:
    """Return the address or hidden name that a proxy wrote; empty without either."""
    address = parse(text)
    if address is not None:
        return str(address)
    bare = text.strip().strip('"').strip()
    hidden = bare.partition(":")[0]
    return hidden if _HIDDEN.fullmatch(hidden) else ""


def neighbourhood(address: str) -> str:
    """Return the key under which an address is counted: the address, or its /64 in IPv6."""
    parsed = parse(address)
    if parsed is None:
        return node(address) or "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_loopback(address: str) -> bool:
    """Return whether the address belongs to this machine."""
    parsed = parse(address)
    return parsed is not None and parsed.is_loopback


class Proxies:
    """Peers whose `X-Forwarded-For` and `Forwarded` headers are believed.

    Args:
        named: Addresses, networks such as `10.0.0.0/8`, or host names, which stand for no
            address until `learn` is told one.
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        found = {text: _network(text) for text in named}
        self._networks: list[Network] = [one for one in found.values() if one is not None]
        self._learned: dict[str, frozenset[Address]] = {}
        self.names = tuple(text for text, network in found.items() if network is None)
        """Host names, whose addresses have to be looked up."""

    def __contains__(self, address: str) -> bool:
        parsed = parse(address)
        if parsed is None:
            return False
        return any(parsed in network for network in self._networks) or any(
            parsed in addresses for addresses in self._learned.values()
        )

    def learn(self, name: str, addresses: Iterable[str]) -> None:
        """Take the addresses that a host name has now; none leaves the former ones."""
        found = frozenset(one for one in map(parse, addresses) if one is not None)
        if found:
            self._learned[name] = found

    def client(self, peer: str, x_forwarded_for: Sequence[str], forwarded: Sequence[str]) -> str:
        """Return the address nearest to us that is no trusted proxy.

        Where all are trusted, or the next one cannot be read, it is the last that was read; it
        is then still an address of a trusted proxy.

        Args:
            x_forwarded_for: Lines of this header, in order.
            forwarded: Lines of RFC 7239's header, which is read if the other is missing.
        """
        address = peer
        for written in reversed(_hops(x_forwarded_for, forwarded)[-MOST_HOPS:]):
            if address not in self:
                break
            named = node(written)
            if not named:
                break
            address = named
        return address


def _hops(x_forwarded_for: Sequence[str], forwarded: Sequence[str]) -> list[str]:
    """Return what proxies wrote, the farthest first; an empty text for each they hid."""
    if x_forwarded_for:
        return [text for line in x_forwarded_for for text in line.split(",")]
    found = (_FOR.search(text.strip()) for line in forwarded for text in _elements(line))
    return [one[1] if one else "" for one in found]


def _elements(line: str) -> list[str]:
    """Split a line of `Forwarded` at commas outside quotes."""
    return re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^,"])+|(?<=,)$', line) or [""]


def _network(text: str) -> Network | None:
    address = parse(text)
    try:
        return ipaddress.ip_network(address if address is not None else text, strict=False)
    except ValueError:
        return None
