"""Taking over of a folder of releases: everything is checked before anything is changed."""

import os
import shutil
from pathlib import Path
from typing import Any

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata

from bridge.process import atomic, file_words
from bridge.releases.folder import ReleasesError, Signed, numbers, read

RESERVE_BYTES = 64 * 1024 * 1024


def bring_in(source: Path, folder: Path) -> tuple[Signed, int]:
    """Copy what is new into the bridge's folder; return what is signed, and how many files came.

    Archives come first and the snapshot last, so that a robot never finds a list whose archives
    are not there yet.

    Raises:
        ReleasesError: It is not signed by the same people, older than what is here, changed, cut
            off, or the disk is full. What is here stays as it was.
    """
    here = _root_here(folder)
    signed = Signed(source, here)
    for role in ("targets", "snapshot"):
        before = max(numbers(folder, role), default=0)
        now: int = getattr(signed, role).signed.version
        if now < before:
            raise ReleasesError(
                f"{source}: is older than what this bridge has ({now}.{role}.json and "
                f"{before}.{role}.json); take the newest folder"
            )
    archives = list(_archives(signed))
    for path, target in archives:
        _verify(source / path, target)
    _make_room(source, folder, [path for path, _ in archives])
    metadata = [
        *(f"metadata/{number}.root.json" for number in numbers(source, "root")),
        f"metadata/{signed.targets.signed.version}.targets.json",
        f"metadata/{signed.snapshot.signed.version}.snapshot.json",
    ]
    count = sum(_copy(source / name, folder / name) for name, _ in archives)
    count += sum(_copy(source / name, folder / name) for name in metadata)
    return signed, count


def _root_here(folder: Path) -> Metadata[Any] | None:
    """Return the newest root that is here; whoever signed it says what may come after it."""
    found = numbers(folder, "root")
    return read(folder / "metadata" / f"{found[-1]}.root.json", "root") if found else None


def _archives(signed: Signed) -> "list[tuple[str, Any]]":
    return [
        (f"targets/{target.get_prefixed_paths()[0]}", target)
        for target in signed.targets.signed.targets.values()
    ]


def _verify(path: Path, target: Any) -> None:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size != target.length:
                raise ReleasesError(
                    f"{path}: has {size} bytes in place of {target.length}; copy it again"
                )
            target.verify_length_and_hashes(file)
    except OSError as error:
        raise ReleasesError(f"{path}: {file_words.of_file(path, error)}") from error
    except RepositoryError as error:
        raise ReleasesError(f"{path}: is not what was signed; copy it again") from error


def _make_room(source: Path, folder: Path, names: list[str]) -> None:
    try:
        folder.mkdir(mode=0o750, exist_ok=True)
        new = [source / name for name in names if not (folder / name).exists()]
        needed = sum(path.stat().st_size for path in new) + RESERVE_BYTES
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise ReleasesError(f"{folder}: {file_words.of_file(folder, error)}") from error
    if free < needed:
        raise ReleasesError(
            f"{folder}: {needed / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free; nothing "
            "was changed"
        )


def _copy(source: Path, goal: Path) -> bool:
    """Copy a file unless it is there; its content never changes under one name."""
    if goal.exists():
        return False
    beside = goal.with_name(f".{goal.name}.part")
    try:
        goal.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        with source.open("rb") as read_from, beside.open("wb") as write_to:
            shutil.copyfileobj(read_from, write_to)
            write_to.flush()
            os.fsync(write_to.fileno())
        beside.replace(goal)
        atomic.sync_folder(goal.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ReleasesError(f"{goal}: {file_words.of_file(goal, error)}") from error
    return True
