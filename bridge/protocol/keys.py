"""PURE. Ed25519 keys in the form that the wire carries. No I/O.

The protocol uses `cryptography` only here.
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
        ProtocolError: `malformed`, also if the text is not the shortest form of its bytes.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise ProtocolError("malformed", "not base64url") from error
    if to_text(data) != text:
        raise ProtocolError("malformed", "not base64url in its only form")
    return data


def public_text(private: Ed25519PrivateKey) -> str:
    """Return the public key in the form that the wire carries, 43 characters."""
    return to_text(private.public_key().public_bytes_raw())


def sign(private: Ed25519PrivateKey, data: bytes) -> str:
    """Return the signature over data, 86 characters."""
    return to_text(private.sign(data))


def verify(public: str, signature: str, data: bytes) -> None:
    """Check a signature.

    Raises:
        ProtocolError: `signature` if it does not fit, `malformed` if it cannot be read.
    """
    try:
        Ed25519PublicKey.from_public_bytes(from_text(public)).verify(from_text(signature), data)
    except (InvalidSignature, ValueError) as error:
        raise ProtocolError("signature") from error


def fingerprint(public: str) -> str:
    """Return the SHA-256 of a public key, 43 characters, as a QR code carries it."""
    return to_text(hashlib.sha256(from_text(public)).digest())
