"""Writing of a body.toml that a person has accepted. The old one is kept beside it."""

import os
from contextlib import suppress
from pathlib import Path

from bridge.process import atomic

READABLE = 0o644
"""Nothing in it is secret, and its folder is the group's alone."""

MOST_KEPT = 99


def accept(path: Path, text: str) -> Path | None:
    """Write the file; return where the old one lies, or None if there was none.

    Raises:
        OSError: It cannot be written; what was before is intact.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = _keep(path)
    atomic.replace(path, text.encode(), READABLE)
    return kept


def is_same(path: Path, text: str) -> bool:
    """Return whether the file says exactly this."""
    with suppress(OSError):
        return path.read_bytes() == text.encode()
    return False


def _keep(path: Path) -> Path | None:
    """Give the present file a second name that nothing has yet."""
    for number in range(1, MOST_KEPT + 1):
        kept = path.with_name(f"{path.name}.before-{number}")
        try:
            os.link(path, kept)
        except FileNotFoundError:
            return None
        except FileExistsError:
            if kept.samefile(path):
                return kept  # a power cut came after this step
            continue
        return kept
    raise FileExistsError(f"{path}.before-{MOST_KEPT}")
