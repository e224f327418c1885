"""Removal of what a loan left on a robot, and the proof: what is left, and whether a secret is.

Secrets are read before anything is removed, and looked for afterwards in every place where the
software, the card and the network of a robot keep files. Nothing of them is shown or kept.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from bridge.process import file_words
from robot.handover import traces
from robot.handover.protocol import Entry, Wiped
from robot.handover.traces import CREDENTIAL, KEY_FILES, LEAST, SEARCHED, TRACES, Kind

MOST_BYTES = 8_000_000
"""Largest file that is searched; what a robot keeps is far smaller."""

MOST_SECRETS = 200


class InUse(Exception):
    """The agent runs, and writes what was just removed."""


@dataclass(frozen=True)
class _Found:
    path: Path
    kind: Kind
    what: str


def at_work(folder: Path) -> contextlib.AbstractContextManager[None]:
    """Hold the robot's folder while the agent runs, beside others that do so."""
    return _held(folder, fcntl.LOCK_SH)


def alone(folder: Path) -> contextlib.AbstractContextManager[None]:
    """Hold the robot's folder alone.

    Raises:
        InUse: The agent runs.
    """
    return _held(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield  # there is nothing to hold
        return
    try:
        try:
            fcntl.flock(handle, how)
        except BlockingIOError:
            raise InUse from None
        yield
    finally:
        os.close(handle)


def wipe(
    folder: Path, root: Path = Path("/"), *, keep_key: bool = False, keep_network: bool = False
) -> Wiped:
    """Remove the traces, and tell what went, what stayed and what is left.

    Args:
        folder: The robot's own folder, below the root.
        root: Of the file system.
        keep_key: The same bridge lends the robot on.
        keep_network: The robot stays in its school.
    """
    kept: list[_Found] = []
    gone: list[_Found] = []
    for found in _traces(folder, root):
        own = found.path.parent == folder and found.path.name in KEY_FILES
        is_key = own or found.path.relative_to(root).match(CREDENTIAL)
        stays = (keep_key and is_key) or (keep_network and found.kind in ("wifi", "school"))
        (kept if stays else gone).append(found)
    secrets = _secrets(gone)
    failed = [Entry(str(one.path), why) for one in gone if (why := _remove(one.path))]
    not_gone = {entry.path for entry in failed}
    return Wiped(
        removed=_entries(one for one in gone if str(one.path) not in not_gone),
        kept=_entries(kept),
        failed=tuple(failed),
        left=_left(folder, root, {one.path for one in kept}),
        found=tuple(str(path) for path in _searched(folder, root) if _holds(path, secrets)),
        secrets=len(secrets),
    )


def _traces(folder: Path, root: Path) -> Iterator[_Found]:
    for path in _files(folder):
        yield _Found(path, "robot", traces.what_of(path.name))
    for trace in TRACES:
        for place in sorted(root.glob(trace.pattern)):
            for path in _files(place) if _is_folder(place) else [place]:
                yield _Found(path, trace.kind, trace.what)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _files(folder: Path) -> list[Path]:
    """Return every file below a folder; a link counts as itself."""
    found = []
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        found += [Path(place, name) for name in (*names, *links)]
    return sorted(found)


def _secrets(gone: list[_Found]) -> frozenset[bytes]:
    secrets: set[bytes] = set()
    for one in gone:
        secrets |= set(traces.secrets_of(one.path.name, _read(one.path)))
    return frozenset(sorted(text for text in secrets if len(text) >= LEAST)[:MOST_SECRETS])


def _remove(path: Path) -> str:
    """Remove a file; return why it could not be removed, or an empty text."""
    try:
        path.unlink()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return file_words.words(error)
    return ""


def _left(folder: Path, root: Path, kept: Set[Path]) -> tuple[str, ...]:
    """Return what is still there of all places of traces, apart from what was to stay."""
    return tuple(str(one.path) for one in _traces(folder, root) if one.path not in kept)


def _searched(folder: Path, root: Path) -> Iterator[Path]:
    for place in (folder, *(root / name for name in SEARCHED)):
        yield from _files(place)


def _holds(path: Path, secrets: Set[bytes]) -> bool:
    data = _read(path)
    return any(secret in data for secret in secrets)


def _read(path: Path) -> bytes:
    try:
        if path.is_symlink() or not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return b""  # `left` and `failed` tell of it


def _entries(found: Iterator[_Found] | list[_Found]) -> tuple[Entry, ...]:
    return tuple(Entry(str(one.path), one.what) for one in found)
