"""PURE. Parser of compound RTCP packets into typed items. No I/O.

Sources: RFC 3550 section 6.4 (SR, RR), RFC 4585 section 6 (NACK, PLI), RFC 5104
section 4.3.1 (FIR), draft-alvestrand-rmcat-remb-03 (REMB),
draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1 (transport feedback).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAX_ITEMS = 64
"""Items kept of one compound; a browser sends fewer than ten."""
MAX_STATUSES = 4096
"""Packets in one feedback: 40 s at 100 packets a second."""
MAX_NACKS = 512
REFERENCE_S = 0.064
DELTA_S = 0.00025

_SR, _RR, _RTPFB, _PSFB = 200, 201, 205, 206
_NACK, _TRANSPORT = 1, 15
_PLI, _FIR, _APPLICATION = 1, 4, 15


@dataclass(frozen=True)
class ReportBlock:
    """Reception report on one of our streams. Times are in units of 1/65536 s."""

    ssrc: int
    fraction_lost: float
    packets_lost: int
    highest_seq: int
    jitter: int
    last_sr: int
    delay_since_last_sr: int


@dataclass(frozen=True)
class TransportFeedback:
    """Arrival times of packets by transport-wide sequence number, starting at `base_seq`.

    `arrivals` has one entry per packet: None if it was not received, otherwise seconds
    after the receiver's reference time. `reference` counts 64 ms and wraps at 24 bits.
    """

    base_seq: int
    feedback_count: int
    reference: int
    arrivals: tuple[float | None, ...]


@dataclass(frozen=True)
class Nack:
    """Missing packets of one stream."""

    ssrc: int
    seqs: tuple[int, ...]


@dataclass(frozen=True)
class KeyFrameRequest:
    """Request for a key frame: PLI or FIR."""


@dataclass(frozen=True)
class Remb:
    """Receiver's estimate of the line's capacity."""

    bitrate_bps: int


Item = ReportBlock | TransportFeedback | Nack | KeyFrameRequest | Remb


@dataclass(frozen=True)
class Compound:
    """Readable items of a compound packet; `broken` counts the unreadable packets in it."""

    items: tuple[Item, ...]
    broken: int


class _BrokenError(ValueError):
    pass


def parse(data: bytes) -> Compound:
    """Return the items of a compound RTCP packet; never raise, whatever the bytes are."""
    items: list[Item] = []
    broken = 0
    offset = 0
    while offset + 4 <= len(data) and len(items) < MAX_ITEMS:
        first, kind, words = struct.unpack_from("!BBH", data, offset)
        end = offset + 4 * (words + 1)
        if first >> 6 != 2 or end > len(data):
            return Compound(tuple(items), broken + 1)
        body = data[offset + 4 : end]
        if first & 0x20:
            # RFC 3550 section 6.4.1: the last byte counts the padding, itself included.
            body = body[: len(body) - body[-1]] if body and body[-1] <= len(body) else b""
        try:
            items.extend(_items(kind, first & 0x1F, body))
        except (_BrokenError, struct.error):
            broken += 1
        offset = end
    return Compound(tuple(items[:MAX_ITEMS]), broken + (0 < len(data) - offset < 4))


def _items(kind: int, count: int, body: bytes) -> list[Item]:
    if kind == _SR:
        return _reports(body[24:], count)
    if kind == _RR:
        return _reports(body[4:], count)
    if kind == _RTPFB and count == _NACK:
        return [_nack(body)]
    if kind == _RTPFB and count == _TRANSPORT:
        return [_transport(body)]
    if kind == _PSFB and count in (_PLI, _FIR):
        return [KeyFrameRequest()]
    if kind == _PSFB and count == _APPLICATION and body[8:12] == b"REMB":
        return [_remb(body)]
    return []


def _reports(blocks: bytes, count: int) -> list[Item]:
    reports: list[Item] = []
    for at in range(0, 24 * count, 24):
        ssrc, lost, highest, jitter, last, delay = struct.unpack_from("!6I", blocks, at)
        total = lost & 0xFFFFFF
        if total >= 0x800000:
            total -= 0x1000000
        reports.append(ReportBlock(ssrc, (lost >> 24) / 256, total, highest, jitter, last, delay))
    return reports


def _nack(body: bytes) -> Nack:
    (ssrc,) = struct.unpack_from("!I", body, 4)
    seqs: list[int] = []
    for at in range(8, len(body) - 3, 4):
        pid, mask = struct.unpack_from("!HH", body, at)
        seqs.append(pid)
        seqs.extend((pid + 1 + bit) & 0xFFFF for bit in range(16) if mask >> bit & 1)
        if len(seqs) >= MAX_NACKS:
            break
    return Nack(ssrc, tuple(seqs[:MAX_NACKS]))


def _remb(body: bytes) -> Remb:
    (packed,) = struct.unpack_from("!I", body, 12)
    bitrate = (packed & 0x3FFFF) << (packed >> 18 & 0x3F)
    return Remb(min(bitrate, 10**9))


def _transport(body: bytes) -> TransportFeedback:
    base, count, last = struct.unpack_from("!HHI", body, 8)
    if count > MAX_STATUSES:
        raise _BrokenError
    symbols, at = _symbols(body, 16, count)
    arrivals: list[float | None] = []
    ticks = 0
    for symbol in symbols:
        if symbol == 0:
            arrivals.append(None)
            continue
        if symbol == 1:
            ticks += _byte(body, at)
            at += 1
        else:
            ticks += struct.unpack_from("!h", body, at)[0]
            at += 2
        arrivals.append(ticks * DELTA_S)
    return TransportFeedback(base, last & 0xFF, last >> 8, tuple(arrivals))


def _symbols(body: bytes, at: int, count: int) -> tuple[list[int], int]:
    symbols: list[int] = []
    while len(symbols) < count:
        (chunk,) = struct.unpack_from("!H", body, at)
        at += 2
        symbols.extend(_chunk(chunk, count - len(symbols)))
    symbols = symbols[:count]
    if 3 in symbols:  # reserved by the draft, section 3.1.1
        raise _BrokenError
    return symbols, at


def _chunk(chunk: int, most: int) -> Iterator[int]:
    if chunk < 0x8000:
        yield from [chunk >> 13] * min(chunk & 0x1FFF, most)
        # A run of length 0 would never advance; it ends the packet instead.
        if not chunk & 0x1FFF:
            raise _BrokenError
    elif chunk < 0xC000:
        yield from (chunk >> shift & 1 for shift in range(13, -1, -1))
    else:
        yield from (chunk >> shift & 3 for shift in range(12, -1, -2))


def _byte(body: bytes, at: int) -> int:
    if at >= len(body):
        raise _BrokenError
    return body[at]
