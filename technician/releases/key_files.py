"""Keys of people who sign releases: one file each, locked with a password of its owner."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

from bridge.process import atomic, file_words
from technician.releases.errors import ReleaseError

MOST_BYTES = 10_000


def make(path: Path, password: str) -> CryptoSigner:
    """Make a key and write it; an existing file stays as it is.

    Args:
        password: Locks the file; empty leaves it open, for the bridge's own key.

    Raises:
        ReleaseError: The file exists or cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if password:
        lock = serialization.BestAvailableEncryption(password.encode())
    data = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    try:
        atomic.write_new(path, data)
    except FileExistsError:
        raise ReleaseError(f"{path}: is there already; keys are never written over") from None
    except OSError as error:
        raise ReleaseError(f"{path}: {file_words.of_file(path, error)}") from error
    return CryptoSigner(key)


def is_locked(path: Path) -> bool:
    """Return whether a key asks for a password."""
    return b"ENCRYPTED" in _read(path)


def read(path: Path, password: str) -> CryptoSigner:
    """Return the key of a file.

    Raises:
        ReleaseError: It cannot be read, or the password is another one.
    """
    data = _read(path)
    try:
        key = serialization.load_pem_private_key(data, password.encode() or None)
    except TypeError:
        needs = "has no password" if password else "is locked with a password"
        raise ReleaseError(f"{path}: this key {needs}") from None
    except ValueError:
        what = "the password is another one" if password else "holds no key in PEM"
        raise ReleaseError(f"{path}: {what}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ReleaseError(
            f"{path}: holds a key of another kind; `karlsson release init` makes them"
        )
    return CryptoSigner(key)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise ReleaseError(f"{path}: others may read this key; chmod 600 {path}")
            return file.read(MOST_BYTES)
    except OSError as error:
        raise ReleaseError(f"{path}: {file_words.of_file(path, error)}") from error
