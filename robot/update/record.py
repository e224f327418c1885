"""Record of this robot's updates, in a file that the local page and the fleet may read."""

from pathlib import Path

import msgspec

from robot.update.disk import DurableDisk

FOLDER = Path("/var/lib/karlsson-update")
NAME = "state.json"
MOST_BYTES = 100_000
MOST_KEPT = 16


class Trial(msgspec.Struct, frozen=True):
    """A release that is being tried.

    Args:
        version: The new one.
        before: The one that it replaced.
        tries: Tries that have begun.
        counted: The start of the computer has counted the try that begins next.
    """

    version: str
    before: str
    tries: int = 1
    counted: bool = False


class UpdateRecord(msgspec.Struct, frozen=True):
    """State of updates.

    Args:
        trial: None while nothing is being tried.
        fell_back: Versions that did not work here, oldest first.
        code: What happened last, a key of `words.WORDS`.
        facts: What the words for it name.
        at: When, in ISO 8601.
    """

    trial: Trial | None = None
    fell_back: tuple[str, ...] = ()
    code: str = ""
    facts: dict[str, str] = {}
    at: str = ""


class Records:
    """The file of the record.

    Args:
        folder: Of the record, and of what is being fetched.
    """

    def __init__(self, folder: Path = FOLDER, disk: DurableDisk | None = None) -> None:
        self.folder = folder
        self.path = folder / NAME
        self._disk = disk or DurableDisk()

    def read(self) -> UpdateRecord:
        """Return the record; a new one if there is none, or none that can be read.

        A damaged record costs one more try of a release that is on trial: the links say the rest.
        """
        try:
            with self.path.open("rb") as file:
                return msgspec.json.decode(file.read(MOST_BYTES), type=UpdateRecord)
        except (OSError, msgspec.DecodeError):
            return UpdateRecord()

    def write(self, record: UpdateRecord) -> None:
        """Keep a record; it is on the disk at the end."""
        self._disk.replace_file(self.path, msgspec.json.encode(record))
