"""PURE. ICE candidates: check, plain form, and choice of the best. No I/O.

A candidate must hold an address. Names are never resolved, so a peer cannot make us
ask a name server.

Source: RFC 8839 section 5.1; RFC 8828 and draft-ietf-mmusic-mdns-ice-candidates.
"""

import ipaddress
import re
from collections.abc import Iterable
from itertools import chain, zip_longest
from typing import Final

from bridge.protocol.errors import SdpRefused

CANDIDATE_CHARACTERS: Final = 512

_CANDIDATE: Final = re.compile(
    r"candidate:([A-Za-z0-9+/]{1,32}) (\d{1,3}) (udp|tcp) (\d{1,10}) ([!-~]+) (\d{1,5})"
    r" typ (host|srflx|prflx|relay)((?: [!-~]+ [!-~]+)*)",
    re.ASCII | re.IGNORECASE,
)
_MDNS: Final = re.compile(r"[A-Za-z0-9-]{1,63}\.local", re.IGNORECASE)


def check_candidate(text: str) -> str | None:
    """Return a candidate in its plain form, or None if it cannot be used here.

    Host names that only the sender's network can resolve (mDNS, `.local`), TCP and the
    second component cannot be used. Any other host name is refused.

    Args:
        text: Text behind `a=`.

    Raises:
        SdpRefused: `sdp_candidate`.
    """
    match = _CANDIDATE.fullmatch(text) if len(text) <= CANDIDATE_CHARACTERS else None
    if match is None:
        raise SdpRefused("sdp_candidate", "not in the form of RFC 8839")
    foundation, component, transport, priority, host, port, kind, rest = match.groups()
    udp = transport.lower() == "udp"
    if int(port) > 65535 or (udp and port.strip("0") == ""):
        raise SdpRefused("sdp_candidate", "port")
    if _MDNS.fullmatch(host):
        return None
    address = _address(host)
    if not udp or int(component) != 1:
        return None
    extras = rest.split()
    named = dict(zip(extras[::2], extras[1::2], strict=True))
    behind = ""
    if _is_address(named.get("raddr", "")) and re.fullmatch(r"[0-9]{1,5}", named.get("rport", "")):
        behind = f" raddr {named['raddr']} rport {int(named['rport'])}"
    return (
        f"candidate:{foundation} 1 udp {int(priority)} {address} {int(port)}"
        f" typ {kind.lower()}{behind}"
    )


def plain(text: str) -> str | None:
    """Return a candidate in its plain form, or None if it cannot be used for any reason.

    One bad candidate does not refuse the good ones beside it.

    Args:
        text: Text behind `a=`.
    """
    try:
        return check_candidate(text)
    except SdpRefused:
        return None


def best(candidates: Iterable[str], most: int) -> list[str]:
    """Return the best distinct candidates, in the order in which they came.

    Two with the same address and port count as one. If there are too many, the kinds
    (host, reflexive, relayed; IPv4, IPv6) take turns, each with its best one first, so
    that many addresses of one kind never push out the only one of another. Link-local
    addresses come last: without a zone few networks can use them.

    Args:
        candidates: Candidates in their plain form.
        most: Largest number to return.
    """
    distinct: dict[tuple[str, str], str] = {}
    for text in candidates:
        where = (text.split(" ")[4], text.split(" ")[5])
        if where not in distinct or _priority(text) > _priority(distinct[where]):
            distinct[where] = text
    if len(distinct) <= most:
        return list(distinct.values())
    kinds: dict[tuple[bool, str, int], list[str]] = {}
    for text in sorted(distinct.values(), key=_priority, reverse=True):
        kinds.setdefault(_kind(text), []).append(text)
    turns = [
        chain.from_iterable(zip_longest(*(kinds[kind] for kind in kinds if kind[0] is last)))
        for last in (False, True)
    ]
    kept = [text for text in chain.from_iterable(turns) if text is not None][:most]
    return [text for text in distinct.values() if text in kept]


def _priority(text: str) -> int:
    return int(text.split(" ")[3])


def _kind(text: str) -> tuple[bool, str, int]:
    """Return whether it is link-local, its type, and the version of its address."""
    words = text.split(" ")
    address = ipaddress.ip_address(words[4])
    return address.is_link_local, words[7], address.version


def _address(host: str) -> str:
    """Return the address in its shortest form; refuse one that no single peer can have."""
    if not _is_address(host):
        raise SdpRefused("sdp_candidate", "not an address")
    address = ipaddress.ip_address(host)
    if address.is_multicast or address.is_unspecified:
        raise SdpRefused("sdp_candidate", "not the address of one peer")
    if isinstance(address, ipaddress.IPv4Address) and address.is_reserved:
        raise SdpRefused("sdp_candidate", "not the address of one peer")
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        raise SdpRefused("sdp_candidate", "an IPv4 address must be written as one")
    return address.compressed


def _is_address(host: str) -> bool:
    """Tell whether this is an address, without a zone such as `%eth0`."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return "%" not in host
