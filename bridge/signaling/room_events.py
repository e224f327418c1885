"""PURE. Events that a room handles, and effects that follow from them. No I/O.

    Arrived, Gone, Said, Revoked, LoanChanged  ──►  Room.handle  ──►  Joined, Send, Drop, Refuse

Effects name a connection by its number, so that another process may perform them.
"""

from dataclasses import dataclass, field

from msgspec import Struct

from bridge.base.counts import Role
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import LoanRights
from bridge.protocol.signaling import LoanStatus

# ---- events


@dataclass(frozen=True)
class Arrived:
    """A connection has proved who it is.

    Args:
        connection: Number of the connection, never used twice.
        device_key: Key of a pupil's device; empty for others.
    """

    connection: int
    role: Role
    device_key: str = ""
    offer_nonce: str | None = None
    """Nonce of this robot, to which offers have to reply."""
    mark: str = ""
    """Mark of a teacher's page, to which the robot answers; empty for others."""
    rights: LoanRights = field(default_factory=LoanRights)
    """Rights of this robot's loan; all of them for others."""


@dataclass(frozen=True)
class Gone:
    """A connection ended.

    Args:
        lost: It broke without a farewell.
    """

    connection: int
    lost: bool = False


@dataclass(frozen=True)
class Said:
    """A connection sent a message of its role."""

    connection: int
    message: Struct


@dataclass(frozen=True)
class Revoked:
    """The right of a pupil's device to this robot has ended.

    Args:
        code: Reason, with the code of a refused opening.
    """

    device_key: str
    code: str


@dataclass(frozen=True)
class LoanChanged:
    """The loan of the robot at this connection has other rights, or another class key."""

    connection: int
    status: LoanStatus


Event = Arrived | Gone | Said | Revoked | LoanChanged


# ---- effects


@dataclass(frozen=True)
class Joined:
    """Welcome the connection that arrived; it is in the room."""

    connection: int
    robot_online: bool
    offer_nonce: str | None = None
    """Nonce to which offers have to reply; None while the robot is away."""
    robot_lost: bool = False
    """The robot is away because its link broke."""


@dataclass(frozen=True)
class Send:
    """Send a message to a connection."""

    connection: int
    message: Struct
    repeats: bool = False
    """True if the robot tells the same over the call: it is no news, and a newer one will do."""


@dataclass(frozen=True)
class Drop:
    """End a link of the robot that a newer one replaced."""

    connection: int


@dataclass(frozen=True)
class Refuse:
    """Refuse a message that is not allowed in this state; the room did not change."""

    connection: int
    error: ProtocolError
    about: Struct | None


Effect = Joined | Send | Drop | Refuse
