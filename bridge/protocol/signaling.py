"""PURE. Messages of the `/signal` WebSocket. No I/O.

    pupil: offer ─► bridge ─► invite: robot        robot: answer ─► bridge: answer ─► pupil
    pupil: candidate ─► robot                      robot: ended  ─► pupil
    pupil: leave ─► robot                          robot: presence ─► pupil, teachers
    robot: offer_nonce ─► pupils
    pupil: relay ─► robot, robot: relay ─► pupil   (channel messages when channels are silent)
    teacher: teacher ─► robot                      robot: done ─► teachers
    teacher: sealed ─► robot                       robot: sealed ─► that teacher
    bridge: revoke ─► robot                        robot: inside ─► bridge
    pupil: withdraw ─► bridge                      bridge: own_rights ─► that pupil
    anybody: ping ─► bridge                        bridge: pong ─► whoever asked
    bridge: ice_servers ─► robot, pupil
    robot: health ─► bridge, bridge: errand ─► robot            (`fleet`)

A connection begins with the messages of `openings`. `PROTOCOL.md` says who may send what in
which state.
"""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.protocol import fleet, sealed
from bridge.protocol.bases import Command, Private, Status
from bridge.protocol.channels import ChannelDown, ChannelUp, Ended, Refused
from bridge.protocol.fields import (
    Attempt,
    Candidate,
    Code,
    DeviceKey,
    Nonce,
    NoteText,
    ReplyTo,
    RightName,
    Sdp,
    SealedKey,
    Signature,
)
from bridge.protocol.openings import (
    Challenge,
    Enrol,
    Enrolled,
    HelloPupil,
    HelloRobot,
    HelloTeacher,
    LoanRights,
    Openings,
    Pair,
    WelcomePupil,
    WelcomeRobot,
    WelcomeTeacher,
)
from bridge.protocol.presence import Snapshot

# ---- the other side's state


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
    openings: Openings | None = None
    by_teacher: bool = False


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


class WithdrawRight(Command, frozen=True, tag="withdraw"):
    """Pupil to bridge: the child no longer wants this right; the office alone gives it back."""

    right: RightName


class OwnRights(Status, frozen=True, tag="own_rights"):
    """Bridge to pupil: rights that the loan gives from now on, after `withdraw`."""

    rights: LoanRights


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
    | Enrol
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
    | fleet.RobotHealth
    | fleet.ErrandPart
    | fleet.ErrandDone
    | Refused
)
FromPupil = HelloPupil | Pair | Ping | Offer | TrickledCandidate | Leave | RelayUp | WithdrawRight
FromTeacher = (
    HelloTeacher | Ping | TeacherAction | sealed.Sealed | sealed.SealedAck | sealed.SealedAsk
)
ToRobot = (
    Challenge
    | Enrolled
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
    | fleet.Errand
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
    | OwnRights
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
