"""PURE. Kind of a sheet's file, read from its bytes before anything decodes it. No I/O.

Only JPEG (ITU-T T.81), PNG (W3C, third edition) and WebP (RFC 9649) are known, one still
picture in each and nothing else beside it. Every length is checked before it is used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bridge.protocol.limits import SHEET_PIXELS
from bridge.protocol.transfers import BLOB_BYTES, TransferCode

PictureFormat = Literal["jpeg", "png", "webp"]

MOST_PIXELS = SHEET_PIXELS

EXIT_BROKEN = 3
"""Exit status of the washer for a picture that its decoder does not like."""

UPRIGHT = 1
ORIENTATION_TAG = 0x0112
MOST_ENTRIES = 512

JPEG_START: Final = b"\xff\xd8\xff"
PNG_START: Final = b"\x89PNG\r\n\x1a\n"

_END_OF_IMAGE, _START_OF_SCAN = 0xD9, 0xDA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DECODED_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Baseline, extended and progressive; the others are rare, and hardly tested in decoders."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_APP1 = 0xE1


class SheetRefused(ValueError):
    """Refusal of a sheet.

    Args:
        code: Stable code; `bridge.protocol.transfers` has a sentence for each.
    """

    def __init__(self, code: TransferCode) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class PictureHeader:
    """Header of a picture: what its decoder will have to deal with."""

    format: PictureFormat
    width_px: int
    height_px: int
    orientation: int = UPRIGHT
    """1 to 8, as in EXIF: how the picture has to be turned to stand upright."""


def read(data: bytes) -> PictureHeader:
    """Return the header of the one picture in these bytes.

    Raises:
        SheetRefused: `too_large`, `picture`, `broken`, `animated`, `not_alone` or
            `too_many_pixels`.
    """
    if len(data) > BLOB_BYTES:
        raise SheetRefused("too_large")
    try:
        if data.startswith(JPEG_START):
            header = _jpeg(data)
        elif data.startswith(PNG_START):
            header = _png(data)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            header = _webp(data)
        else:
            raise SheetRefused("picture")
    except IndexError as error:
        raise SheetRefused("broken") from error
    if not header.width_px or not header.height_px:
        raise SheetRefused("broken")
    if header.width_px * header.height_px > MOST_PIXELS:
        raise SheetRefused("too_many_pixels")
    return header


def _number(data: bytes, at: int, length: int, little: bool = False) -> int:
    """Return an unsigned number; raise IndexError if it is not all there."""
    if at < 0 or at + length > len(data):
        raise IndexError(at)
    return int.from_bytes(data[at : at + length], "little" if little else "big")


# ---- JPEG


def _jpeg(data: bytes) -> PictureHeader:
    at, size, orientation = 2, None, UPRIGHT
    while True:
        if _number(data, at, 1) != 0xFF:
            raise SheetRefused("broken")
        marker = _number(data, at + 1, 1)
        at += 1 if marker == 0xFF else 2
        if marker == 0xFF or marker in _ALONE:
            continue
        if marker == _END_OF_IMAGE:
            break
        length = _number(data, at, 2)
        if length < 2 or at + length > len(data):
            raise SheetRefused("broken")
        if marker in _FRAMES:
            if size is not None or marker not in _DECODED_FRAMES:
                raise SheetRefused("picture")
            size = _number(data, at + 5, 2), _number(data, at + 3, 2)
        elif marker == _APP1 and data[at + 2 : at + 8] == b"Exif\0\0":
            orientation = exif_orientation(data[at + 8 : at + length])
        at += length
        if marker == _START_OF_SCAN:
            at = _after_scan(data, at)
    if size is None:
        raise SheetRefused("broken")
    if data[at:].strip(b"\0"):
        raise SheetRefused("not_alone")
    return PictureHeader("jpeg", *size, orientation)


def _after_scan(data: bytes, at: int) -> int:
    """Return the place of the marker that ends the coded data which begins here."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise SheetRefused("broken")
        following = data[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0 or following in _ALONE:
            at += 2
        else:
            return at


def exif_orientation(tiff: bytes) -> int:
    """Return the orientation in EXIF data; upright if it cannot be read."""
    if tiff[:4] not in (b"II*\0", b"MM\0*"):
        return UPRIGHT
    little = tiff[:1] == b"I"
    try:
        at = _number(tiff, 4, 4, little)
        count = min(MOST_ENTRIES, _number(tiff, at, 2, little))
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            if _number(tiff, entry, 2, little) == ORIENTATION_TAG:
                value = _number(tiff, entry + 8, 2, little)
                return value if 1 <= value <= 8 else UPRIGHT
    except IndexError:
        pass  # a camera's odd data about the picture says nothing about the picture
    return UPRIGHT


# ---- PNG


def _png(data: bytes) -> PictureHeader:
    chunks = _png_chunks(data)
    kind, first = next(chunks)
    if kind != b"IHDR" or len(first) != 13:
        raise SheetRefused("broken")
    size = _number(first, 0, 4), _number(first, 4, 4)
    orientation, has_data = UPRIGHT, False
    for kind, content in chunks:
        if kind in (b"acTL", b"fcTL", b"fdAT"):
            raise SheetRefused("animated")
        if kind == b"IHDR":
            raise SheetRefused("broken")
        has_data = has_data or kind == b"IDAT"
        if kind == b"eXIf":
            orientation = exif_orientation(content)
    if not has_data:
        raise SheetRefused("broken")
    return PictureHeader("png", *size, orientation)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks up to the end, which must be that of the file."""
    at = len(PNG_START)
    while True:
        length = _number(data, at, 4)
        end = at + 12 + length
        if end > len(data):
            raise SheetRefused("broken")
        kind = data[at + 4 : at + 8]
        yield kind, data[at + 8 : at + 8 + length]
        at = end
        if kind == b"IEND":
            break
    if at != len(data):
        raise SheetRefused("not_alone")


# ---- WebP


def _webp(data: bytes) -> PictureHeader:
    end = 8 + _number(data, 4, 4, little=True)
    end += end & 1
    if end > len(data):
        raise SheetRefused("broken")
    if end < len(data):
        raise SheetRefused("not_alone")
    size: tuple[int, int] | None = None
    canvas: tuple[int, int] | None = None
    orientation = UPRIGHT
    for kind, content in _riff_chunks(data):
        if kind in (b"ANIM", b"ANMF") or (kind == b"VP8X" and _number(content, 0, 1) & 0x02):
            raise SheetRefused("animated")
        if kind in (b"VP8 ", b"VP8L"):
            if size is not None:
                raise SheetRefused("broken")
            size = _vp8_size(content) if kind == b"VP8 " else _vp8l_size(content)
        elif kind == b"VP8X":
            canvas = (
                1 + _number(content, 4, 3, little=True),
                1 + _number(content, 7, 3, little=True),
            )
        elif kind == b"EXIF":
            orientation = exif_orientation(content.removeprefix(b"Exif\0\0"))
    if size is None or (canvas is not None and canvas != size):
        raise SheetRefused("broken")
    return PictureHeader("webp", *size, orientation)


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at < len(data):
        length = _number(data, at + 4, 4, little=True)
        if at + 8 + length > len(data):
            raise SheetRefused("broken")
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)


def _vp8_size(content: bytes) -> tuple[int, int]:
    if content[3:6] != b"\x9d\x01\x2a":
        raise SheetRefused("broken")
    return tuple(_number(content, at, 2, little=True) & 0x3FFF for at in (6, 8))  # type: ignore[return-value]


def _vp8l_size(content: bytes) -> tuple[int, int]:
    if content[:1] != b"\x2f":
        raise SheetRefused("broken")
    bits = _number(content, 1, 4, little=True)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
