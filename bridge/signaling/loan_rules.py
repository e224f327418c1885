"""PURE. Rules of a loan for the messages that the bridge can see. No I/O."""

from msgspec import Struct

from bridge.protocol.board import Crop, Follow, SayPhrase, TakeStill
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fields import RightName
from bridge.protocol.openings import LoanRights


def right_of(message: Struct) -> RightName | None:
    """Return the right that a child needs for a message; None if it needs none."""
    match message:
        case Crop() | Follow(on=True):
            return "zoom"
        case TakeStill():
            return "still"
        case SayPhrase(aloud=True):
            return "speech"
        case _:
            return None


def check(message: Struct, rights: LoanRights) -> None:
    """Refuse a message of a child that its loan does not allow.

    Raises:
        ProtocolError: `not_allowed`.
    """
    right = right_of(message)
    if right is not None and not getattr(rights, right):
        raise ProtocolError("not_allowed")
