"""PURE. Keys and signatures in the form that the wire carries. No I/O.

Robots have Ed25519 keys. Devices have Ed25519 keys too, or ECDSA P-256 keys with SHA-256 where the
browser has no Ed25519 (docs/decisions/0031). The length of a public key says which: 32 bytes are
Ed25519, 33 bytes are a compressed point of P-256 (SEC 1, section 2.3.3). A signature has 64 bytes
either way; that of P-256 is r and s, as Web Crypto writes them.

The protocol uses `cryptography` only here and in `sealing`.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bridge.protocol.errors import ProtocolError

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey

P256_KEY_BYTES = 33
_HALF_BYTES = 32
"""Length of r and of s in a signature of P-256."""

_P256 = ECDSA(SHA256())


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


def public_text(private: PrivateKey) -> str:
    """Return the public key in the form that the wire carries, 43 or 44 characters."""
    if isinstance(private, Ed25519PrivateKey):
        return to_text(private.public_key().public_bytes_raw())
    return to_text(private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


def from_seed(seed: bytes) -> Ed25519PrivateKey:
    """Return the key pair of a secret of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed)


def sign(private: PrivateKey, data: bytes) -> str:
    """Return the signature over data, 86 characters."""
    if isinstance(private, Ed25519PrivateKey):
        return to_text(private.sign(data))
    r, s = decode_dss_signature(private.sign(data, _P256))
    return to_text(r.to_bytes(_HALF_BYTES) + s.to_bytes(_HALF_BYTES))


def verify(public: str, signature: str, data: bytes) -> None:
    """Check a signature by a key of either kind.

    Raises:
        ProtocolError: `signature` if it does not fit, `malformed` if it cannot be read.
    """
    key, signed = from_text(public), from_text(signature)
    try:
        if len(key) == P256_KEY_BYTES:
            _verify_p256(key, signed, data)
        else:
            Ed25519PublicKey.from_public_bytes(key).verify(signed, data)
    except (InvalidSignature, ValueError) as error:
        raise ProtocolError("signature") from error


def _verify_p256(key: bytes, signature: bytes, data: bytes) -> None:
    if len(signature) != 2 * _HALF_BYTES:
        raise ValueError("a signature of P-256 is r and s")
    r, s = (int.from_bytes(half) for half in (signature[:_HALF_BYTES], signature[_HALF_BYTES:]))
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
    point.verify(encode_dss_signature(r, s), data, _P256)


def fingerprint(public: str) -> str:
    """Return the SHA-256 of a public key, 43 characters, as a QR code carries it."""
    return to_text(hashlib.sha256(from_text(public)).digest())
