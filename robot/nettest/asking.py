"""PURE. Questions to STUN and TURN servers, and what their URLs name. No I/O.

A relay is asked for an allocation without a password: it refuses, and that is an answer. So the
test needs no credentials.
"""

import ipaddress
import re
import struct
from dataclasses import dataclass
from typing import Literal

RoadKind = Literal["stun", "udp", "tcp", "tls"]

COOKIE = 0x2112A442
BINDING, ALLOCATE = 0x0001, 0x0003
TRANSACTION_BYTES = 12

_HEADER = struct.Struct("!HHI12s")
HEADER_BYTES = _HEADER.size
_ANSWER = 0x0100
"""Bit of a success or error response in the type of a message."""

_REQUESTED_UDP = struct.pack("!HHB3x", 0x0019, 4, 17)

_URL = re.compile(
    r"(?P<scheme>stun|turns?):(?P<host>\[[^\]]+\]|[^:?]+)(?::(?P<port>\d{1,5}))?"
    r"(?:\?transport=(?P<transport>udp|tcp))?"
)
_PORTS = {"stun": 3478, "turn": 3478, "turns": 5349}


@dataclass(frozen=True)
class Server:
    """An ICE server that a lesson may use."""

    url: str
    kind: RoadKind
    host: str
    port: int

    @property
    def protocol(self) -> str:
        """Protocol that a firewall sees."""
        return "TCP" if self.kind in ("tcp", "tls") else "UDP"


def read_server(url: str) -> Server | None:
    """Return what a URL names; None for one that is not known here."""
    found = _URL.fullmatch(url)
    if not found or not 0 < int(found["port"] or 1) <= 65535:
        return None
    port = int(found["port"] or _PORTS[found["scheme"]])
    kind: RoadKind = "stun" if found["scheme"] == "stun" else "udp"
    if found["scheme"] == "turns":
        kind = "tls"
    elif found["transport"] == "tcp":
        kind = "tcp"
    return Server(url, kind, found["host"].strip("[]"), port)


def request(method: int, transaction: bytes) -> bytes:
    """Return a request without a password.

    Args:
        method: `BINDING` or `ALLOCATE`.
        transaction: `TRANSACTION_BYTES` random bytes.
    """
    body = _REQUESTED_UDP if method == ALLOCATE else b""
    return _HEADER.pack(method, len(body), COOKIE, transaction) + body


def answers(data: bytes, transaction: bytes) -> bool:
    """Return whether these bytes begin with the answer to a request, whatever it says."""
    if len(data) < _HEADER.size:
        return False
    kind, _, cookie, same = _HEADER.unpack_from(data)
    return cookie == COOKIE and same == transaction and bool(kind & _ANSWER)


def body_bytes(head: bytes) -> int:
    """Return how many bytes follow the header of an answer."""
    return int(_HEADER.unpack_from(head)[1])


def may_ask(address: str, bridge: str) -> bool:
    """Return whether a server at this address is asked.

    The bridge names the servers. None of them may lead into this machine or to its neighbours'
    metadata, unless the bridge itself is there, as in a demonstration.
    """
    found = ipaddress.ip_address(address.split("%")[0])
    inner = found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified
    return not inner or address == bridge
