"""Debian packages that `--package` names."""

from collections.abc import Sequence
from pathlib import Path

from bridge.process import file_words
from technician.commands.arguments import UsageError
from technician.files import software
from technician.files.software import CardPackage, WrongPackageError

MOST_BYTES = 350_000_000
"""All of them together: the boot partition has 512 MB, and the system itself needs a part."""


def read(paths: Sequence[Path]) -> list[CardPackage]:
    """Return the packages.

    Raises:
        UsageError: One cannot be read, or is not meant for a robot.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        try:
            found[path.name] = path.expanduser().read_bytes()
        except OSError as error:
            why = file_words.of_file(path, error)
            raise UsageError(
                f"--package {path}: {why}; `./run package robot` builds one"
            ) from error
    total = sum(map(len, found.values()))
    if total > MOST_BYTES:
        raise UsageError(
            f"--package: {total / 1e6:.0f} MB are more than a card's boot partition has room for"
            f" ({MOST_BYTES / 1e6:.0f} MB); leave some out"
        )
    try:
        return software.check(found)
    except WrongPackageError as error:
        raise UsageError(f"--package: {error}") from error
