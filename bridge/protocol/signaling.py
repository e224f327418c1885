"""PURE. Messages of the `/signal` WebSocket. No I/O.

    robot    -> challenge   <- hello_robot     -> welcome_robot
    pupil    -> challenge   <- pair            -> welcome_pupil     (first time)
    pupil    -> challenge   <- hello_pupil     -> welcome_pupil     (ever after)
    teacher  -> challenge   <- hello_teacher   -> welcome_teacher

    pupil: offer ─► bridge ─► invite: robot        robot: answer ─► bridge: answer ─► pupil
    pupil: candidate ─► robot                      robot: ended  ─► pupil
    pupil: leave ─► robot                          robot: presence ─► pupil, teachers
    pupil: relay ─► robot, robot: relay ─► pupil   (channel messages when channels are silent)
    teacher: teacher ─► robot                      robot: done ─► teachers

`<-` and `->` are seen from the bridge's side of the socket: `->` is what the
bridge sends. Who may send what in which state is in `PROTOCOL.md`.
"""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.protocol.channels import ChannelDown, ChannelUp, Command, Presence, Refused, Status
from bridge.protocol.fields import (
    Attempt,
    Candidate,
    DisplayName,
    Key,
    Mac,
    Nonce,
    RobotId,
    Sdp,
    Signature,
    UnixSeconds,
    Version,
)

# ---- opening


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


class HelloPupil(Command, frozen=True, tag="hello_pupil"):
    version: Version
    device_key: Key
    signature: Signature
    """By the device's key over `proofs.hello_bytes("pupil", nonce, device_key)`."""


class Pair(Command, frozen=True, tag="pair"):
    """First contact of a child's device: proves a one-time secret or word, and its own key."""

    version: Version
    lookup: Nonce
    """`proofs.lookup(secret)`: finds the pairing without telling the secret."""
    device_key: Key
    proof: Mac
    """`proofs.pupil_proof(secret, nonce, device_key)`."""
    signature: Signature
    """As in `hello_pupil`."""


class HelloTeacher(Command, frozen=True, tag="hello_teacher"):
    version: Version
    token: Nonce
    """From the fragment of the robot's QR code."""


class WelcomeRobot(Status, frozen=True, tag="welcome_robot"):
    version: Version
    robot: RobotId
    robot_name: DisplayName
    ice_servers: tuple[dict[str, str], ...] = ()
    """Objects with `urls` and, where needed, `username` and `credential`."""


class WelcomePupil(Status, frozen=True, tag="welcome_pupil"):
    version: Version
    robot: RobotId
    robot_name: DisplayName
    robot_key: Key
    """The device compares it with the hash it learned when it was paired."""
    robot_online: bool
    unix_s: UnixSeconds
    """The bridge's clock: tablets are often wrong, and bindings expire."""
    ice_servers: tuple[dict[str, str], ...] = ()
    proof: Mac | None = None
    """After `pair`: `proofs.bridge_proof(secret, nonce, robot_key, device_key)`."""


class WelcomeTeacher(Status, frozen=True, tag="welcome_teacher"):
    version: Version
    robot: RobotId
    robot_name: DisplayName
    pupil_name: DisplayName
    robot_online: bool


class RobotStatus(Status, frozen=True, tag="robot_status"):
    """To pupil and teachers when the robot's link comes or goes."""

    online: bool


# ---- meeting


class Binding(Command, frozen=True, tag=None):
    """Signature over a session description: see `binding`."""

    expires: int
    """Unix seconds; at most `limits.BINDING_LIFE_S` ahead."""
    nonce: Nonce
    signature: Signature


class Offer(Command, frozen=True, tag="offer"):
    """Pupil to bridge: let me in. A higher `attempt` replaces the peer connection."""

    presence: Nonce
    attempt: Attempt
    sdp: Sdp
    binding: Binding


class Invite(Command, frozen=True, tag="invite"):
    """Bridge to robot: the offer, with the key that the bridge says the pupil has."""

    presence: Nonce
    attempt: Attempt
    sdp: Sdp
    binding: Binding
    pupil_key: Key


class Answer(Command, frozen=True, tag="answer"):
    """Robot to pupil: come in."""

    presence: Nonce
    attempt: Attempt
    sdp: Sdp
    binding: Binding


class TrickledCandidate(Command, frozen=True, tag="candidate"):
    """Pupil to robot. `candidate` is the text behind `a=`."""

    presence: Nonce
    attempt: Attempt
    candidate: Candidate
    mid: Annotated[str, Meta(max_length=16)] = "0"


class Leave(Command, frozen=True, tag="leave"):
    """Pupil to robot: the stay is over."""

    presence: Nonce


class Ended(Command, frozen=True, tag="ended"):
    """Robot to pupil: the stay is over, or never began."""

    presence: Nonce
    reason: Literal["left", "ended_by_class", "gone", "taken_over", "battery", "shutdown"]


class RelayUp(Command, frozen=True, tag="relay"):
    """Pupil to robot: a channel message on the other road."""

    presence: Nonce
    message: ChannelUp


class RelayDown(Command, frozen=True, tag="relay"):
    """Robot to pupil: a channel message on the other road."""

    presence: Nonce
    message: ChannelDown


# ---- class side

TeacherActionName = Literal["seen", "your_turn", "pause", "resume", "louder", "quieter", "end"]


class TeacherAction(Command, frozen=True, tag="teacher"):
    """Teacher to robot. Repeating an `id` changes nothing."""

    id: Nonce
    action: TeacherActionName


class Done(Command, frozen=True, tag="done"):
    """Robot to teachers: the action was carried out, or why not."""

    id: Nonce
    refused: str | None = None
    """A code of `errors.REFUSALS`."""


FromRobot = HelloRobot | Answer | Ended | RelayDown | Presence | Done | Refused
FromPupil = HelloPupil | Pair | Offer | TrickledCandidate | Leave | RelayUp
FromTeacher = HelloTeacher | TeacherAction
ToRobot = (
    Challenge
    | WelcomeRobot
    | Invite
    | TrickledCandidate
    | Leave
    | RelayUp
    | TeacherAction
    | Refused
)
ToPupil = Challenge | WelcomePupil | RobotStatus | Answer | Ended | RelayDown | Presence | Refused
ToTeacher = Challenge | WelcomeTeacher | RobotStatus | Presence | Done | Refused
Opening = HelloRobot | HelloPupil | Pair | HelloTeacher
