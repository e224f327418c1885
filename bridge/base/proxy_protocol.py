"""PURE. Header of the PROXY protocol, versions 1 and 2: reading and writing. No I/O.

A proxy that passes on a TCP connection without reading it names the client in front of the
first byte:

    v1   PROXY TCP4 192.0.2.7 198.51.100.1 51234 443 and the end of the line
    v2   12 bytes of signature, version and command, family, length, addresses, extensions

Only a header from a trusted peer may be believed. Source: HAProxy's proxy-protocol.txt.
"""

import ipaddress
import re
import struct
from dataclasses import dataclass

SIGNATURE_V2 = b"\r\n\r\n\x00\r\nQUIT\n"
SIGNATURE_V1 = b"PROXY "

MOST_V1 = 107
"""Longest header of version 1, with its end of line."""

MOST_V2 = 2048
"""Longest header of version 2 that is accepted; without extensions it has at most 232 bytes."""

_FIXED = struct.Struct("!12sBBH")
_ADDRESSES = {0x11: (4, "!4s4sHH"), 0x21: (6, "!16s16sHH")}
"""By family and transport: TCP over IPv4 and IPv6."""

_V1 = re.compile(rb"PROXY (TCP4|TCP6) ([0-9A-Fa-f:.]{2,45}) ([0-9A-Fa-f:.]{2,45}) (\d+) (\d+)\r\n")
_V1_UNKNOWN = re.compile(rb"PROXY UNKNOWN[ -~]*\r\n")


class NotAProxyHeader(ValueError):
    """The bytes are no header of the PROXY protocol that can be read."""


@dataclass(frozen=True)
class ProxyHeader:
    """A header that was read."""

    length: int
    """Bytes of the header; what the client sent begins behind them."""
    source: tuple[str, int] | None
    """Address and port of the client; None where the proxy speaks for itself or names none."""


def may_begin(data: bytes) -> bool:
    """Return whether these first bytes may be the beginning of a header."""
    return any(
        data[: len(signature)] == signature[: len(data)]
        for signature in (SIGNATURE_V2, SIGNATURE_V1)
    )


def read(data: bytes) -> ProxyHeader | None:
    """Return the header at the beginning of these bytes; None if more bytes are needed.

    Raises:
        NotAProxyHeader: The bytes are not a header, or the header is too long.
    """
    if not may_begin(data):
        raise NotAProxyHeader("no signature")
    if data[:1] == SIGNATURE_V1[:1]:
        return _read_v1(data)
    return _read_v2(data)


def write(source: tuple[str, int], destination: tuple[str, int]) -> bytes:
    """Return a header of version 2 for a connection; one that names nobody without addresses.

    Args:
        source: Address and port of the client.
        destination: Address and port at which it arrived.
    """
    try:
        pair = [ipaddress.ip_address(host.split("%")[0]) for host, _ in (source, destination)]
    except ValueError:
        return _FIXED.pack(SIGNATURE_V2, 0x20, 0x00, 0)
    if len({address.version for address in pair}) > 1:
        pair = [_as_six(address) for address in pair]
    family, (_, layout) = next(
        (family, shape) for family, shape in _ADDRESSES.items() if shape[0] == pair[0].version
    )
    body = struct.pack(layout, pair[0].packed, pair[1].packed, source[1], destination[1])
    return _FIXED.pack(SIGNATURE_V2, 0x21, family, len(body)) + body


def _as_six(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv6Address:
    if isinstance(address, ipaddress.IPv6Address):
        return address
    return ipaddress.IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed)


def _read_v1(data: bytes) -> ProxyHeader | None:
    end = data.find(b"\r\n", 0, MOST_V1)
    if end < 0:
        if len(data) >= MOST_V1:
            raise NotAProxyHeader("too long")
        return None
    line = data[: end + 2]
    if _V1_UNKNOWN.fullmatch(line):
        return ProxyHeader(len(line), None)
    found = _V1.fullmatch(line)
    if not found:
        raise NotAProxyHeader("not in the form of version 1")
    try:
        address = ipaddress.ip_address(found[2].decode())
        ipaddress.ip_address(found[3].decode())
    except ValueError:
        raise NotAProxyHeader("not an address") from None
    if found[1] != f"TCP{address.version}".encode() or len(found[4]) > 5 or int(found[4]) > 65535:
        raise NotAProxyHeader("not an address and a port")
    return ProxyHeader(len(line), (_named(address), int(found[4])))


def _read_v2(data: bytes) -> ProxyHeader | None:
    if len(data) < _FIXED.size:
        return None
    _, command, family, length = _FIXED.unpack_from(data)
    if command not in (0x20, 0x21):
        raise NotAProxyHeader("another version or command")
    whole = _FIXED.size + length
    if whole > MOST_V2:
        raise NotAProxyHeader("too long")
    if len(data) < whole:
        return None
    shape = _ADDRESSES.get(family)
    if command == 0x20 or shape is None:
        return ProxyHeader(whole, None)
    layout = struct.Struct(shape[1])
    if length < layout.size:
        raise NotAProxyHeader("too short for its addresses")
    source, _, port, _ = layout.unpack_from(data, _FIXED.size)
    return ProxyHeader(whole, (_named(ipaddress.ip_address(source)), port))


def _named(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """Return the address as text; an IPv4 address inside an IPv6 one as itself."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)
