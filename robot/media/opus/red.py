"""PURE. Redundant sound (RED): packets that repeat earlier packets. No I/O.

A payload consists of headers, followed by their blocks, from the oldest to the newest
one, which is the primary block. A header of an earlier block has
four bytes (payload type, age, length), that of the primary block has one.

Source: RFC 2198 section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

OPUS_PAYLOAD_TYPE = 111
"""Payload type of Opus in every browser; others come from the session description."""

MAX_AGE_SAMPLES = 2**14 - 1
"""0.34 s at 48 kHz."""

MAX_REPEATED_BYTES = 2**10 - 1
"""Largest earlier block; the primary one may be larger."""

MAX_BLOCKS = 32
"""Limit of browsers as well; it bounds the work for hostile payloads."""

_MORE = 0x80


class RedError(ValueError):
    """Invalid RED payload; the text says why, without showing the bytes."""


@dataclass(frozen=True)
class RedBlock:
    """Packet of sound inside a RED payload.

    Args:
        data: Payload of the packet without RED.
        age_samples: Time by which it is earlier than the RTP time of the packet; 0 for
            the primary block.
        payload_type: Codec of `data`.
    """

    data: bytes
    age_samples: int = 0
    payload_type: int = OPUS_PAYLOAD_TYPE


def fits(block: RedBlock) -> bool:
    """Return whether this block can be carried as an earlier one."""
    return 0 < len(block.data) <= MAX_REPEATED_BYTES and 0 < block.age_samples <= MAX_AGE_SAMPLES


def pack(blocks: Sequence[RedBlock]) -> bytes:
    """Return a RED payload.

    Args:
        blocks: The oldest first; the last is the primary one.

    Raises:
        ValueError: No block, too many, or an earlier one that does not fit.
    """
    if not 0 < len(blocks) <= MAX_BLOCKS:
        raise ValueError(f"{len(blocks)} blocks: allowed are 1 to {MAX_BLOCKS}")
    *earlier, primary = blocks
    headers = bytearray()
    for block in earlier:
        if not fits(block):
            raise ValueError("an earlier block is too old, too new, empty or too long")
        headers.append(_MORE | _checked(block.payload_type))
        headers += (block.age_samples << 10 | len(block.data)).to_bytes(3, "big")
    headers.append(_checked(primary.payload_type))
    return bytes(headers) + b"".join(block.data for block in blocks)


def unpack(payload: bytes) -> list[RedBlock]:
    """Return the blocks, the oldest first and the primary one last.

    Empty earlier blocks, which encoders make in silence, are left out.

    Raises:
        RedError: The headers or blocks are cut short, there are too many, the
            primary one is empty, or their codecs differ.
    """
    kinds: list[tuple[int, int, int]] = []  # payload type, age, length
    at = 0
    while payload[at : at + 1] and payload[at] & _MORE:
        if len(kinds) >= MAX_BLOCKS - 1:
            raise RedError("too many blocks")
        if len(payload) < at + 4:
            raise RedError("a header is cut short")
        word = int.from_bytes(payload[at + 1 : at + 4], "big")
        kinds.append((payload[at] & ~_MORE, word >> 10, word & MAX_REPEATED_BYTES))
        at += 4
    if at >= len(payload):
        raise RedError("no header of a primary block")
    kind = payload[at]
    if any(other != kind for other, _, _ in kinds):
        raise RedError("blocks of several codecs")
    return _cut(payload, at + 1, kinds, kind)


def _cut(payload: bytes, at: int, kinds: list[tuple[int, int, int]], kind: int) -> list[RedBlock]:
    blocks: list[RedBlock] = []
    for _, age_samples, length in kinds:
        if length:
            blocks.append(RedBlock(payload[at : at + length], age_samples, kind))
        at += length
    if at >= len(payload):
        raise RedError("a block is cut short, or the primary one is empty")
    return [*blocks, RedBlock(payload[at:], 0, kind)]


def _checked(payload_type: int) -> int:
    if not 0 <= payload_type < _MORE:
        raise ValueError(f"payload type {payload_type}")
    return payload_type
