"""PURE. Packetisation of H.264 pictures into RTP payloads. No I/O.

Small units are aggregated (STAP-A), large ones are cut into fragments of equal size
(FU-A). A browser shows a picture only when all of its packets have arrived, so a
picture takes as few packets as possible, and they are of similar size.

Source: RFC 6184 sections 5.6, 5.7.1 and 5.8 (packetization-mode=1); Annex B of H.264.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

START_CODE = b"\x00\x00\x01"
KEY_PICTURE = 5
SUPPLEMENT = 6
DELIMITER = 9
FILLER = 12
NOT_SENT = frozenset({SUPPLEMENT, DELIMITER, FILLER})
"""Unit types that no browser needs; x264 writes 700 bytes about itself into the first picture."""

STAP_A = 24
FU_A = 28
FIRST_PIECE = 0x80
LAST_PIECE = 0x40
TYPE = 0x1F
REFERENCE = 0x60


def split(stream: bytes) -> Iterator[bytes]:
    """Yield the units between the start codes, without trailing zeros."""
    starts = []
    at = stream.find(START_CODE)
    while at >= 0:
        starts.append(at)
        at = stream.find(START_CODE, at + 3)
    starts.append(len(stream))
    for start, end in pairwise(starts):
        unit = stream[start + 3 : end].rstrip(b"\x00")
        if unit:
            yield unit


def is_key_picture(units: Sequence[bytes]) -> bool:
    """Return whether a decoder can start with this picture."""
    return any(unit[0] & TYPE == KEY_PICTURE for unit in units)


def to_send(stream: bytes) -> list[bytes]:
    """Return the units of a picture that the other side needs."""
    return [unit for unit in split(stream) if unit[0] & TYPE not in NOT_SENT]


def packetise(units: Sequence[bytes], most_bytes: int) -> list[bytes]:
    """Return payloads of at most `most_bytes` that hold all units in their order."""
    payloads: list[bytes] = []
    together: list[bytes] = []
    size = 1
    for unit in units:
        if together and size + 2 + len(unit) > most_bytes:
            payloads.append(_aggregate(together))
            together, size = [], 1
        if len(unit) > most_bytes:
            payloads += _fragment(unit, most_bytes)
        else:
            together.append(unit)
            size += 2 + len(unit)
    if together:
        payloads.append(_aggregate(together))
    return payloads


def _aggregate(units: list[bytes]) -> bytes:
    if len(units) == 1:
        return units[0]
    header = STAP_A | max(unit[0] & REFERENCE for unit in units)
    return bytes([header]) + b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)


def _fragment(unit: bytes, most_bytes: int) -> list[bytes]:
    indicator = unit[0] & ~TYPE | FU_A
    kind = unit[0] & TYPE
    length = len(unit) - 1
    count = -(-length // (most_bytes - 2))
    cuts = [1 + length * index // count for index in range(count + 1)]
    pieces = []
    for start, end in pairwise(cuts):
        place = (FIRST_PIECE if start == 1 else 0) | (LAST_PIECE if end == len(unit) else 0)
        pieces.append(bytes([indicator, place | kind]) + unit[start:end])
    return pieces
