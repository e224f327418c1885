"""PURE. First messages of the `/signal` WebSocket: proofs and welcomes. No I/O.

    robot    -> challenge   <- hello_robot     -> welcome_robot
    robot    -> challenge   <- enrol           -> enrolled          (once, with a token)
    pupil    -> challenge   <- pair            -> welcome_pupil     (first time)
    pupil    -> challenge   <- hello_pupil     -> welcome_pupil     (ever after)
    teacher  -> challenge   <- hello_teacher   -> welcome_teacher

The bridge sends `->` and receives `<-`.
"""

from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from bridge.protocol.bases import Command, Status
from bridge.protocol.causes import NetworkCause
from bridge.protocol.fields import (
    Day,
    DeviceKey,
    DisplayName,
    Key,
    Mac,
    Nonce,
    RobotId,
    Role,
    SealedKey,
    Signature,
    UnixSeconds,
    Version,
)

REPLACED: Final = 4001
"""Close code for a robot's link that a newer one replaced. A robot has one link at a time: another
robot with the same key has made the newer one."""


class Challenge(Status, frozen=True, omit_defaults=True, tag="challenge"):
    """First message on every connection; every proof signs this nonce."""

    nonce: Nonce
    version: Version
    enrols: bool = False
    """This bridge takes `enrol`, `run` in `hello_robot`, and the causes that lie in a robot's
    identity; an older one would refuse the whole message. Pages are not told."""


class HelloRobot(Command, frozen=True, tag="hello_robot"):
    version: Version
    robot: RobotId
    signature: Signature
    """By the robot's key over `proofs.hello_bytes("robot", nonce, robot)`."""
    software: Annotated[str, Meta(max_length=40)] = ""
    offer_nonce: Nonce | None = None
    """Nonce to which offers have to reply; `offer_nonce` brings the next ones."""
    unix_s: UnixSeconds | None = None
    """Wall clock of the robot, so that the bridge can report its offset."""
    trouble: NetworkCause | None = None
    """Reason why the robot did not reach the bridge just before, for the office."""
    run: Nonce | UnsetType = UNSET
    """Random for each start of the agent, so that two robots with one key are told from one that
    connects anew. Left out where the challenge does not say `enrols`."""


class Enrol(Command, frozen=True, tag="enrol"):
    """First contact of a robot; proves a one-time token, and the key that the robot has made."""

    version: Version
    token_key: Key
    """Public key of the token, `enrolment.token_key`."""
    robot_key: Key
    proof: Signature
    """By the token's key over `enrolment.enrol_bytes`."""
    signature: Signature
    """By the robot's key over the same bytes."""
    robot: RobotId | None = None
    """Name that the robot's configuration gives it, if any: no other is taken."""


class Enrolled(Status, frozen=True, tag="enrolled"):
    """The bridge knows the robot's key now; it closes this connection."""

    robot: RobotId
    robot_name: DisplayName
    unix_s: UnixSeconds | None = None
    """As in `welcome_robot`."""


class HelloPupil(Command, frozen=True, tag="hello_pupil"):
    version: Version
    device_key: DeviceKey
    signature: Signature
    """By the device's key over `proofs.hello_bytes("pupil", nonce, device_key)`."""


class Pair(Command, frozen=True, tag="pair"):
    """First contact of a child's device; proves a one-time secret or word, and the key."""

    version: Version
    lookup: Nonce
    """`proofs.lookup(secret)`, which finds the pairing without revealing the secret."""
    device_key: DeviceKey
    proof: Mac
    """`proofs.pupil_proof(secret, nonce, device_key)`."""
    signature: Signature
    """As in `hello_pupil`."""


class HelloTeacher(Command, frozen=True, tag="hello_teacher"):
    version: Version
    token: Nonce
    """Token from the fragment of the robot's QR code, or of the weaker link of a class buddy."""


class LoanRights(Struct, frozen=True):
    """Rights that the loan gives the child."""

    zoom: bool = True
    still: bool = True
    sheets: bool = True
    speech: bool = True


OpeningSpan = tuple[UnixSeconds, UnixSeconds]
"""Stretch of time in which the loan lets its child in: from, and until."""

Openings = Annotated[tuple[OpeningSpan, ...], Meta(max_length=100)]


class WelcomeRobot(Status, frozen=True, tag="welcome_robot"):
    version: Version
    robot: RobotId
    robot_name: DisplayName
    ice_servers: tuple[dict[str, str], ...] = ()
    """Objects with `urls` and, where needed, `username` and `credential`."""
    unix_s: UnixSeconds | None = None
    """Clock of the bridge. A robot's own clock has no battery, and some schools block NTP."""
    loan: Nonce | None = None
    """Mark of the loan that runs today; another one is for another child, so that the robot forgets
    the outfit of the one before."""
    rights: LoanRights = LoanRights()
    """Rights of this loan; all of them if none runs today."""
    sealed_class_key: SealedKey | None = None
    """Class key of the loan, sealed to the robot's identity; None without one."""
    openings: Openings | None = None
    """Times when the loan lets its child in, in order from today on. With None, the loan itself is
    the only condition."""
    by_teacher: bool = False
    """Within its openings the robot waits until the teacher opens each lesson."""
    answers_ping: bool = False
    """This bridge answers `ping`; an older one would take it for a mistake."""
    takes_health: bool = False
    """This bridge takes `health`; an older one would take it for a mistake."""


class WelcomePupil(Status, frozen=True, tag="welcome_pupil"):
    version: Version
    robot: RobotId
    robot_name: DisplayName
    robot_key: Key
    """The device compares it with the hash that it learned when it was paired."""
    robot_online: bool
    unix_s: UnixSeconds
    """Clock of the bridge; those of tablets are often wrong."""
    offer_nonce: Nonce | None = None
    """Newest nonce of the robot; None while it is away."""
    ice_servers: tuple[dict[str, str], ...] = ()
    proof: Mac | None = None
    """After `pair`: `proofs.bridge_proof(secret, nonce, robot_key, device_key)`."""
    answers_ping: bool = False
    """As in `welcome_robot`."""
    robot_lost: bool = False
    """As `lost` in `robot_status`."""
    rights: LoanRights | None = None
    """Rights that the loan gives; None from an older bridge, which takes no `withdraw`."""


class WelcomeTeacher(Status, frozen=True, tag="welcome_teacher"):
    version: Version
    robot: RobotId
    robot_name: DisplayName
    pupil_name: DisplayName
    robot_online: bool
    role: Role = "teacher"
    until: Day | None = None
    """Last day of the loan."""
    answers_ping: bool = False
    """As in `welcome_robot`."""
    robot_lost: bool = False
    """As `lost` in `robot_status`."""


Hello = HelloRobot | HelloPupil | Pair | HelloTeacher
Opening = Hello | Enrol
