"""The robot's own key: made at first use, kept, and never replaced silently."""

import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from bridge.process import atomic, file_words
from bridge.protocol.keys import public_text, sign
from bridge.protocol.sealing import open_class_key
from robot.settings.errors import IdentityError

MOST_BYTES = 4096


class Identity:
    """Key pair of this robot; the private half does not leave these objects."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = public_text(private)
        """Public key as the wire carries it, 43 characters."""

    def __repr__(self) -> str:
        return "Identity(********)"

    def become(self, other: "Identity") -> None:
        """Take another key, after this robot was enrolled with it."""
        self._private, self.public = other._private, other.public

    def sign(self, data: bytes) -> str:
        """Return the signature over data, 86 characters."""
        return sign(self._private, data)

    def open_class_key(self, robot_id: str, sealed: str) -> bytes:
        """Return a class key that was sealed for this robot.

        Raises:
            ProtocolError: `no_class_key` or `malformed`.
        """
        return open_class_key(self._private, robot_id, sealed)


def load_or_make(path: Path) -> Identity:
    """Return the key in this file; make one if there is no such file.

    Raises:
        IdentityError: The file is there but cannot be used, or cannot be made.
    """
    try:
        return load(path)
    except FileNotFoundError:
        pass
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic.write_new(path, pem)
    except FileExistsError:
        return load(path)  # another start of this robot was faster
    except OSError as error:
        raise IdentityError(
            f"{path}: the robot's key cannot be kept: {file_words.of_file(path, error)}"
        ) from error
    return Identity(private)


def load(path: Path) -> Identity:
    """Return the key in this file.

    Raises:
        FileNotFoundError: There is no such file.
        IdentityError: It cannot be read, is open to others, or holds no Ed25519 key.
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(path.stat().st_mode)
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise IdentityError(
            f"{path}: the robot's key cannot be read: {file_words.of_file(path, error)}"
        ) from error
    if mode & 0o007:
        raise IdentityError(f"{path}: everybody may read the robot's key; set its mode to 0600")
    try:
        private = load_pem_private_key(data[:MOST_BYTES], password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise IdentityError(
            f"{path}: this is not a key. Put the backup back, or remove the file "
            "and enrol the robot again with its new key"
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise IdentityError(f"{path}: this is not an Ed25519 key")
    return Identity(private)
