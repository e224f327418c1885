"""The secret beside a list, from which what stands on labels is made."""

import os
import secrets
from pathlib import Path

from bridge.process import atomic, file_words
from technician.lists.hotspot_keys import SECRET_BYTES
from technician.places.errors import CardError

REMEDY = "copy the list into a folder of your own; this file belongs beside it, and is kept with it"


def secret_file(list_file: Path) -> Path:
    """Return where the secret of a list is."""
    return list_file.with_name(f"{list_file.stem}-karlsson-secret")


def secret_of(list_file: Path, keep: bool) -> bytes:
    """Return the secret of a list, a new one if there is none.

    Args:
        list_file: The list.
        keep: Whether a new one is kept; else it is for looking only.

    Raises:
        CardError: It cannot be read, or a new one cannot be kept.
    """
    path = secret_file(list_file)
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return _new(path, list_file, keep)
    except OSError as error:
        raise CardError(
            f"{path}: cannot be read: {file_words.of_file(path, error)}; {REMEDY}"
        ) from error
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise CardError(
            f"{path}: is not what `karlsson card` wrote; take it from a backup, or remove it: then"
            " all robots of the list need new cards and labels"
        )
    return secret


def _new(path: Path, list_file: Path, keep: bool) -> bytes:
    secret = secrets.token_bytes(SECRET_BYTES)
    if keep:
        try:
            atomic.replace(path, secret.hex().encode() + b"\n")
            if os.geteuid() == 0:
                # Cards are written with sudo, labels without: both are the list's owner's.
                owner = list_file.stat()
                os.chown(path, owner.st_uid, owner.st_gid)
        except OSError as error:
            raise CardError(
                f"{path}: cannot be written: {file_words.words(error)}; {REMEDY}"
            ) from error
    return secret
