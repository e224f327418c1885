"""Pictures of every kind that a sheet may be, and of kinds that it may not."""

import struct
import zlib

import cv2
import numpy as np
from numpy.typing import NDArray

RED, GREEN, BLUE, GREY = (0, 0, 255), (0, 255, 0), (255, 0, 0), (128, 128, 128)
"""Colours of the corners, from the upper left to the lower right, in the order of OpenCV."""


def corners(width_px: int = 64, height_px: int = 48) -> NDArray[np.uint8]:
    """Return a picture whose four quarters differ."""
    picture = np.zeros((height_px, width_px, 3), np.uint8)
    half_x, half_y = width_px // 2, height_px // 2
    picture[:half_y, :half_x], picture[:half_y, half_x:] = RED, GREEN
    picture[half_y:, :half_x], picture[half_y:, half_x:] = BLUE, GREY
    return picture


def encoded(ending: str, picture: NDArray[np.uint8] | NDArray[np.uint16] | None = None) -> bytes:
    """Return a picture as a file of this ending."""
    done, data = cv2.imencode(f".{ending}", corners() if picture is None else picture)
    assert done
    return bytes(data)


def decoded(data: bytes) -> NDArray[np.uint8]:
    """Return the pixels of a file."""
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR | 128)
    assert picture is not None
    return np.asarray(picture, np.uint8)


def exif(orientation: int, little: bool = True) -> bytes:
    """Return EXIF data with an orientation and a place on earth that nobody should learn."""
    order = "<" if little else ">"
    start = b"II*\0" if little else b"MM\0*"
    entries = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack(order + "HHI4s", 0x010E, 2, 4, b"home")
    return start + struct.pack(order + "IH", 8, 2) + entries + bytes(4)


def jpeg_with(segment: bytes, marker: int = 0xE1) -> bytes:
    """Return a JPEG with one more segment."""
    data = encoded("jpg")
    head = bytes([0xFF, marker]) + struct.pack("!H", len(segment) + 2)
    return data[:2] + head + segment + data[2:]


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of PNG."""
    crc = struct.pack("!I", zlib.crc32(kind + content))
    return struct.pack("!I", len(content)) + kind + content + crc


def png_with(kind: bytes, content: bytes) -> bytes:
    """Return a PNG with one more chunk behind the header."""
    data = encoded("png")
    return data[:33] + chunk(kind, content) + data[33:]


def png_of_size(width_px: int, height_px: int) -> bytes:
    """Return a small file of black pixels, however many they are."""
    header = struct.pack("!IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + (width_px + 7) // 8) * min(height_px, 20_000)), 9)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WebP of these chunks."""
    body = b"WEBP"
    for kind, content in chunks:
        body += kind + struct.pack("<I", len(content)) + content + bytes(len(content) & 1)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_chunk(lossless: bool = False) -> tuple[bytes, bytes]:
    """Return the chunk that holds the picture of a WebP."""
    quality = [cv2.IMWRITE_WEBP_QUALITY, 101 if lossless else 80]
    data = bytes(cv2.imencode(".webp", corners(), quality)[1])
    length = int.from_bytes(data[16:20], "little")
    return data[12:16], data[20 : 20 + length]


def vp8x(width_px: int = 64, height_px: int = 48, flags: int = 0) -> tuple[bytes, bytes]:
    """Return the extended header of a WebP."""
    sizes = (width_px - 1).to_bytes(3, "little") + (height_px - 1).to_bytes(3, "little")
    return b"VP8X", bytes([flags, 0, 0, 0]) + sizes


GOOD = {
    "jpeg": encoded("jpg"),
    "png": encoded("png"),
    "webp": riff(webp_chunk()),
    "lossless webp": riff(webp_chunk(lossless=True)),
    "extended webp": riff(vp8x(), webp_chunk()),
    "jpeg with EXIF": jpeg_with(b"Exif\0\0" + exif(1)),
    "jpeg with filled markers": encoded("jpg")[:2] + b"\xff\xff" + encoded("jpg")[2:],
    "jpeg with zeros at its end": encoded("jpg") + bytes(7),
}

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

BAD = {
    "nothing": (b"", "picture"),
    "text": (b"hello", "picture"),
    "svg with script": (SVG, "picture"),
    "gif": (b"GIF89a" + bytes(100), "picture"),
    "bmp": (encoded("bmp"), "picture"),
    "heic": (bytes(4) + b"ftypheic" + bytes(100), "picture"),
    "pdf": (b"%PDF-1.7\n", "picture"),
    "tiff": (b"II*\0" + bytes(100), "picture"),
    "jpeg and zip": (encoded("jpg") + b"PK\x03\x04" + bytes(30), "not_alone"),
    "jpeg and script": (encoded("jpg") + SVG, "not_alone"),
    "two jpegs": (encoded("jpg") + encoded("jpg"), "not_alone"),
    "png and pdf": (encoded("png") + b"%PDF-1.7", "not_alone"),
    "webp and zip": (riff(webp_chunk()) + b"PK", "not_alone"),
    "half a jpeg": (encoded("jpg")[:-400], "broken"),
    "jpeg without its last byte": (encoded("jpg")[:-1], "broken"),
    "half a png": (encoded("png")[:-30], "broken"),
    "png without data": (png_with(b"IEND", b"")[:45], "broken"),
    "half a webp": (riff(webp_chunk())[:-10], "broken"),
    "moving png": (png_with(b"acTL", bytes(8)), "animated"),
    "moving webp": (riff(vp8x(flags=2), (b"ANIM", bytes(6)), webp_chunk()), "animated"),
    "webp of frames": (riff(vp8x(), (b"ANMF", bytes(24)), webp_chunk()), "animated"),
    "webp with two pictures": (riff(webp_chunk(), webp_chunk()), "broken"),
    "webp of two sizes": (riff(vp8x(65, 48), webp_chunk()), "broken"),
    "webp without a picture": (riff((b"XMP ", b"")), "broken"),
    "bomb": (png_of_size(30_000, 30_000), "too_many_pixels"),
    "line": (png_of_size(12_000_001, 1), "too_many_pixels"),
    "no width": (png_of_size(0, 5), "broken"),
    "200 MB": (encoded("jpg")[:-2] + bytes(2 * 1024 * 1024) + b"\xff\xd9", "too_large"),
    "arithmetic jpeg": (encoded("jpg").replace(b"\xff\xc0", b"\xff\xc9"), "picture"),
}
