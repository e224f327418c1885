"""PURE. PIN of a robot's own page: its form, and the hash that the robot keeps of it. No I/O.

    4711 0815                          on the label
    scrypt$14$8$1$<salt>$<hash>        on the robot, RFC 7914

Eight digits are typed with one thumb. The page lets about a hundred tries a day through, and who
has the hash needs some months of one computer for it (docs/decisions/0063).
"""

import binascii
import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

DIGITS = 8
SALT_BYTES = 16

_LOG2_N, _R, _P = 14, 8, 1
"""16 MiB and some 0.1 s on a Raspberry Pi 4."""

_MOST_LOG2_N = 17
_HASH_BYTES = 32
_KEPT = re.compile(r"scrypt\$(\d{1,2})\$(\d{1,2})\$(\d)\$([\w-]{22})\$([\w-]{43})")


class NoPinHash(ValueError):
    """The text is no hash of a PIN."""


def plain(typed: str) -> str:
    """Return the digits of a PIN as it was typed; empty if it can be none."""
    digits = re.sub(r"[\s.\-–]", "", typed[:40])
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else ""


def from_number(number: int) -> str:
    """Return the PIN of a random number."""
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def shown(pin: str) -> str:
    """Return a PIN in two groups, as it stands on the label."""
    return f"{pin[: DIGITS // 2]} {pin[DIGITS // 2 :]}"


def hashed(pin: str, salt: bytes) -> str:
    """Return what the robot keeps of a PIN.

    Args:
        pin: Its digits alone.
        salt: `SALT_BYTES` random bytes of this PIN's own.
    """
    found = _scrypt(pin, salt, _LOG2_N, _R, _P)
    return f"scrypt${_LOG2_N}${_R}${_P}${_text(salt)}${_text(found)}"


def check_form(kept: str) -> None:
    """Check that a text is the hash of a PIN.

    Raises:
        NoPinHash: It is not.
    """
    _read(kept)


def fits(typed: str, kept: str) -> bool:
    """Return whether a PIN is the one of this hash; takes as long for every text.

    Args:
        typed: As somebody typed it.
        kept: As the robot keeps it.

    Raises:
        NoPinHash: The robot keeps something else.
    """
    log2_n, r, p, salt, expected = _read(kept)
    # Also for what can be no PIN: how long it takes must say nothing.
    found = _scrypt(plain(typed), salt, log2_n, r, p)
    return hmac.compare_digest(found, expected) and plain(typed) != ""


def _read(kept: str) -> tuple[int, int, int, bytes, bytes]:
    match = _KEPT.fullmatch(kept.strip())
    if match is None:
        raise NoPinHash
    log2_n, r, p = (int(match[number]) for number in (1, 2, 3))
    if not (10 <= log2_n <= _MOST_LOG2_N and 1 <= r <= 16 and 1 <= p <= 4):
        raise NoPinHash
    try:
        return log2_n, r, p, _bytes(match[4]), _bytes(match[5])
    except binascii.Error as error:
        raise NoPinHash from error


def _scrypt(pin: str, salt: bytes, log2_n: int, r: int, p: int) -> bytes:
    most_bytes = 2 * 128 * r * (2**log2_n + p)
    return hashlib.scrypt(
        pin.encode(), salt=salt, n=2**log2_n, r=r, p=p, maxmem=most_bytes, dklen=_HASH_BYTES
    )


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
