"""PURE. Events that a room handles, and effects that follow from them. No I/O.

    Arrived, Gone, Said, Revoked  ──►  Room.handle  ──►  Joined, Send, Drop, Refuse

Effects name a connection by its number, so that another process may perform them.
"""

from dataclasses import dataclass

from msgspec import Struct

from bridge.base.counts import Role
from bridge.protocol.errors import ProtocolError

# ---- events


@dataclass(frozen=True)
class Arrived:
    """A connection said who it is, and was believed.

    Args:
        connection: Number of the connection, never used twice.
        device_key: The pupil's key; empty for others.
    """

    connection: int
    role: Role
    device_key: str = ""
    offer_nonce: str | None = None
    """What offers to this robot have to reply to."""


@dataclass(frozen=True)
class Gone:
    """A connection ended."""

    connection: int


@dataclass(frozen=True)
class Said:
    """A connection sent a message of its role."""

    connection: int
    message: Struct


@dataclass(frozen=True)
class Revoked:
    """A pupil's device may not be in this robot any more.

    Args:
        code: Why, as the door would say it.
    """

    device_key: str
    code: str


Event = Arrived | Gone | Said | Revoked


# ---- effects


@dataclass(frozen=True)
class Joined:
    """The connection that arrived is in the room; it may be welcomed."""

    connection: int
    robot_online: bool
    offer_nonce: str | None = None
    """What offers to the robot have to reply to; None while it is away."""


@dataclass(frozen=True)
class Send:
    """Send this to that connection."""

    connection: int
    message: Struct


@dataclass(frozen=True)
class Drop:
    """End that connection: a newer link of the same robot took its place."""

    connection: int


@dataclass(frozen=True)
class Refuse:
    """What that connection said is not allowed in this state; nothing changed."""

    connection: int
    error: ProtocolError
    about: Struct | None


Effect = Joined | Send | Drop | Refuse
