"""Messages about files that cannot be read or written, for people: what, where, and the remedy.

/etc/karlsson/robot.toml: is not there; /etc/karlsson/robot.toml.txt is
/etc/karlson/robot.toml: is not there, nor is the folder /etc/karlson
"""

import difflib
import errno
import os
import pwd
from collections.abc import Mapping
from pathlib import Path

WORDS: Mapping[int, str] = {
    errno.EISDIR: "is a folder; name a file in it",
    errno.ENOSPC: "there is no room left on the disk",
    errno.EDQUOT: "there is no room left on the disk",
    errno.EROFS: "this disk can be read only",
    errno.EIO: "the disk or the device gives an error; it may be broken",
    errno.ELOOP: "its links lead round in a circle",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOMEM: "there is not enough memory",
    errno.EBUSY: "something else uses it",
    errno.ETXTBSY: "something else uses it",
    errno.ENXIO: "the device is not there; look at its plug",
    errno.ENODEV: "the device is not there; look at its plug",
    errno.EADDRINUSE: "another process listens there; stop it, or take another port",
    errno.EADDRNOTAVAIL: "this computer does not have this address",
    errno.ECONNREFUSED: "nothing listens there",
    errno.ECONNRESET: "the other side ended the connection",
    errno.ECONNABORTED: "the other side ended the connection",
    errno.EPIPE: "the other side ended the connection",
    errno.ETIMEDOUT: "it does not answer",
    errno.EHOSTUNREACH: "no way leads there",
    errno.ENETUNREACH: "no way leads there; look at the network",
    errno.EAFNOSUPPORT: "this computer does not speak this kind of address",
}
"""Meanings of errors of the system. Others are told by their name, such as EPROTO."""


def words(error: OSError) -> str:
    """Return what an error of the system means, without a path."""
    number = error.errno or 0
    if isinstance(error, TimeoutError):
        return WORDS[errno.ETIMEDOUT]
    if number in (errno.ENOENT, errno.ENOTDIR):
        return "is not there"
    if number in (errno.EACCES, errno.EPERM):
        return f"the user {_user()} has no right to it"
    return WORDS.get(number) or f"the system refuses it ({errno.errorcode.get(number, 'unknown')})"


def of_file(path: Path, error: OSError) -> str:
    """Return what is wrong with a file, with the nearest folder or name that is there."""
    if error.errno not in (errno.ENOENT, errno.ENOTDIR):
        return words(error)
    parent = path.absolute().parent
    if not parent.is_dir():
        missing = parent
        while missing.parent != missing and not missing.parent.is_dir():
            missing = missing.parent
        return f"is not there, nor is the folder {missing}"
    where = "" if path.is_absolute() else f" in {parent}"
    meant = like(path)
    return f"is not there{where}" + (f"; {meant} is" if meant else "")


def like(path: Path) -> Path | None:
    """Return the file that was meant: robot.toml.txt, Robot.toml or robt.toml for robot.toml."""
    parent = path.absolute().parent
    stems = {name.partition(".")[0].lower(): name for name in _names(parent)}
    found = difflib.get_close_matches(path.name.partition(".")[0].lower(), stems, n=1, cutoff=0.8)
    return parent / stems[found[0]] if found else None


def of_socket(path: Path, error: OSError) -> str:
    """Return why the body's socket cannot be used."""
    if isinstance(error, ConnectionRefusedError | FileNotFoundError):
        return "no body runs there; start it: sudo systemctl start karlsson-body"
    if isinstance(error, PermissionError):
        return f"{words(error)}; start this with sudo, or join the group karlsson"
    return of_file(path, error)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())[:500]
    except OSError:
        return []  # a folder that may not be listed


def _user() -> str:
    """Return the name of the user of this process, or its number."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
