"""`karlsson-robot pin`: a new PIN for the robot's own page, and the file that holds its hash."""

import os
import secrets
import sys
from pathlib import Path

from bridge.process import atomic, file_words, pin
from robot.local_page.page_parts import PageError
from robot.settings.texts import Both

READABLE = 0o640
"""The agent reads it as a member of its group."""

MOST_BYTES = 400


def read_pin(path: Path) -> str:
    """Return what the robot keeps of its PIN.

    Raises:
        PageError: There is none, or the file holds something else.
    """
    try:
        with path.open("rb") as file:
            kept = file.read(MOST_BYTES).decode("ascii", "replace").strip()
        pin.check_form(kept)
    except OSError as error:
        found = file_words.of_file(path, error)
        raise PageError("pin", _words(f"{path}: {found}")) from error
    except pin.NoPinHash as error:
        raise PageError("pin", _words(f"{path}: this is no hash of a PIN")) from error
    return kept


def _words(found: str) -> Both:
    return Both(
        f"{found}; `sudo karlsson-robot pin` macht eine PIN für die Seite des Roboters",
        f"{found}; `sudo karlsson-robot pin` makes a PIN for the robot's page",
    )


def set_pin(path: Path) -> int:
    """Make a PIN, keep its hash, and print it; return the exit code."""
    made = pin.from_number(secrets.randbelow(10**pin.DIGITS))
    kept = pin.hashed(made, secrets.token_bytes(pin.SALT_BYTES))
    try:
        atomic.replace(path, f"{kept}\n".encode(), READABLE)
        # The folder's group is the one of the robot's processes.
        os.chown(path, -1, path.parent.stat().st_gid)
    except OSError as error:
        found = file_words.of_file(path, error)
        sys.stderr.write(f"karlsson-robot: {path}: {found}; run it with sudo\n")
        return 1
    sys.stdout.write(
        f"PIN: {pin.shown(made)}\n"
        "Write it on the robot's label; it is not shown again. The page asks for it from the next\n"
        "start on: sudo systemctl restart karlsson-robot.socket karlsson-robot\n"
    )
    return 0
