"""PURE. Relayed addresses: invented ones that exist only inside the relay. No I/O.

They come from 198.18.0.0/15, which no network on the internet uses (RFC 2544):

    198.18.0.0 + process (4 bits) + place (13 bits), and a random port

An address that the relay did not invent can be reached from nowhere: no loopback, no inner
network, no other host.
"""

import ipaddress

NETWORK = ipaddress.IPv4Network("198.18.0.0/15")
PROCESSES = 16
PLACES = 1 << 13

_BASE = int(NETWORK.network_address)
_FIRST_PORT = 1024

RelayedKey = int
"""Address and port in one number of 48 bits."""


def key_of(process: int, place: int, chance: int) -> RelayedKey:
    """Return an address; `chance` is any number, which becomes the port."""
    port = _FIRST_PORT + chance % (65536 - _FIRST_PORT)
    return (_BASE + process * PLACES + place) << 16 | port


def parse(host: str, port: int) -> RelayedKey | None:
    """Return the key of an address; None for one that cannot be ours."""
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        return None
    return int(address) << 16 | port if address in NETWORK else None


def shown(key: RelayedKey) -> tuple[str, int]:
    """Return address and port."""
    return str(ipaddress.IPv4Address(key >> 16)), key & 0xFFFF


def host_of(key: RelayedKey) -> int:
    """Return the address without the port: permissions are given to addresses."""
    return key >> 16


def process_of(key: RelayedKey) -> int:
    """Return the process that holds the address."""
    return (key >> 16) - _BASE >> 13


def place_of(key: RelayedKey) -> int:
    """Return the place in its process."""
    return (key >> 16) - _BASE & PLACES - 1
