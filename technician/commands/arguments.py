"""Arguments of the command line that cannot be used, and files that they name."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bridge.process import file_words
from technician.lists.remarks import WrongValueError

Found = TypeVar("Found")
Given = TypeVar("Given")


class UsageError(Exception):
    """An argument or a file cannot be used; the text says what to do about it."""


def argument(name: str, parse: Callable[[Given], Found], given: Given) -> Found:
    """Return the value of an argument.

    Raises:
        UsageError: It is wrong; the text names it.
    """
    try:
        return parse(given)
    except WrongValueError as error:
        raise UsageError(f"{name}: {error}") from error


def text_of(path: Path) -> str:
    """Return the text of a file.

    Raises:
        UsageError: It cannot be read, or is no text.
    """
    try:
        return path.expanduser().read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {file_words.of_file(path, error)}; name another file") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is no text; name another file") from error
