"""PURE. Changes to RTP packets at the moment of sending. No I/O.

aiortc writes the packets. This module adds the header extensions that depend on the
moment of sending, and builds retransmissions and padding.

Source: RFC 3550 section 5.1, RFC 8285 (extensions), RFC 4588 (RTX),
draft-holmer-rmcat-transport-wide-cc-extensions-01, and libwebrtc's descriptions
of the extensions abs-send-time and playout-delay.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

HEADER_BYTES = 12
EXTENDED = 0x10
PADDED = 0x20
MOST_PADDING_BYTES = 255
ONE_BYTE = 0xBEDE
TWO_BYTES = 0x1000
MOST_ONE_BYTE_ID = 14
MOST_ONE_BYTE_LENGTH = 16
PLAYOUT_STEP_MS = 10
MOST_PLAYOUT_STEPS = 0xFFF

TRANSPORT_SEQUENCE = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"


@dataclass(frozen=True)
class ExtensionIds:
    """Negotiated extension numbers; None for an extension that is not in use."""

    transport_sequence: int | None = None
    abs_send_time: int | None = None
    playout_delay: int | None = None


@dataclass(frozen=True)
class Stamp:
    """Values of a packet that are known only when it is sent."""

    transport_sequence: int
    sent_s: float
    """Seconds of any steady clock."""
    playout_ms: tuple[int, int] | None = None
    """Least and most playout delay in the browser; None to leave the extension out."""


def is_rtcp(packet: bytes) -> bool:
    """Return whether this is RTCP, as told apart by RFC 5761 section 4."""
    return len(packet) >= 2 and 192 <= packet[1] <= 223


def sequence(packet: bytes) -> int:
    """Return the sequence number."""
    return int.from_bytes(packet[2:4], "big")


def ssrc(packet: bytes) -> int:
    """Return the SSRC."""
    return int.from_bytes(packet[8:12], "big")


def transport_sequence(packet: bytes, number: int) -> int | None:
    """Return the value of this extension; None if it is absent or broken."""
    try:
        start, end, profile = _extension(packet)
        values = dict(_elements(packet[start:end], profile))
    except (IndexError, struct.error):
        return None
    value = values.get(number, b"")
    return int.from_bytes(value[:2], "big") if len(value) >= 2 else None


def stamped(packet: bytes, ids: ExtensionIds, stamp: Stamp) -> bytes:
    """Return the packet with the extensions of this moment, and with its other extensions."""
    ours = _values(ids, stamp)
    names = {number for number, _ in ours}
    start, end, profile = _extension(packet)
    elements = [e for e in _elements(packet[start:end], profile) if e[0] not in names] + ours
    if not elements:
        return packet
    header = bytes([packet[0] | EXTENDED]) + packet[1 : _header_end(packet)]
    return header + _packed(elements) + packet[end:]


def retransmission(packet: bytes, payload_type: int, source: int, number: int) -> bytes:
    """Return the same picture data as a packet of the RTX stream (RFC 4588 section 4)."""
    _, end, _ = _extension(packet)
    fixed = struct.pack(
        "!BBH4sL", packet[0], packet[1] & 0x80 | payload_type, number, packet[4:8], source
    )
    return fixed + packet[HEADER_BYTES:end] + packet[2:4] + packet[end:]


def padding(payload_type: int, source: int) -> bytes:
    """Return a packet of padding, for probing the line (RFC 3550 section 5.1)."""
    fixed = struct.pack("!BBHLL", 0x80 | PADDED, payload_type, 0, 0, source)
    return fixed + bytes(MOST_PADDING_BYTES - 1) + bytes([MOST_PADDING_BYTES])


def is_padding(packet: bytes) -> bool:
    """Return whether this is a packet of padding."""
    return bool(packet[0] & PADDED)


def numbered(packet: bytes, number: int) -> bytes:
    """Return the packet with another sequence number."""
    return packet[:2] + number.to_bytes(2, "big") + packet[4:]


def _values(ids: ExtensionIds, stamp: Stamp) -> list[tuple[int, bytes]]:
    values = []
    if ids.transport_sequence is not None:
        number = stamp.transport_sequence & 0xFFFF
        values.append((ids.transport_sequence, number.to_bytes(2, "big")))
    if ids.abs_send_time is not None:
        # 6 bits of seconds, 18 of their fraction.
        ticks = int(stamp.sent_s * (1 << 18)) & 0xFFFFFF
        values.append((ids.abs_send_time, ticks.to_bytes(3, "big")))
    if ids.playout_delay is not None and stamp.playout_ms is not None:
        least, most = (
            max(0, min(MOST_PLAYOUT_STEPS, round(ms / PLAYOUT_STEP_MS))) for ms in stamp.playout_ms
        )
        values.append((ids.playout_delay, (least << 12 | max(least, most)).to_bytes(3, "big")))
    return values


def _header_end(packet: bytes) -> int:
    return HEADER_BYTES + 4 * (packet[0] & 0x0F)


def _extension(packet: bytes) -> tuple[int, int, int]:
    """Return where the elements begin, where the payload begins, and the form."""
    start = _header_end(packet)
    if not packet[0] & EXTENDED:
        return start, start, ONE_BYTE
    profile, words = struct.unpack_from("!HH", packet, start)
    return start + 4, start + 4 + 4 * words, profile


def _elements(data: bytes, profile: int) -> Iterator[tuple[int, bytes]]:
    head = 1 if profile == ONE_BYTE else 2
    at = 0
    while at < len(data):
        if not data[at]:
            at += 1
            continue
        if profile == ONE_BYTE:
            number, length = data[at] >> 4, (data[at] & 0x0F) + 1
        else:
            number, length = data[at], data[at + 1]
        yield number, data[at + head : at + head + length]
        at += head + length


def _packed(elements: list[tuple[int, bytes]]) -> bytes:
    small = all(
        number <= MOST_ONE_BYTE_ID and 1 <= len(value) <= MOST_ONE_BYTE_LENGTH
        for number, value in elements
    )
    if small:
        data = b"".join(bytes([n << 4 | len(value) - 1]) + value for n, value in elements)
    else:
        data = b"".join(bytes([n, len(value)]) + value for n, value in elements)
    data += bytes(-len(data) % 4)
    return struct.pack("!HH", ONE_BYTE if small else TWO_BYTES, len(data) // 4) + data
