"""PURE. First boot of a card as cloud-init would do it. No I/O.

A small reader of the card's own `user-data`. Files are placed. The commands of the machine are
not run, and are told; only the one that takes the secrets off the card is understood, since it
changes nothing but the card. A key that is not understood is an error: what a card asks for
must not be passed over in silence.
"""

import base64
import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HEAD = "#cloud-config\n"

_FORGETS = re.compile(r"printf '([^']*)' >(\S+)\.new && mv -f \2\.new \2 && sync")
"""The command by which a card forgets its secrets (`technician.files.first_boot.forget`)."""

UNDERSTOOD = {
    *("hostname", "manage_etc_hosts", "timezone", "ssh_pwauth"),
    *("users", "write_files", "runcmd"),
}


class CardNotUnderstood(Exception):
    """The card holds something that this reader does not understand."""


@dataclass(frozen=True)
class BootFile:
    """A file that the first boot places."""

    path: str
    content: bytes = field(repr=False)
    mode: int = 0o644


@dataclass(frozen=True)
class FirstBoot:
    """Actions of a first boot.

    Args:
        host: The robot's host name.
        files: Files with absolute paths, placed in this order.
        left_out: Further actions of a real one, as a person would type them.
    """

    host: str
    files: tuple[BootFile, ...]
    left_out: tuple[str, ...]


def read(user_data: bytes) -> FirstBoot:
    """Return what a first boot does with this `user-data`.

    Raises:
        CardNotUnderstood: Something in it is not understood; the text names it.
    """
    text = user_data.decode()
    if not text.startswith(HEAD):
        raise CardNotUnderstood(f"user-data: begins with {text[:20]!r}, not with {HEAD.strip()}")
    try:
        asked = json.loads(text.removeprefix(HEAD))
    except json.JSONDecodeError as error:
        raise CardNotUnderstood(f"user-data: line {error.lineno + 1} is not readable") from error
    if strange := sorted(set(asked) - UNDERSTOOD):
        raise CardNotUnderstood(
            f"user-data: {strange[0]}: the rehearsal does not know what this asks for"
        )
    files = [_file(one) for one in asked.get("write_files", ())]
    files += [BootFile("/etc/hostname", f"{asked['hostname']}\n".encode())]
    if zone := asked.get("timezone"):
        files.append(BootFile("/etc/timezone", f"{zone}\n".encode()))
    left_out = [f"user {one['name']}" for one in asked.get("users", ())]
    for command in asked.get("runcmd", ()):
        forgotten = _forgotten(command)
        if forgotten is None:
            left_out.append(shlex.join(command))
        else:
            files.append(forgotten)
    return FirstBoot(asked["hostname"], tuple(files), tuple(left_out))


def _file(asked: Mapping[str, Any]) -> BootFile:
    """Return a file of `write_files`."""
    path, encoding = str(asked["path"]), asked.get("encoding", "text/plain")
    if not path.startswith("/") or ".." in path.split("/"):
        raise CardNotUnderstood(f"user-data: write_files: {path!r} is no absolute path")
    if encoding not in ("text/plain", "b64"):
        raise CardNotUnderstood(
            f"user-data: write_files: {path}: encoding {encoding!r} is not known"
        )
    content = asked["content"]
    data = base64.b64decode(content) if encoding == "b64" else content.encode()
    return BootFile(path, data, int(asked.get("permissions", "0644"), 8))


def _forgotten(command: list[str]) -> BootFile | None:
    """Return what the card holds after this command; None for any other command."""
    if command[:2] != ["sh", "-c"]:
        return None
    found = _FORGETS.fullmatch(command[2])
    if found is None:
        return None
    return BootFile(found[2], found[1].replace("\\n", "\n").encode())
