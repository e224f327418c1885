"""PURE. IP packets as far as a router reads them: addresses, ports, and both rewritten. No I/O.

Source: RFC 791, RFC 8200, RFC 1624 (the sums are computed anew, which is simple).
"""

import ipaddress
import struct
from dataclasses import dataclass
from typing import Final

TCP: Final = 6
UDP: Final = 17
_SUM_AT: Final = {TCP: 16, UDP: 6}


@dataclass(frozen=True)
class Flow:
    """Source and target of a packet."""

    protocol: int
    source: str
    source_port: int
    target: str
    target_port: int


def flow(packet: bytes) -> Flow | None:
    """Return a packet's flow; None for what is neither TCP nor UDP in one piece."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= 20:
        at, protocol = (packet[0] & 15) * 4, packet[9]
        source, target = packet[12:16], packet[16:20]
        if struct.unpack("!H", packet[6:8])[0] & 0x1FFF:
            return None
    elif version == 6 and len(packet) >= 40:
        at, protocol, source, target = 40, packet[6], packet[8:24], packet[24:40]
    else:
        return None
    if protocol not in _SUM_AT or len(packet) < at + 8:
        return None
    ports = struct.unpack("!HH", packet[at : at + 4])
    return Flow(
        protocol,
        str(ipaddress.ip_address(source)),
        ports[0],
        str(ipaddress.ip_address(target)),
        ports[1],
    )


def rewritten(packet: bytes, new: Flow) -> bytes:
    """Return an IPv4 packet with other addresses and ports, and right sums."""
    at = (packet[0] & 15) * 4
    header, body = bytearray(packet[:at]), bytearray(packet[at:])
    header[12:16] = ipaddress.IPv4Address(new.source).packed
    header[16:20] = ipaddress.IPv4Address(new.target).packed
    header[10:12] = b"\0\0"
    header[10:12] = _sum(bytes(header)).to_bytes(2, "big")
    body[0:4] = struct.pack("!HH", new.source_port, new.target_port)
    place = _SUM_AT[new.protocol]
    body[place : place + 2] = b"\0\0"
    pseudo = bytes(header[12:20]) + struct.pack("!HH", new.protocol, len(body))
    total = _sum(pseudo + bytes(body)) or 0xFFFF
    body[place : place + 2] = total.to_bytes(2, "big")
    return bytes(header + body)


def _sum(data: bytes) -> int:
    if len(data) % 2:
        data += b"\0"
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
