"""Recordings by name or by file: what `trace=` of a line means."""

from functools import lru_cache
from pathlib import Path

from tests.netlab.recording import Recording, parse
from tests.netlab.synthetic import DIRECTIONS, KINDS, make

NAMES = tuple(f"{kind}-{direction}" for kind in KINDS for direction in DIRECTIONS)
"""Our own recordings."""

MOST_BYTES = 64 << 20


def absolute(name: str) -> str:
    """Return a name that means the same in any working directory.

    Raises:
        ValueError: There is no such recording; the text says why.
    """
    if name in NAMES:
        return name
    path = str(Path(name).absolute())
    load(path)
    return path


@lru_cache(maxsize=16)
def load(name: str) -> Recording:
    """Return the recording, made or read.

    Raises:
        ValueError: There is no such recording; the text says why.
    """
    if name in NAMES:
        kind, _, direction = name.partition("-")
        return make(kind, direction)
    try:
        return parse(_text(Path(name)))
    except UnicodeDecodeError:
        reason = "this is no text of numbers"
    except OSError as error:
        reason = error.strerror or type(error).__name__
    except ValueError as error:
        reason = str(error)
    raise ValueError(f"recording {name!r}: {reason}")


def _text(path: Path) -> str:
    if not path.exists():
        raise ValueError(f"there is no such file; our own are called {', '.join(NAMES)}")
    if not path.is_file():
        raise ValueError("this is no file")
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"more than {MOST_BYTES >> 20} MB")
    return path.read_text(encoding="ascii")
