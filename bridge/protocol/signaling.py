"""PURE. Messages of the `/signal` WebSocket. No I/O.

    robot    -> challenge   <- hello_robot     -> welcome_robot
    pupil    -> challenge   <- pair            -> welcome_pupil     (first time)
    pupil    -> challenge   <- hello_pupil     -> welcome_pupil     (ever after)
    teacher  -> challenge   <- hello_teacher   -> welcome_teacher

    pupil: offer ─► bridge ─► invite: robot        robot: answer ─► bridge: answer ─► pupil
    pupil: candidate ─► robot                      robot: ended  ─► pupil
    pupil: leave ─► robot                          robot: presence ─► pupil, teachers
    robot: offer_nonce ─► pupils
    pupil: relay ─► robot, robot: relay ─► pupil   (channel messages when channels are silent)
    teacher: teacher ─► robot                      robot: done ─► teachers
    teacher: sealed ─► robot                       robot: sealed ─► that teacher
    bridge: revoke ─► robot                        robot: inside ─► bridge
    anybody: ping ─► bridge                        bridge: pong ─► whoever asked
    bridge: ice_servers ─► robot, pupil

The bridge sends `->` and receives `<-`. `PROTOCOL.md` says who may send what in which
state.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bridge.protocol import sealed
from bridge.protocol.bases import Command, Private, Status
from bridge.protocol.causes import NetworkCause
from bridge.protocol.channels import ChannelDown, ChannelUp, Refused, Snapshot
from bridge.protocol.channels import Ended as Ended
from bridge.protocol.fields import (
    Attempt,
    Candidate,
    Code,
    Day,
    DeviceKey,
    DisplayName,
    Key,
    Mac,
    Nonce,
    NoteText,
    ReplyTo,
    RightName,
    RobotId,
    Role,
    Sdp,
    SealedKey,
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
    """What this loan allows; all of it, if none runs today."""
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


class RobotStatus(Status, frozen=True, tag="robot_status"):
    """Bridge to pupil and teachers: the robot's link came or went."""

    online: bool
    offer_nonce: Nonce | None = None
    """Nonce to which offers have to reply from now on."""
    lost: bool = False
    """The link broke without a farewell: network or power failed, and nobody switched it off."""


class ClassStatus(Status, frozen=True, tag="class_status"):
    """Bridge to pupils: the class ended it for today, or lets somebody in again."""

    open: bool


class LoanStatus(Status, frozen=True, tag="loan_status"):
    """Bridge to robot: the loan of today, its rights or its class key have changed."""

    loan: Nonce | None = None
    """As in `welcome_robot`, and so are the others."""
    rights: LoanRights = LoanRights()
    sealed_class_key: SealedKey | None = None


class FreshServers(Status, frozen=True, tag="ice_servers"):
    """Bridge to robot and pupil: ICE servers with fresh credentials, for the next attempt."""

    ice_servers: tuple[dict[str, str], ...]
    """As in the welcome; they replace those that came before."""


class OfferNonce(Status, frozen=True, tag="offer_nonce"):
    """Robot to pupils: nonce to which offers have to reply from now on."""

    nonce: Nonce


# ---- signs of life


class Ping(Command, frozen=True, tag="ping"):
    """Question to the bridge whether it is there.

    The pings of a WebSocket cannot be asked for or seen by the script of a page.
    """


class Pong(Status, frozen=True, tag="pong"):
    """Answer of the bridge to `ping`, at once."""


# ---- meeting


class Binding(Command, frozen=True, tag=None):
    """Signature over a session description: see `binding`."""

    nonce: Nonce
    reply_to: ReplyTo
    """The recipient's nonce: `offer_nonce` for an offer, the offer's own for an answer."""
    signature: Signature


class Offer(Command, frozen=True, tag="offer"):
    """Pupil to bridge: offer of a peer connection. A higher `attempt` replaces the connection."""

    presence: Nonce
    attempt: Attempt
    sdp: Sdp
    binding: Binding


class Invite(Command, frozen=True, tag="invite"):
    """Bridge to robot: the offer, with the key that the bridge names for the pupil."""

    presence: Nonce
    attempt: Attempt
    sdp: Sdp
    binding: Binding
    pupil_key: DeviceKey


class Answer(Command, frozen=True, tag="answer"):
    """Robot to pupil: answer to an offer that was admitted."""

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


class Leave(Command, frozen=True, tag="leave", omit_defaults=True):
    """Pupil to robot: end of the presence."""

    presence: Nonce
    closing: bool = False
    """The page is being closed or loaded anew, so the child may be back at once."""


class Inside(Command, frozen=True, tag="inside"):
    """Robot to bridge, whenever its link comes up: the pupil who is in the robot."""

    presence: Nonce
    pupil_key: DeviceKey


class Revoke(Command, frozen=True, tag="revoke"):
    """Bridge to robot: the pupil's right has ended, so the robot ends the presence."""

    pupil_key: DeviceKey
    code: Code
    """Reason, one of `errors.REFUSALS`."""


class RelayUp(Command, frozen=True, tag="relay"):
    """Pupil to robot: a channel message through the bridge."""

    presence: Nonce
    message: ChannelUp


class RelayDown(Command, frozen=True, tag="relay"):
    """Robot to pupil: a channel message through the bridge."""

    presence: Nonce
    message: ChannelDown


# ---- class side

TeacherActionName = Literal[
    "seen",
    "your_turn",
    "pause",
    "resume",
    "louder",
    "quieter",
    "end",
    "feeling_seen",
    "help_coming",
    "say_again",
    "soon",
    "short_break",
    "text",
    "call_teacher",
    "call_seen",
    "phrase_seen",
    "allow",
    "forbid",
]

BUDDY_ACTIONS: frozenset[TeacherActionName] = frozenset({"louder", "quieter", "call_teacher"})
"""Actions of a class buddy; the bridge refuses all others."""


class TeacherAction(Command, Private, frozen=True, tag="teacher", omit_defaults=True):
    """Teacher to robot. Repeating an `id` changes nothing."""

    id: Nonce
    action: TeacherActionName
    text: NoteText = ""
    """Words for the child, with the action `text` only; left out otherwise, since older robots do
    not know the field."""
    right: RightName | None = None
    """Right of the child, with `allow` and `forbid` only."""

    def __post_init__(self) -> None:
        """Require words with `text`, a right with `allow` and `forbid`, and neither elsewhere."""
        if (self.right is not None) != (self.action in ("allow", "forbid")):
            raise ValueError("allow and forbid name a right, and nothing else does")
        if self.text and self.action != "text":
            raise ValueError("only the action text carries words")
        if self.action == "text" and not self.text.strip():
            raise ValueError("the action text carries no words")


class Done(Command, frozen=True, tag="done"):
    """Robot to teachers: result of an action."""

    id: Nonce
    refused: str | None = None
    """Code of `errors.REFUSALS` if the action was not carried out."""


FromRobot = (
    HelloRobot
    | Ping
    | OfferNonce
    | Answer
    | Inside
    | Ended
    | RelayDown
    | Snapshot
    | Done
    | sealed.SessionSealed
    | sealed.SessionSealedAck
    | Refused
)
FromPupil = HelloPupil | Pair | Ping | Offer | TrickledCandidate | Leave | RelayUp
FromTeacher = (
    HelloTeacher | Ping | TeacherAction | sealed.Sealed | sealed.SealedAck | sealed.SealedAsk
)
ToRobot = (
    Challenge
    | WelcomeRobot
    | Pong
    | LoanStatus
    | FreshServers
    | Invite
    | TrickledCandidate
    | Leave
    | Revoke
    | RelayUp
    | TeacherAction
    | sealed.SessionSealed
    | sealed.SessionSealedAck
    | sealed.SessionSealedAsk
    | Refused
)
ToPupil = (
    Challenge
    | WelcomePupil
    | Pong
    | RobotStatus
    | ClassStatus
    | OfferNonce
    | FreshServers
    | Answer
    | Ended
    | RelayDown
    | Snapshot
    | Refused
)
ToTeacher = (
    Challenge
    | WelcomeTeacher
    | Pong
    | RobotStatus
    | Snapshot
    | Done
    | sealed.Sealed
    | sealed.SealedAck
    | Refused
)
Opening = HelloRobot | HelloPupil | Pair | HelloTeacher
