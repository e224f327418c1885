"""PURE. Letters that the fonts of papers can write. No I/O.

Names come from elsewhere and may hold anything. A paper without one sign is better than no paper.
"""

import unicodedata

WRITABLE = (
    *((0x20, 0x7E), (0xA0, 0x3FF), (0x400, 0x484), (0x487, 0x4FF)),
    *((0x1E00, 0x1FFF), (0x2010, 0x2040), (0x2070, 0x20BF), (0x2190, 0x22FF), (0x2500, 0x25FF)),
)
"""Latin, Greek, Cyrillic, punctuation, arrows and simple shapes; a test typesets each of them."""


def can_write(sign: str) -> bool:
    """Return whether the fonts have a sign."""
    is_there = any(first <= ord(sign) <= last for first, last in WRITABLE)
    return is_there and not unicodedata.category(sign).startswith("C")


def writable(text: str) -> str:
    """Return a text without the signs that no font has, and with single spaces."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return " ".join("".join(sign for sign in composed if can_write(sign)).split())
