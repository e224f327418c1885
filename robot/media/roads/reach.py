"""PURE. Addresses to which this robot sends packets of a call, whoever names them. No I/O.

A child names candidates, and a bridge names servers. Neither may turn the robot into a
tool against its own machine, its cloud's metadata service or a network that it is not in.

Source: RFC 6890 (special-purpose addresses); RFC 2544 (198.18.0.0/15); RFC 6598 (shared
addresses); the metadata addresses are those that the large clouds document.
"""

import ipaddress
from collections.abc import Iterable
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


LOOPBACK: Final = _networks("127.0.0.0/8", "::1/128")

NEVER: Final = _networks(
    *("0.0.0.0/8", "::/128", "169.254.0.0/16", "fe80::/10"),
    *("224.0.0.0/4", "240.0.0.0/4", "ff00::/8"),
    *("100.100.100.200/32", "168.63.129.16/32", "192.0.0.0/24"),
    *("fd00:ec2::254/128", "fd20:ce::254/128"),
)
"""No single peer, link-local, or a metadata service."""

PRIVATE: Final = _networks(
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
    *("198.18.0.0/15", "fc00::/7", "fec0::/10"),
)

WITHIN_RELAY: Final = ipaddress.IPv4Network("198.18.0.0/15")
"""Addresses that a closed relay gives out, and that exist only within it."""

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL: Final = ipaddress.IPv6Network("64:ff9b:1::/48")


class Reach:
    """Decides whom to send to.

    Args:
        own: Addresses of this robot at present. It is in a private range if one of them is.
        allowed: Networks that the configuration allows; nothing in them is refused.
    """

    def __init__(self, own: Iterable[str] = (), allowed: Iterable[str] = ()) -> None:
        self._allowed = tuple(ipaddress.ip_network(text, strict=False) for text in allowed)
        mine = [address for text in own if (address := _address(text)) is not None]
        self._mine = tuple(
            network for network in PRIVATE if any(address in network for address in mine)
        )

    def allows(self, host: str, *, relayed: bool = False) -> bool:
        """Tell whether a packet may go to this address; a name is never allowed.

        Args:
            host: Address literal.
            relayed: True for a peer behind a relay, which may have an address of a closed one.
        """
        address = _address(host)
        if address is None:
            return False
        return all(self._allows(one, relayed) for one in _meant(address))

    def is_never(self, host: str) -> bool:
        """Tell whether nothing comes from this address: loopback, link-local, metadata."""
        address = _address(host)
        return address is None or any(self._is_never(one) for one in _meant(address))

    def _is_never(self, address: Address) -> bool:
        return not _within(address, self._allowed) and _within(address, (*LOOPBACK, *NEVER))

    def _allows(self, address: Address, relayed: bool) -> bool:
        if self._is_never(address):
            return False
        if _within(address, self._allowed):
            return True
        if relayed and address in WITHIN_RELAY:
            return True
        return not _within(address, PRIVATE) or _within(address, self._mine)


def is_address(host: str) -> bool:
    """Tell whether this is an address and not a name."""
    return _address(host) is not None


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    address = _address(host)
    return host.lower() == "localhost" or (address is not None and _within(address, LOOPBACK))


def only_within_relay(host: str) -> bool:
    """Tell whether only a relay can reach this address."""
    address = _address(host)
    return address is not None and address in WITHIN_RELAY


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _meant(address: Address) -> list[Address]:
    """Return the address and those that are wrapped in it, which a gateway would unwrap."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner: list[Address] = [address]
    if address.ipv4_mapped:
        inner.append(address.ipv4_mapped)
    if address.sixtofour:
        inner.append(address.sixtofour)
    if address.teredo:
        inner.extend(address.teredo)
    if address in _NAT64 or address in _NAT64_LOCAL:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return inner


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address.version == one.version and address in one for one in networks)
