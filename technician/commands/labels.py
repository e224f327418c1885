"""Setting of labels, and of an empty list."""

import csv
import io
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from bridge.process import atomic, file_words
from technician.commands.arguments import UsageError
from technician.labels.labels import PER_SHEET, Language, labels
from technician.lists.columns import Column
from technician.lists.records import ListedRobot

READABLE, PRIVATE = 0o644, 0o600


def write_labels(path: Path, robots: Sequence[ListedRobot], language: Language, used: int) -> None:
    """Set a label for each robot.

    Raises:
        UsageError: The file cannot be written, or a name cannot be set.
    """
    if not 0 <= used < PER_SHEET:
        raise UsageError(f"--used {used}: a sheet has {PER_SHEET} labels; 0 to {PER_SHEET - 1}")
    # Setting takes longer to load than anything else here.
    from bridge.papers.typeset import PaperError, typeset

    template = resources.files("technician.labels") / "labels.typ"
    try:
        paper = typeset(template.read_text(encoding="utf-8"), labels(robots, language, used))
    except PaperError as error:
        raise UsageError(
            f"the labels cannot be set: {error}; write the name or serial number in other letters"
        ) from error
    # Whoever reads it knows the keys of the robots' own Wi-Fi.
    _write(path, paper, PRIVATE)


def write_template(path: Path, language: Language) -> None:
    """Write an empty list with all its headings, as German spreadsheets open it.

    Raises:
        UsageError: The file is there already, or cannot be written.
    """
    if path.exists():
        raise UsageError(f"{path}: is there already; name another file")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.value[0 if language == "de" else 1] for column in Column)
    _write(path, out.getvalue().encode("utf-8-sig"))


def _write(path: Path, data: bytes, mode: int = READABLE) -> None:
    try:
        atomic.replace(path, data, mode)
    except OSError as error:
        raise UsageError(f"{path}: {file_words.words(error)}; name another file") from error
