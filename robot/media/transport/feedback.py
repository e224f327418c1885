"""PURE. Transport feedback to the child's browser on the arrival of its packets. No I/O.

A browser that negotiated transport feedback and gets none assumes a broken line: its
estimate falls by a fifth each second, the voice loses quality, and its own reports on our
packets, which take a share of that estimate, come four times a second instead of
twenty (libwebrtc M156, seen on 2026-11-22).

Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1.
"""

import struct
from collections.abc import Sequence

from robot.media.transport.rtcp import DELTA_S, REFERENCE_S

EVERY_S = 0.1
MOST_PACKETS = 256
"""Packets covered by one report; a voice has 50 packets a second."""
MOST_DELTA = 0x7FFF


class Feedback:
    """Collector of arrivals that makes a report of them ten times a second."""

    def __init__(self) -> None:
        self._arrived: dict[int, float] = {}
        self._newest: int | None = None
        self._reported: int | None = None
        self._told_s = 0.0
        self._source = 0
        self._count = 0

    def arrived(self, seq: int, source: int, now: float) -> None:
        """Note a packet of the stream `source` with this 16-bit transport-wide number."""
        number = seq & 0xFFFF
        if self._newest is not None:
            step = (seq - self._newest) & 0xFFFF
            number = self._newest + (step - 0x10000 if step >= 0x8000 else step)
        self._newest = number if self._newest is None else max(self._newest, number)
        self._source = source
        if number > self._newest - MOST_PACKETS and len(self._arrived) < MOST_PACKETS:
            self._arrived.setdefault(number, now)

    def report(self, ours: int, now: float) -> bytes | None:
        """Return RTCP to send now; None if it is too early or there is nothing to report.

        Args:
            ours: SSRC of a stream of our own.
            now: Monotonic seconds, as in `arrived`.
        """
        if not self._arrived or self._newest is None or now - self._told_s < EVERY_S:
            return None
        first = min(self._arrived)
        if self._reported is not None:
            first = min(first, self._reported + 1)
        first = max(first, self._newest - MOST_PACKETS + 1)
        arrivals = [self._arrived.get(number) for number in range(first, self._newest + 1)]
        self._arrived.clear()
        self._reported, self._told_s = self._newest, now
        self._count += 1
        return transport_feedback(ours, self._source, first, arrivals, self._count)


def transport_feedback(
    ours: int, theirs: int, base_seq: int, arrivals: Sequence[float | None], count: int
) -> bytes:
    """Return the report; arrivals are seconds of a steady clock, None for not received."""
    times = [at for at in arrivals if at is not None]
    reference = int(min(times, default=0.0) / REFERENCE_S)
    last = reference * round(REFERENCE_S / DELTA_S)
    symbols, deltas = [], b""
    for at in arrivals:
        if at is None:
            symbols.append(0)
            continue
        delta = max(-MOST_DELTA, min(MOST_DELTA, round(at / DELTA_S) - last))
        last += delta
        small = 0 <= delta < 256
        symbols.append(1 if small else 2)
        deltas += struct.pack("!B" if small else "!h", delta)
    body = struct.pack("!IIHH", ours, theirs, base_seq & 0xFFFF, len(symbols))
    body += struct.pack("!I", (reference & 0xFFFFFF) << 8 | count & 0xFF)
    body += b"".join(_vector(symbols[at : at + 7]) for at in range(0, len(symbols), 7)) + deltas
    body += bytes(-len(body) % 4)
    return struct.pack("!BBH", 0x8F, 205, len(body) // 4) + body


def _vector(symbols: Sequence[int]) -> bytes:
    """Return a chunk of seven two-bit symbols."""
    chunk = 0xC000
    for place, symbol in enumerate(symbols):
        chunk |= symbol << (12 - 2 * place)
    return struct.pack("!H", chunk)
