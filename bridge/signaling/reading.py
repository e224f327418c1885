"""PURE. Reading of what peers send: decoded for their role, and counted. No I/O."""

from collections.abc import Mapping

from msgspec import Struct

from bridge.base.counts import Role
from bridge.protocol import codec
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import Opening
from bridge.signaling.sessions import Session

DECODERS: Mapping[Role, codec.MessageDecoder[Struct]] = {
    "robot": codec.from_robot,  # type: ignore[dict-item]  # a union is not its base
    "pupil": codec.from_pupil,  # type: ignore[dict-item]
    "teacher": codec.from_teacher,  # type: ignore[dict-item]
    "buddy": codec.from_teacher,  # type: ignore[dict-item]
}

BY_KIND: frozenset[Role] = frozenset({"teacher", "robot"})
"""Roles whose messages are read before they are counted, since kinds are counted apart."""


def opening(text: str | bytes) -> Opening:
    """Return the opening message; another known message is out of order.

    Raises:
        ProtocolError: What is wrong with it.
    """
    try:
        return codec.opening.decode(text)
    except ProtocolError as error:
        if error.code != "unknown_type":
            raise
        for decoder in DECODERS.values():
            try:
                decoder.decode(text)
            except ProtocolError:
                continue
            raise ProtocolError("out_of_order") from error
        raise


def decode(session: Session, text: str | bytes, now: float) -> Struct:
    """Return a message.

    Raises:
        ProtocolError: `too_fast`, or what is wrong with it.
    """
    role = session.guest.role
    if role not in BY_KIND and not session.messages.take(now):
        raise ProtocolError("too_fast")
    try:
        return DECODERS[role].decode(text)
    except ProtocolError as error:
        if role in BY_KIND and not session.messages.take(now):
            raise ProtocolError("too_fast") from error
        raise


def admit(session: Session, message: Struct, now: float) -> None:
    """Count a message by its kind, where kinds are counted apart.

    Raises:
        ProtocolError: `too_fast`.
    """
    if session.guest.role in BY_KIND and not session.may_say(message, now):
        raise ProtocolError("too_fast")
