"""PURE. Ed25519 keys as the wire carries them. No I/O.

The one door to `cryptography` for the protocol.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bridge.protocol.errors import ProtocolError


def to_text(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Return the bytes of base64url without padding.

    Raises:
        ProtocolError: `malformed`, also for text that is not the shortest form of its bytes.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ProtocolError("malformed", "not base64url") from error
    if to_text(data) != text:
        raise ProtocolError("malformed", "not base64url in its only form")
    return data


def public_text(private: Ed25519PrivateKey) -> str:
    """Return the public half as the wire carries it, 43 characters."""
    return to_text(private.public_key().public_bytes_raw())


def sign(private: Ed25519PrivateKey, data: bytes) -> str:
    """Return the signature over data, 86 characters."""
    return to_text(private.sign(data))


def verify(public: str, signature: str, data: bytes) -> None:
    """Check a signature.

    Raises:
        ProtocolError: `signature` if it does not fit, `malformed` if it is no signature.
    """
    try:
        Ed25519PublicKey.from_public_bytes(from_text(public)).verify(from_text(signature), data)
    except (InvalidSignature, ValueError) as error:
        raise ProtocolError("signature") from error


def fingerprint(public: str) -> str:
    """Return the SHA-256 of a public key, 43 characters: what a QR code pins."""
    return to_text(hashlib.sha256(from_text(public)).digest())
