"""Files of this robot's enrolment: its name, the machine that its key belongs to, and the token.

    enrolment.json     key, name, hashed marks of the machine, hash of the token that was used
    robot.key.new      key that is being enrolled; it becomes robot.key
    enrolment-token    token that was typed, or that the card brought

A power cut between any two steps leaves what the next start goes on with: the record is written
before the key takes its place, and the token goes last (docs/decisions/0053, 0054).
"""

import contextlib
from pathlib import Path

import msgspec

from bridge.process import atomic, file_words
from robot.settings import identity, machine
from robot.settings.config import KEY_FILE
from robot.settings.errors import IdentityError
from robot.settings.identity import Identity

RECORD_FILE = "enrolment.json"
NEW_KEY_FILE = "robot.key.new"
TOKEN_FILE = "enrolment-token"

_MOST_BYTES = 4096


class EnrolmentRecord(msgspec.Struct, frozen=True):
    """Record of this robot's enrolment."""

    key: str = ""
    """Public key that `marks` and `robot` belong to."""
    marks: tuple[str, ...] = ()
    robot: str = ""
    """Name that the bridge gave; empty for a robot that was added by hand."""
    name: str = ""
    token_hash: str = ""
    """Hash of the token's public key; a token that was used is not tried again."""


class EnrolmentFiles:
    """Files in the robot's folder.

    Args:
        folder: Of the robot's state.
        root: Of the file system, for what names the machine.
    """

    def __init__(self, folder: Path, root: Path = machine.ROOT) -> None:
        self._folder = folder
        self._root = root

    def record(self) -> EnrolmentRecord:
        """Return the record; an empty one where there is none.

        Raises:
            IdentityError: It is there and cannot be read. It is then not overwritten either.
        """
        path = self._folder / RECORD_FILE
        try:
            return msgspec.json.decode(path.read_bytes(), type=EnrolmentRecord)
        except FileNotFoundError:
            return EnrolmentRecord()
        except OSError as error:
            raise IdentityError(f"{path}: cannot be read: {file_words.words(error)}") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise IdentityError(
                f"{path}: this is no record of an enrolment; remove it, and enrol the robot anew"
            ) from error

    def is_copied(self, public: str) -> bool:
        """Return whether this key belongs to another machine, by its record.

        Raises:
            IdentityError: The record cannot be read.
        """
        known = self.record()
        here = machine.marks(self._root, public)
        is_bound = known.key == public and bool(known.marks) and bool(here)
        return is_bound and not set(known.marks) & set(here)

    def bind(self, public: str, *, anew: bool = False) -> None:
        """Bind a key to this machine, unless it is bound already.

        Args:
            public: The robot's key.
            anew: The card was moved on purpose.

        Raises:
            IdentityError: The record cannot be read or written.
        """
        known = self.record()
        here = machine.marks(self._root, public)
        if known.key == public and not anew and (known.marks or not here):
            return
        self._write(msgspec.structs.replace(known, key=public, marks=here))

    def settle(self) -> None:
        """Finish an enrolment that a power cut interrupted.

        Raises:
            IdentityError: The new key or the record cannot be read.
        """
        path = self._folder / NEW_KEY_FILE
        if path.exists() and identity.load(path).public == self.record().key:
            self._install()

    def key(self) -> Identity | None:
        """Return the key as it is in the folder now; None without one.

        Raises:
            IdentityError: It cannot be read.
        """
        try:
            return identity.load(self._folder / KEY_FILE)
        except FileNotFoundError:
            return None

    def new_key(self) -> Identity:
        """Return the key to enrol; the same one until it is enrolled.

        Raises:
            IdentityError: It cannot be made.
        """
        return identity.load_or_make(self._folder / NEW_KEY_FILE)

    def keep(self, robot: str, name: str, public: str, token_hash: str) -> None:
        """Keep what the bridge has answered, and let the new key take its place.

        Raises:
            IdentityError: The disk refuses it; what was before holds.
        """
        here = machine.marks(self._root, public)
        self._write(EnrolmentRecord(public, here, robot, name, token_hash))
        self.settle()

    def typed(self) -> str:
        """Return the token in the folder; empty without one.

        Raises:
            IdentityError: It is there and cannot be read.
        """
        return read_token(self._folder / TOKEN_FILE)

    def put_token(self, token: str) -> None:
        """Put a token into the folder.

        Raises:
            IdentityError: The disk refuses it.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic.replace(self._folder / TOKEN_FILE, f"{token}\n".encode())
        except OSError as error:
            raise self._refused(error) from error

    def drop_token(self) -> None:
        """Remove the token from the folder."""
        with contextlib.suppress(OSError):
            (self._folder / TOKEN_FILE).unlink(missing_ok=True)

    def _install(self) -> None:
        try:
            (self._folder / NEW_KEY_FILE).replace(self._folder / KEY_FILE)
        except OSError as error:
            raise self._refused(error) from error

    def _write(self, record: EnrolmentRecord) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic.replace(self._folder / RECORD_FILE, msgspec.json.encode(record))
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> IdentityError:
        denied = isinstance(error, PermissionError)
        remedy = "; run it as the robot's user: sudo -u karlsson-robot" if denied else ""
        return IdentityError(
            f"{self._folder}: the robot's enrolment cannot be kept: "
            f"{file_words.words(error)}{remedy}"
        )


def read_token(path: Path) -> str:
    """Return the token in a file; empty where there is none.

    Raises:
        IdentityError: It is there and cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise IdentityError(
            f"{path}: the token cannot be read: {file_words.words(error)}; "
            "the agent's user has to own the file: chown karlsson-robot"
        ) from error
