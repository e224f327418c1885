"""Record of the cards that were written, so that an interrupted afternoon goes on where it was.

It holds no secret: the content of each card is kept as a keyed hash, with a key of this record's
own. It is written after each card, as a whole or not at all.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from bridge.process import atomic, file_words
from technician.places.errors import CardError

VERSION = 1


class DoneCard(msgspec.Struct, frozen=True):
    """A card that was written and read back: hash of its content, place, and when (ISO 8601)."""

    hash: str
    place: str
    written: str


class _Content(msgspec.Struct):
    version: Annotated[int, Meta(ge=VERSION, le=VERSION)]
    salt: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
    cards: dict[str, DoneCard]


class CardRecord:
    """The record in a file. Several threads may note cards.

    Args:
        path: Its file, which need not exist.

    Raises:
        CardError: The file is no such record, or cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._content = _read(path)

    def digest(self, files: Mapping[str, bytes]) -> str:
        """Return the hash of a card's content."""
        found = hmac.new(bytes.fromhex(self._content.salt), digestmod=hashlib.sha256)
        for name, data in sorted(files.items()):
            found.update(b"%s\0%d\0%s" % (name.encode(), len(data), data))
        return found.hexdigest()

    def done(self, robot_id: str) -> DoneCard | None:
        """Return what is known of a robot's card."""
        return self._content.cards.get(robot_id)

    def is_done(self, robot_id: str, files: Mapping[str, bytes]) -> bool:
        """Return whether a robot's card was written with just this content."""
        known = self.done(robot_id)
        return known is not None and hmac.compare_digest(known.hash, self.digest(files))

    def note(self, robot_id: str, files: Mapping[str, bytes], place: str, written: str) -> None:
        """Note a card as written.

        Raises:
            CardError: The record cannot be written.
        """
        with self._lock:
            self._content.cards[robot_id] = DoneCard(self.digest(files), place, written)
            data = msgspec.json.format(msgspec.json.encode(self._content), indent=1)
            try:
                atomic.replace(self._path, data)
            except OSError as error:
                raise _unwritable(self._path, error) from error

    def check_writable(self) -> None:
        """Write the record as it is, so that a folder that refuses it is known beforehand.

        Raises:
            CardError: The record cannot be written.
        """
        try:
            atomic.replace(self._path, msgspec.json.encode(self._content))
        except OSError as error:
            raise _unwritable(self._path, error) from error


def _read(path: Path) -> _Content:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Content)
    except (FileNotFoundError, NotADirectoryError):
        return _Content(VERSION, secrets.token_hex(16), {})
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CardError(
            f"{path}: is no record of cards; name another with --record, or remove it to begin anew"
        ) from error
    except OSError as error:
        raise CardError(f"{path}: {file_words.words(error)}; name another with --record") from error


def _unwritable(path: Path, error: OSError) -> CardError:
    return CardError(
        f"{path}: the record cannot be written: {file_words.words(error)}; name another file with "
        "--record"
    )
