import socket
import struct

import pytest

from tests.bench.reach.packets import TCP, UDP, Flow, flow, rewritten

WAY = Flow(UDP, "10.1.0.2", 5000, "198.51.100.10", 443)


def ipv4(way: Flow, payload: bytes = b"hallo", fragment: int = 0) -> bytes:
    rest = bytes(12) if way.protocol == TCP else struct.pack("!HH", 8 + len(payload), 0)
    body = struct.pack("!HH", way.source_port, way.target_port) + rest + payload
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(body), 1, fragment, 64, way.protocol, 0)
    return head + socket.inet_aton(way.source) + socket.inet_aton(way.target) + body


def ipv6(payload: bytes = b"hallo") -> bytes:
    body = struct.pack("!HHHH", 5000, 443, 8 + len(payload), 0) + payload
    addresses = socket.inet_pton(socket.AF_INET6, "2001:db8::1") + bytes(15) + b"\x09"
    return struct.pack("!IHBB", 6 << 28, len(body), UDP, 64) + addresses + body


def test_both_families_are_read() -> None:
    assert flow(ipv4(WAY)) == WAY
    assert flow(ipv6()) == Flow(UDP, "2001:db8::1", 5000, "::9", 443)


@pytest.mark.parametrize(
    "packet", [b"", b"\x45", ipv4(WAY)[:22], ipv6()[:44], b"\x15" * 60, ipv4(WAY, fragment=1)]
)
def test_what_is_no_whole_packet_has_no_flow(packet: bytes) -> None:
    assert flow(packet) is None


def test_other_protocols_have_none() -> None:
    ping = bytearray(ipv4(WAY))
    ping[9] = 1
    assert flow(bytes(ping)) is None


def right(packet: bytes) -> bool:
    """Add up header and body as a receiver does."""

    def total(data: bytes) -> int:
        data += b"\0" * (len(data) % 2)
        number: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
        while number >> 16:
            number = (number & 0xFFFF) + (number >> 16)
        return number

    pseudo = packet[12:20] + struct.pack("!HH", packet[9], len(packet) - 20)
    return total(packet[:20]) == 0xFFFF and total(pseudo + packet[20:]) == 0xFFFF


@pytest.mark.parametrize("protocol", [TCP, UDP])
@pytest.mark.parametrize("payload", [b"", b"odd", b"even"])
def test_rewritten_packets_have_right_sums(protocol: int, payload: bytes) -> None:
    old = Flow(protocol, "10.1.0.2", 5000, "198.51.100.10", 443)
    new = Flow(protocol, "203.0.113.2", 20001, "198.51.100.11", 3478)
    packet = rewritten(ipv4(old, payload), new)
    assert flow(packet) == new
    assert right(packet)
