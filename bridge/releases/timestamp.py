"""The bridge's own signature: that its list is the newest one, for the next seven days.

It is all that the bridge's key can say. It names no release and no file: whoever steals the key can
hold news back for a week, and nothing more (record 60).
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Timestamp
from tuf.api.serialization.json import JSONSerializer

from bridge.process import atomic, file_words
from bridge.process.config_file import ConfigError, wrong
from bridge.releases.folder import ReleasesError, numbers, read

VALID = timedelta(days=7)
RENEW = timedelta(days=6)
"""Left time under which it is renewed: a bridge that was off for a weekend is early enough."""

MOST_BYTES = 10_000


def load_key(name: str) -> CryptoSigner:
    """Return the bridge's key.

    Raises:
        ConfigError: It cannot be read, or is of another kind.
    """
    path, key = Path(name), "releases.key_file"
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise wrong(key, name, f"others may read this key; chmod 600 {name}")
            loaded = serialization.load_pem_private_key(file.read(MOST_BYTES), None)
    except OSError as error:
        raise wrong(key, name, file_words.of_file(path, error)) from error
    except (ValueError, TypeError):
        raise wrong(key, name, "must hold the key bridge.pem of `karlsson release init`") from None
    if not isinstance(loaded, Ed25519PrivateKey):
        raise wrong(key, name, "must hold the key bridge.pem of `karlsson release init`")
    return CryptoSigner(loaded)


def renew(folder: Path, key: CryptoSigner, now: datetime) -> bool:
    """Sign the newest list again where that is due; return whether it was.

    Raises:
        ReleasesError: The folder cannot be used, or the disk is full.
        ConfigError: The key is not the one that the people have named for this bridge.
    """
    roots, snapshots = numbers(folder, "root"), numbers(folder, "snapshot")
    if not roots or not snapshots:
        return False  # nothing was imported yet
    root = read(folder / "metadata" / f"{roots[-1]}.root.json", "root").signed
    if key.public_key.keyid not in root.roles["timestamp"].keyids:
        raise ConfigError(
            "releases.key_file: is another key than the one that signs for this folder; take the "
            "bridge.pem that `karlsson release init` made together with it"
        )
    path = folder / "metadata" / "timestamp.json"
    newest = folder / "metadata" / f"{snapshots[-1]}.snapshot.json"
    count = 0
    if path.exists():
        before = read(path, "timestamp").signed
        count = before.version
        names_newest = before.snapshot_meta.version == snapshots[-1]
        if names_newest and before.expires - now > RENEW and before.expires - now <= VALID:
            return False
    try:
        meta = MetaFile.from_data(snapshots[-1], newest.read_bytes(), ["sha256"])
        expires = (now.astimezone(UTC) + VALID).replace(microsecond=0)
        signed = Metadata(Timestamp(count + 1, expires=expires, snapshot_meta=meta))
        signed.sign(key)
        atomic.replace(path, signed.to_bytes(JSONSerializer(compact=True)), 0o644)
    except OSError as error:
        raise ReleasesError(f"{path}: {file_words.of_file(path, error)}") from error
    return True
