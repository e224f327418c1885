"""PURE. First messages of the `/signal` WebSocket: proofs and welcomes. No I/O.

    robot    -> challenge   <- hello_robot     -> welcome_robot
    pupil    -> challenge   <- pair            -> welcome_pupil     (first time)
    pupil    -> challenge   <- hello_pupil     -> welcome_pupil     (ever after)
    teacher  -> challenge   <- hello_teacher   -> welcome_teacher

The bridge sends `->` and receives `<-`.
"""

from typing import Annotated

from msgspec import Meta, Struct

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


class Challenge(Status, frozen=True, tag="challenge"):
    """First message on every connection; every proof signs this nonce."""

    nonce: Nonce
    version: Version


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
    """Why the robot did not reach the bridge just before, for the office."""


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
    answers_ping: bool = False
    """This bridge answers `ping`; an older one would take it for a mistake."""


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


Opening = HelloRobot | HelloPupil | Pair | HelloTeacher
