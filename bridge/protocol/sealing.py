"""PURE. Class key, sealed to a robot's identity, and the keys derived from it. No I/O.

The command that makes the key seals it; the bridge stores and forwards what it cannot open; the
robot opens it (docs/decisions/0034). The robot has only an Ed25519 key. Its X25519 key is the
same point on the birationally equivalent curve (RFC 7748, section 4.1).
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import from_text, to_text

CLASS_KEY_BYTES = 16

SEAL = b"karlsson/class-key/v1"
TO_ROBOT = b"karlsson/sheet-to-robot/v1"
TO_CLASS = b"karlsson/sheet-to-class/v1"

_KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_FIELD = 2**255 - 19


def seal_class_key(class_key: bytes, robot_key: str, robot_id: str, fresh: bytes) -> str:
    """Return the class key as only the robot with this key can open it, 86 characters.

    Args:
        class_key: 16 bytes.
        robot_key: Public Ed25519 key of the robot, as the wire carries it.
        robot_id: Of the robot; opened under another name it does not fit.
        fresh: 32 random bytes that are used for nothing else.

    Raises:
        ProtocolError: `malformed`: the key is no usable public key.
    """
    private = X25519PrivateKey.from_private_bytes(fresh)
    public = private.public_key().public_bytes_raw()
    recipient = montgomery(from_text(robot_key))
    key, nonce = _derive(private, recipient, public + recipient)
    return to_text(public + AESGCM(key).encrypt(nonce, class_key, robot_id.encode()))


def open_class_key(private: Ed25519PrivateKey, robot_id: str, sealed: str) -> bytes:
    """Return the class key.

    Args:
        private: Key of this robot.
        robot_id: Of this robot.
        sealed: As `seal_class_key` made it.

    Raises:
        ProtocolError: `no_class_key`: it was sealed for another key or robot, or is damaged;
            `malformed`: it has not the form of a sealed key.
    """
    data = from_text(sealed)
    if len(data) != _KEY_BYTES + CLASS_KEY_BYTES + _TAG_BYTES:
        raise ProtocolError("malformed", "not the length of a sealed key")
    public, ciphertext = data[:_KEY_BYTES], data[_KEY_BYTES:]
    own = x25519_of(private)
    recipient = own.public_key().public_bytes_raw()
    try:
        key, nonce = _derive(own, public, public + recipient)
        return AESGCM(key).decrypt(nonce, ciphertext, robot_id.encode())
    except (InvalidTag, ProtocolError) as error:
        raise ProtocolError("no_class_key") from error


def sheet_key(class_key: bytes, direction: bytes) -> bytes:
    """Return the AES-256 key of one direction.

    Args:
        class_key: 16 bytes.
        direction: `TO_ROBOT` or `TO_CLASS`.
    """
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=direction).derive(class_key)


def montgomery(edwards: bytes) -> bytes:
    """Return the X25519 public key of an Ed25519 public key: u = (1 + y) / (1 - y).

    Raises:
        ProtocolError: `malformed`: these bytes are no such key.
    """
    if len(edwards) != _KEY_BYTES:
        raise ProtocolError("malformed", "not the length of a key")
    # The highest bit is the sign of x, which X25519 does not need.
    y = int.from_bytes(edwards, "little") & (2**255 - 1)
    if y <= 1 or y >= _FIELD - 1:
        raise ProtocolError("malformed", "not a key")
    return ((1 + y) * pow(1 - y, -1, _FIELD) % _FIELD).to_bytes(_KEY_BYTES, "little")


def x25519_of(private: Ed25519PrivateKey) -> X25519PrivateKey:
    """Return the X25519 private key whose public key is `montgomery` of the Ed25519 one."""
    scalar = hashlib.sha512(private.private_bytes_raw()).digest()[:_KEY_BYTES]
    return X25519PrivateKey.from_private_bytes(scalar)


def _derive(private: X25519PrivateKey, peer: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Return an AES-256 key and a nonce, which are used once."""
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(peer))
    except ValueError as error:  # a point of low order
        raise ProtocolError("malformed", "not a key") from error
    data = HKDF(SHA256(), _KEY_BYTES + _NONCE_BYTES, salt=salt, info=SEAL).derive(shared)
    return data[:_KEY_BYTES], data[_KEY_BYTES:]
