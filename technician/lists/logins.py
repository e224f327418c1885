"""PURE. Public keys for SSH, by which a technician logs in. No I/O."""

import base64
import binascii
import re

from technician.lists.remarks import WrongValueError

KINDS = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)

RESERVED = frozenset({"root", "pi", "karlsson-body", "karlsson-robot", "karlsson-bridge"})


def public_keys(text: str) -> tuple[str, ...]:
    """Return the keys of a file such as `id_ed25519.pub`.

    Raises:
        WrongValueError: It holds none, or a private one.
    """
    if "PRIVATE KEY" in text:
        raise WrongValueError(
            "is a private key, which never leaves your computer", "name the file that ends in .pub"
        )
    found = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        words = line.split()
        if len(words) < 2 or words[0] not in KINDS or not _is_blob(words[1], words[0]):
            raise WrongValueError(
                "holds a line that is no public key", "name the file that ends in .pub"
            )
        found.append(" ".join(words))
    if not found:
        raise WrongValueError("holds no key", "make one: ssh-keygen -t ed25519")
    return tuple(found)


def user(text: str) -> str:
    """Return the name of a user of Linux.

    Raises:
        WrongValueError: Linux does not allow the name, or the system has it already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,30}", text) or text in RESERVED:
        raise WrongValueError(
            f"'{text[:40]}' cannot be the technician's user",
            "a-z, 0-9 and hyphens, beginning with a letter, and none of the system's own",
        )
    return text


def _is_blob(text: str, kind: str) -> bool:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        return False
    # RFC 4253, 6.6: the kind comes first, with its length before it.
    return data.startswith(len(kind).to_bytes(4, "big") + kind.encode())
