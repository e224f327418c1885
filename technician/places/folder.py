"""A folder for each robot, whose files are copied by hand to the card's boot partition."""

from collections.abc import Mapping
from pathlib import Path

from bridge.process import atomic, file_words
from technician.places.errors import CardError

PRIVATE = 0o700


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a robot's files, each as a whole or not at all, in their order.

    Raises:
        CardError: The folder cannot be written.
    """
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        for name, data in files.items():
            atomic.replace(folder / name, data)
    except OSError as error:
        raise CardError(
            f"{folder}: {file_words.words(error)}; free some space, or name another folder with "
            "--out"
        ) from error


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Return whether a folder holds just these files."""
    try:
        return all((folder / name).read_bytes() == data for name, data in files.items())
    except OSError:
        return False
