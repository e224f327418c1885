"""Facts of the set-up stored nowhere else: the self-test that passed, the name that was heard.

It is written after each step, so that a power cut costs no more than the step it came into.
"""

from pathlib import Path

import msgspec

from bridge.process import atomic

FILE = "setup.json"
MOST_BYTES = 65_536


class SetupRecord(msgspec.Struct, frozen=True):
    """Steps that a person or the doctor has confirmed.

    Args:
        tested: Mark of the configuration with which the self-test passed; empty if it never did.
        tested_unix_s: When it passed.
        heard_name: Name that somebody has seen and heard the robot say.
    """

    tested: str = ""
    tested_unix_s: float = 0.0
    heard_name: str = ""


def read(folder: Path) -> SetupRecord:
    """Return the record; an empty one if there is none, or none that can be read."""
    try:
        with (folder / FILE).open("rb") as file:
            return msgspec.json.decode(file.read(MOST_BYTES), type=SetupRecord)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return SetupRecord()


def write(folder: Path, record: SetupRecord) -> None:
    """Write the record.

    Raises:
        OSError: The disk refuses it; the old one is intact.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic.replace(folder / FILE, msgspec.json.encode(record))
