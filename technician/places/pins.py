"""PINs of the robots' own pages: made once, kept beside the list, printed on the labels.

Cards and labels are made at different times, and often more than once; a robot keeps its PIN as
long as this file is there. The robots themselves get hashes alone (docs/decisions/0063).
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from bridge.process import atomic, file_words, pin
from technician.lists.records import ListedRobot
from technician.places.errors import CardError

VERSION = 1


class _KeptPin(msgspec.Struct, frozen=True):
    pin: Annotated[str, Meta(pattern=rf"^[0-9]{{{pin.DIGITS}}}$")]
    salt: Annotated[str, Meta(pattern=rf"^[0-9a-f]{{{2 * pin.SALT_BYTES}}}$")]
    """Kept as well, so that a card that is written again is the same card."""


class _Content(msgspec.Struct):
    version: Annotated[int, Meta(ge=VERSION, le=VERSION)] = VERSION
    robots: dict[str, _KeptPin] = {}


def with_pins(
    path: Path, robots: Sequence[ListedRobot], keep: bool = True
) -> tuple[ListedRobot, ...]:
    """Return the robots with their PINs; make and keep those that are missing.

    Args:
        path: The file, which need not exist.
        robots: Of the list.
        keep: False writes nothing.

    Raises:
        CardError: The file holds something else, or cannot be written.
    """
    content = _read(path)
    missing = [robot.id for robot in robots if robot.id not in content.robots]
    for robot_id in missing:
        number = secrets.randbelow(10**pin.DIGITS)
        salt = secrets.token_hex(pin.SALT_BYTES)
        content.robots[robot_id] = _KeptPin(pin.from_number(number), salt)
    if missing and keep:
        _write(path, content)
    return tuple(_with(robot, content.robots[robot.id]) for robot in robots)


def _with(robot: ListedRobot, kept: _KeptPin) -> ListedRobot:
    hashed = pin.hashed(kept.pin, bytes.fromhex(kept.salt))
    return replace(robot, pin=kept.pin, pin_hash=hashed)


def _read(path: Path) -> _Content:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Content)
    except FileNotFoundError:
        return _Content()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CardError(
            f"{path}: holds no PINs of robots; name another file with --pins, or remove it and"
            " print the labels anew"
        ) from error
    except OSError as error:
        raise CardError(
            f"{path}: {file_words.of_file(path, error)}; name another file with --pins"
        ) from error


def _write(path: Path, content: _Content) -> None:
    try:
        atomic.replace(path, msgspec.json.format(msgspec.json.encode(content), indent=1))
    except OSError as error:
        raise CardError(
            f"{path}: the PINs cannot be kept: {file_words.of_file(path, error)};"
            " name another file with --pins, or say --no-page"
        ) from error
