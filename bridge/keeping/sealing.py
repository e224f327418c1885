"""Backups as age files (age-encryption.org): the only module that uses pyrage.

A bridge knows only the public half of the key, so whoever takes its disk cannot read its backups.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyrage

from bridge.base.errors import BadRequest, BridgeError

LEAST_PASSPHRASE = 12
"""Characters of a passphrase: it is all that stands between a stolen file and what is in it."""

BY_PASSPHRASE = b"-> scrypt "


class SealError(BridgeError):
    """A backup cannot be sealed or opened."""


@dataclass(frozen=True)
class Lock:
    """Whoever may open a backup.

    Args:
        recipients: Public keys, `age1…`.
        passphrase: Instead of keys.
    """

    recipients: Sequence[str] = ()
    passphrase: str = field(default="", repr=False)


def new_key() -> tuple[str, str]:
    """Return a new key: what goes into a file that leaves the bridge, and its public half."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    return f"# public key: {public}\n{identity}\n", public


def check_recipient(text: str) -> str:
    """Return a public key.

    Raises:
        BadRequest: The text is not a public key of age.
    """
    try:
        return str(pyrage.x25519.Recipient.from_str(text.strip()))
    except pyrage.RecipientError:
        raise BadRequest(
            f"{text[:80]!r} is no public key of age; it begins with age1, and "
            "`karlsson-bridge backup --new-key FILE` makes one"
        ) from None


def check_passphrase(text: str) -> str:
    """Return a passphrase without the end of its line.

    Raises:
        BadRequest: It is too short.
    """
    passphrase = text.strip("\r\n")
    if len(passphrase) < LEAST_PASSPHRASE:
        raise BadRequest(f"the passphrase has fewer than {LEAST_PASSPHRASE} characters")
    return passphrase


def seal(data: bytes, lock: Lock) -> bytes:
    """Return what only the key or the passphrase opens.

    Raises:
        BadRequest: There is neither.
    """
    if lock.passphrase:
        return bytes(pyrage.passphrase.encrypt(data, lock.passphrase))
    if not lock.recipients:
        raise BadRequest(
            "nothing says for whom the backup is encrypted: set backup.recipients, or name --for "
            "or --passphrase-file; `karlsson-bridge backup --new-key FILE` makes a key"
        )
    keys = [pyrage.x25519.Recipient.from_str(check_recipient(one)) for one in lock.recipients]
    return bytes(pyrage.encrypt(data, keys))


def needs_passphrase(data: bytes) -> bool:
    """Return whether a passphrase opens the file, and not a key."""
    return BY_PASSPHRASE in data[:200]


def unseal(data: bytes, key_text: str, passphrase: str) -> bytes:
    """Return what was sealed.

    Args:
        data: The whole file.
        key_text: Content of the file with the key; empty without one.
        passphrase: Empty without one.

    Raises:
        SealError: It is no such file, is damaged, or is for another key or passphrase.
    """
    if not data.startswith(b"age-encryption.org/v1\n"):
        raise SealError("it is no backup of this bridge, which begins with age-encryption.org/v1")
    try:
        if needs_passphrase(data):
            if not passphrase:
                raise SealError("it was made with a passphrase: --passphrase-file FILE")
            return bytes(pyrage.passphrase.decrypt(data, passphrase))
        if not key_text:
            raise SealError("it was made for a key: --key FILE")
        lines = [line.strip() for line in key_text.splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(one) for one in keys]))
    except pyrage.IdentityError:
        raise SealError("the file with the key holds no AGE-SECRET-KEY-1…") from None
    except pyrage.DecryptError as error:
        what = "it is for another key" if "matching" in str(error) else "it cannot be opened"
        raise SealError(f"{what}, or it is damaged") from None
