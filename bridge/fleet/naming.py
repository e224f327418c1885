"""PURE. Names and addresses that a new robot is given. No I/O."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bridge.base.errors import BadRequest
from bridge.protocol import fields

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def robot_of(written: str) -> tuple[str, str]:
    """Return id and name of a robot, given either of them: `karlsson-7` or `Karlsson 7`.

    Raises:
        BadRequest: No id can be made of it.
    """
    lower = unicodedata.normalize("NFC", written).lower().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    robot_id = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    what = f"{written[:40]!r} makes no robot's id; an id has a-z, 0-9 and hyphens, at most 32"
    check_shape(robot_id, fields.RobotId, what)
    if written != robot_id:
        check_shape(written, fields.DisplayName, f"{written[:40]!r}: a name has 1 to 40 characters")
        return robot_id, written
    return robot_id, " ".join(part.capitalize() for part in robot_id.split("-"))


def signal_url(public_url: str) -> str:
    """Return what a robot's `bridge.url` has to be."""
    parts = urlsplit(public_url)
    scheme = "wss" if parts.scheme == "https" else "ws"
    return f"{scheme}://{parts.netloc}/signal"


def check_shape(value: str, shape: Any, what: str) -> None:
    """Require a text of this shape.

    Raises:
        BadRequest: The text has another shape, or spaces or control characters around it.
    """
    try:
        msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise BadRequest(what) from error
    if not value.isprintable() or value != value.strip():
        raise BadRequest(what)
