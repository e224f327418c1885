"""PURE. ICE servers of the bridge's list as roads, one for each URL. No I/O.

A URL that cannot be used is left out and named: it must never end a call, nor hide the
good ones beside it.

Source: RFC 7064 section 3.1, RFC 7065 section 3.1.
"""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Transport = Literal["udp", "tcp", "tls"]

MOST_ROADS = 12

URL_CHARACTERS = 300

_URL = re.compile(
    r"(?P<scheme>stuns?|turns?):(?P<host>\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9_.-]{0,251}[a-z0-9.])?)"
    r"(?::(?P<port>\d{1,5}))?(?:\?transport=(?P<transport>udp|tcp))?",
    re.ASCII | re.IGNORECASE,
)
_USUAL_PORTS = {"stun": 3478, "turn": 3478, "turns": 5349}
_WORDS: dict[tuple[str, str], str] = {
    ("stun", "udp"): "STUN",
    ("turn", "udp"): "relay over UDP",
    ("turn", "tcp"): "relay over TCP",
    ("turn", "tls"): "relay over TLS",
}


class RoadRefused(ValueError):
    """An ICE server cannot be used; the text says why, and quotes nothing."""


@dataclass(frozen=True)
class IceRoad:
    """One way to one server.

    Args:
        kind: `stun` tells us our own address; `turn` relays.
        host: Name or address, without brackets.
        number: Place in the bridge's list, from 1; logs name it instead of the host.
    """

    kind: Literal["stun", "turn"]
    transport: Transport
    host: str
    port: int
    username: str = field(default="", repr=False)
    credential: str = field(default="", repr=False)
    number: int = 0

    @property
    def key(self) -> str:
        """Key of the memory: server and transport, without what changes with each loan."""
        return f"{self.kind} {self.transport} {self.host} {self.port}"

    @property
    def words(self) -> str:
        """Name for a log, without address and user."""
        return f"server {self.number} of the bridge's list ({_WORDS[self.kind, self.transport]})"


def roads(servers: Iterable[Mapping[str, object]]) -> tuple[list[IceRoad], list[str]]:
    """Return the roads that can be used, and a sentence for each entry that cannot.

    Args:
        servers: As the wire carries them: `urls`, and for a relay `username`, `credential`.
    """
    found: list[IceRoad] = []
    wrong: list[str] = []
    for number, server in enumerate(servers, 1):
        urls = server.get("urls")
        for url in urls if isinstance(urls, list | tuple) else (urls,):
            try:
                road = _road(url, server, number)
            except RoadRefused as error:
                wrong.append(f"server {number} of the bridge's list is left out: {error}")
                continue
            if all(road.key != other.key for other in found) and len(found) < MOST_ROADS:
                found.append(road)
    return found, wrong


def _road(url: object, server: Mapping[str, object], number: int) -> IceRoad:
    match = _URL.fullmatch(url) if isinstance(url, str) and len(url) <= URL_CHARACTERS else None
    if match is None:
        raise RoadRefused("not in the form of RFC 7064 or 7065")
    scheme, transport = match["scheme"].lower(), (match["transport"] or "").lower()
    if scheme == "stuns":
        raise RoadRefused("STUN over TLS does not tell the address of a UDP socket")
    if scheme == "turns" and transport == "udp":
        raise RoadRefused("relays over DTLS are not supported")
    if scheme == "stun" and transport:
        raise RoadRefused("stun: takes no transport")
    port = int(match["port"] or _USUAL_PORTS[scheme])
    if not 0 < port <= 65535:
        raise RoadRefused("port")
    host = _host(match["host"])
    if scheme == "stun":
        return IceRoad("stun", "udp", host, port, number=number)
    username, credential = server.get("username"), server.get("credential")
    if not (isinstance(username, str) and isinstance(credential, str) and username and credential):
        raise RoadRefused("a relay needs user name and password")
    kind: Transport = "tls" if scheme == "turns" else "tcp" if transport == "tcp" else "udp"
    return IceRoad("turn", kind, host, port, username, credential, number)


def _host(text: str) -> str:
    literal = text.startswith("[")
    bare = text.strip("[]").lower()
    if literal or re.fullmatch(r"[0-9.]+", bare):
        try:
            address = ipaddress.ip_address(bare)
        except ValueError:
            raise RoadRefused("not an address") from None
        if literal != (address.version == 6):
            raise RoadRefused("not an address")
        return str(address)
    return bare


def plain_host(text: str) -> str:
    """Return a host of the configuration as a road names it."""
    bare = text.strip("[]").lower()
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return bare
