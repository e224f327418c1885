"""PURE. Events of the presence machine, in the past tense. No I/O."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from bridge.protocol.channels import EndReason, EventUp
from bridge.protocol.fields import (
    LineLevel,
    Lost,
    PictureLevel,
    RightName,
)
from bridge.protocol.openings import LoanRights
from bridge.protocol.signaling import TeacherActionName
from bridge.protocol.vocabulary import GestureName, SignalName
from hardware.contract.wire import Fault, PowerReport, ServoHealth
from robot.presence.camera_preview import CodeAnswered, PreviewEnded, PreviewWished
from robot.presence.wish_events import OfWishes

MessagePath = Literal["channel", "relay"]
"""Path of a message: straight from the child, or through the bridge."""

Reason = EndReason


class MediaPart(Enum):
    """Part of the media that leaves the robot."""

    PICTURE = "picture"
    SOUND = "sound"


@dataclass(frozen=True)
class Invited:
    """A pupil asks to come in; description and signature were checked before."""

    pupil_key: str
    presence_id: str
    attempt: int


@dataclass(frozen=True)
class Connected:
    """The peer connection of this attempt is up."""

    presence_id: str
    attempt: int


@dataclass(frozen=True)
class PeerLost:
    """The peer connection of this attempt failed or was closed."""

    presence_id: str
    attempt: int


@dataclass(frozen=True)
class PupilHeard:
    """A sign of life came from the child."""

    presence_id: str
    path: MessagePath = "channel"


@dataclass(frozen=True)
class PupilSaid:
    """The child sent an event."""

    presence_id: str
    message: EventUp
    path: MessagePath = "channel"


@dataclass(frozen=True)
class CropAsked:
    """The child asks for a part of the camera's view; the message was new and in time."""

    presence_id: str
    zoom: float
    x: float
    y: float


@dataclass(frozen=True)
class PupilLooked:
    """The child has turned the head itself."""

    presence_id: str


@dataclass(frozen=True)
class LineMeasured:
    """The robot measured a change of this attempt's line."""

    presence_id: str
    attempt: int
    level: LineLevel
    picture: PictureLevel = "full"


@dataclass(frozen=True)
class SendingMeasured:
    """Change of what leaves the robot over this attempt.

    Args:
        width_px: Of the picture; 0 if none leaves.
        height_px: Of the picture; 0 if none leaves.
        sound: True while sound leaves.
    """

    presence_id: str
    attempt: int
    width_px: int
    height_px: int
    sound: bool


@dataclass(frozen=True)
class PupilLeft:
    """The child said goodbye through the bridge."""

    presence_id: str


@dataclass(frozen=True)
class PageClosed:
    """The child's page was closed, or is being loaded anew."""

    presence_id: str


@dataclass(frozen=True)
class RightRevoked:
    """The bridge no longer lets a pupil be in this robot.

    Args:
        pupil_key: Key of the pupil whose right is gone; None for the pupil inside.
    """

    pupil_key: str | None = None


@dataclass(frozen=True)
class TeacherActed:
    """The teacher's page sent an action."""

    id: str
    action: TeacherActionName
    day_left_s: float = 12 * 3600.0
    """Seconds until the local day ends, by the bridge's clock."""
    text: str = field(default="", repr=False)
    """Words for the child, which stand in no log."""
    right: RightName | None = None
    """Right of the child, with `allow` and `forbid`."""


@dataclass(frozen=True)
class DayTold:
    """The bridge has told the time, for the first time since the start.

    Args:
        closed_for_s: Time for which a robot that was ended for the day stays closed; 0 if the day
            is over.
        volume_counts: True if the volume was set today.
        forbidden_for_s: Time for which rights that the class forbade stay forbidden; 0 if the day
            is over.
    """

    closed_for_s: float
    volume_counts: bool
    forbidden_for_s: float = 0.0


@dataclass(frozen=True)
class LoanTold:
    """The bridge has told which loan runs today, and what it allows.

    Args:
        loan: Mark of the loan; empty if none runs, or if the bridge does not tell.
        openings: When it lets its child in, in monotonic seconds; None for always.
        by_teacher: Within them the teacher opens each lesson.
    """

    loan: str
    rights: LoanRights = field(default_factory=LoanRights)
    openings: tuple[tuple[float, float], ...] | None = None
    by_teacher: bool = False


@dataclass(frozen=True)
class BodyLinked:
    """The body's process answers; it knows nothing of what was shown before."""


@dataclass(frozen=True)
class BodyReported:
    """The body reported its signal and its state."""

    signal: SignalName
    paused: bool = False
    faults: tuple[Fault, ...] = ()
    power: PowerReport = field(default_factory=PowerReport)
    gesture: GestureName | None = None
    servos: tuple[ServoHealth, ...] = ()


@dataclass(frozen=True)
class BodyLost:
    """The body's process does not answer."""


@dataclass(frozen=True)
class BridgeReached:
    """The link to the bridge came up, went down, or does not come up."""

    up: bool


@dataclass(frozen=True)
class VolumePressed:
    """Somebody pressed a volume button on the body."""

    by: int


@dataclass(frozen=True)
class IdentifyPressed:
    """Somebody held a button of the body, to see which robot it is."""


@dataclass(frozen=True)
class SourceChanged:
    """A part of sound or picture failed, or works again."""

    part: Lost
    lost: bool
    text: str = ""
    """Reason, for a technician."""


@dataclass(frozen=True)
class PartTried:
    """A part that is not in use was tried.

    Args:
        part: `camera`, `microphone`, `speaker`, or `voice`.
        text: Why it does not work, and what to do; empty if it works.
    """

    part: str
    text: str


@dataclass(frozen=True)
class MediaClosed:
    """The device of a part is closed, and nobody has asked for it since."""

    part: MediaPart


@dataclass(frozen=True)
class VoiceHeard:
    """The loudness of the child's voice was measured, 0 to 1."""

    level: float
    is_phrase: bool = False
    """The robot speaks a phrase for the child."""


@dataclass(frozen=True)
class ShutDown:
    """The agent ends."""


OfBody = BodyLinked | BodyReported | BodyLost | VolumePressed | IdentifyPressed
"""Events of the body and its buttons."""

OfStay = (
    Connected
    | PeerLost
    | PupilHeard
    | PupilSaid
    | CropAsked
    | PupilLooked
    | LineMeasured
    | SendingMeasured
    | PupilLeft
    | PageClosed
)
"""Events that concern one stay, and count only during it."""

OfService = PreviewWished | PreviewEnded | CodeAnswered
"""Events of a technician who sets the robot up, at its own page or with a code."""

PresenceEvent = (
    Invited
    | OfStay
    | RightRevoked
    | TeacherActed
    | DayTold
    | LoanTold
    | BridgeReached
    | OfBody
    | OfWishes
    | SourceChanged
    | PartTried
    | MediaClosed
    | VoiceHeard
    | OfService
    | ShutDown
)
