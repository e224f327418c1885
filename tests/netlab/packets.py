"""Packets with numbers, and what a link makes of them."""

from random import Random

from tests.netlab.line import Line
from tests.netlab.link import Link

END_S = 1e9
MANY = 20_000
# At 80 kbit/s a packet of 1000 bytes takes 100 ms.
SLOW = Line(rate_kbps=80, queue_ms=10_000)


def link(line: Line, seed: int = 1) -> Link:
    return Link(line, Random(seed))


def packet(number: int, size: int = 1000) -> bytes:
    return number.to_bytes(4, "big").ljust(size, b"\0")


def number(data: bytes) -> int:
    return int.from_bytes(data[:4], "big")


def ip_packet(kind: int) -> bytes:
    return bytes([0x45, *[0] * 8, kind, *[0] * 10])


def arrivals(tried: Link, until: float = END_S) -> list[tuple[int, float]]:
    return [(number(data), round(at, 6)) for at, data in tried.take(until)]


def fate(line: Line, count: int = MANY, gap_s: float = 0.01) -> list[tuple[int, float]]:
    """Send so many packets, evenly; return which arrived and how long each took."""
    tried = link(line)
    for index in range(count):
        tried.put(packet(index, 20), index * gap_s)
    return [(number(data), at - number(data) * gap_s) for at, data in tried.take(END_S)]
