"""PURE. Messages of sheets between the teacher's page and the robot, sealed on their way. No I/O.

    teacher: sealed ─► bridge (adds session) ─► robot      robot: sealed_ack ─► that session
    teacher: sealed_ask ─► bridge (adds session) ─► robot  robot: sealed ─► that session
    teacher: sealed_ack ─► bridge (adds session) ─► robot

The bridge cannot open them. Between bridge and robot each names the teacher's session; a page never
writes nor reads that mark.
"""

from bridge.protocol.bases import Command, Private
from bridge.protocol.fields import Nonce, Part, Parts, SealedCode, SealedPart, SheetNumber


def _check_parts(part: int, parts: int) -> None:
    if part >= parts:
        raise ValueError("a part beyond the last one")


class Sealed(Command, Private, frozen=True, tag="sealed"):
    """One part of a sheet, between a teacher's page and the bridge."""

    transfer: Nonce
    part: Part
    parts: Parts
    data: SealedPart

    def __post_init__(self) -> None:
        """Require a part that belongs to the transfer."""
        _check_parts(self.part, self.parts)


class SealedAck(Command, frozen=True, tag="sealed_ack"):
    """Receipt of one part, between a teacher's page and the bridge."""

    transfer: Nonce
    part: Part
    code: SealedCode = ""
    """Refusal that ends the transfer; empty if the part was taken."""


class SealedAsk(Command, frozen=True, tag="sealed_ask"):
    """Wish of a teacher's page for a sheet that the robot holds for the class."""

    number: SheetNumber
    part: Part = 0
    """First part to send; higher than 0 where an earlier session has taken those before it."""


class SessionSealed(Command, Private, frozen=True, tag="sealed"):
    """One part of a sheet, between bridge and robot."""

    session: Nonce
    """Mark of the teacher's session, which the bridge adds."""
    transfer: Nonce
    part: Part
    parts: Parts
    data: SealedPart

    def __post_init__(self) -> None:
        """Require a part that belongs to the transfer."""
        _check_parts(self.part, self.parts)


class SessionSealedAck(Command, frozen=True, tag="sealed_ack"):
    """Receipt of one part, between bridge and robot."""

    session: Nonce
    transfer: Nonce
    part: Part
    code: SealedCode = ""


class SessionSealedAsk(Command, frozen=True, tag="sealed_ask"):
    """Wish for a sheet, from bridge to robot."""

    session: Nonce
    number: SheetNumber
    part: Part = 0


FromPage = Sealed | SealedAck | SealedAsk
"""Messages of a teacher's page."""

ToSession = SessionSealed | SessionSealedAck
"""Messages of the robot to one session."""

FromSession = SessionSealed | SessionSealedAck | SessionSealedAsk
"""Messages of one session as the robot gets them."""
