"""PURE. Signed and hashed bytes by which each side proves who it is. No I/O.

`pupil_app/js/wire/proofs.js` computes the same; `tests/messages/proofs.json` holds
samples that both are tested against.
"""

import hashlib
import hmac
import re
import unicodedata
from typing import Literal

from bridge.protocol.codec import canonical
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import from_text, to_text

HELLO = b"karlsson/hello/v1\0"
LOOKUP = b"karlsson/pairing-lookup/v1\0"
MAC = b"karlsson/pairing-mac/v1\0"
WORD = b"karlsson/pairing-word/v1\0"
PUPIL = b"karlsson/pairing-pupil/v1\0"
BRIDGE = b"karlsson/pairing-bridge/v1\0"


def hello_bytes(role: Literal["robot", "pupil"], nonce: str, identity: str) -> bytes:
    """Return the bytes that the opening signature covers.

    Args:
        role: Role of the opener.
        nonce: Nonce of the challenge.
        identity: Robot id, or the pupil's device key as text.
    """
    return HELLO + canonical({"identity": identity, "nonce": nonce, "role": role})


WORD_ROUNDS = 600_000
"""Rounds of the slow hash of a word: whoever reads the database searches for months."""


def word_secret(word: str) -> bytes:
    """Return the secret of a typed word; case, spaces, hyphens and accents do not count.

    It takes about a quarter of a second: call it in a thread where others wait.

    Raises:
        ProtocolError: `pairing` if fewer than six letters remain.
    """
    return hashlib.pbkdf2_hmac("sha256", word_letters(word), WORD, WORD_ROUNDS, 16)


def word_letters(word: str) -> bytes:
    """Return what counts of a typed word.

    Raises:
        ProtocolError: `pairing` if fewer than six letters remain.
    """
    plain = unicodedata.normalize("NFKD", word[:100]).lower()
    letters = re.sub(r"[^a-z0-9]", "", plain)
    if not 6 <= len(letters) <= 40:
        raise ProtocolError("pairing")
    return letters.encode()


def lookup(secret: bytes) -> str:
    """Return the name under which the bridge finds a pairing; it does not reveal the secret."""
    return to_text(hashlib.sha256(LOOKUP + secret).digest()[:16])


def mac_key(secret: bytes) -> bytes:
    """Return the 32-byte key of both proofs; the bridge stores it instead of the secret."""
    return hashlib.sha256(MAC + secret).digest()


def pupil_proof(key: bytes, nonce: str, device_key: str) -> str:
    """Return the device's proof that it holds the secret and this key pair."""
    data = PUPIL + from_text(nonce) + from_text(device_key)
    return to_text(hmac.digest(key, data, "sha256"))


def bridge_proof(key: bytes, nonce: str, robot_key: str, device_key: str) -> str:
    """Return the bridge's proof that it made the secret."""
    data = BRIDGE + from_text(nonce) + from_text(robot_key) + from_text(device_key)
    return to_text(hmac.digest(key, data, "sha256"))


def same(left: str, right: str) -> bool:
    """Compare two proofs in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
