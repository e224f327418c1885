"""PURE. What the presence machine hears, and what it wants done. No I/O.

Events are past tense, effects imperative. Effects are performed in the order
in which they are given.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from bridge.protocol.channels import EventUp
from bridge.protocol.fields import LineLevel, Lost, PictureLevel, ViewSlot
from bridge.protocol.signaling import TeacherActionName
from bridge.protocol.vocabulary import GestureName, SignalName
from hardware.contract.wire import Fault, PowerReport, ServoHealth
from robot.media.voice.earcons import Earcon
from robot.presence import loudness

Road = Literal["channel", "relay"]
"""Which way a message came: straight from the child, or through the bridge."""

Reason = Literal["left", "ended_by_class", "gone", "taken_over", "battery", "shutdown", "revoked"]


class Part(Enum):
    """What leaves the robot."""

    PICTURE = "picture"
    SOUND = "sound"


# ---- events


@dataclass(frozen=True)
class Invited:
    """A pupil asks to come in; description and signature were checked before."""

    pupil_key: str
    presence: str
    attempt: int


@dataclass(frozen=True)
class Connected:
    """The peer connection of this attempt is up."""

    presence: str
    attempt: int


@dataclass(frozen=True)
class PeerLost:
    """The peer connection of this attempt failed or was closed."""

    presence: str
    attempt: int


@dataclass(frozen=True)
class Heard:
    """A sign of life from the child."""

    presence: str
    road: Road = "channel"


@dataclass(frozen=True)
class Said:
    """The child wants something."""

    presence: str
    message: EventUp
    road: Road = "channel"


@dataclass(frozen=True)
class LineMeasured:
    """How good this attempt's line is, by the robot's own measure; told when it changes."""

    presence: str
    attempt: int
    level: LineLevel
    picture: PictureLevel = "full"


@dataclass(frozen=True)
class PupilLeft:
    """The child said goodbye through the bridge."""

    presence: str


@dataclass(frozen=True)
class RightRevoked:
    """The bridge no longer lets a pupil be in this robot.

    Args:
        pupil_key: Whose right is gone; None for whoever is inside.
    """

    pupil_key: str | None = None


@dataclass(frozen=True)
class TeacherActed:
    """The teacher's page asks for something."""

    id: str
    action: TeacherActionName
    day_left_s: float = 12 * 3600.0
    """Seconds until the local day ends, by the bridge's clock."""


@dataclass(frozen=True)
class DayTold:
    """The bridge has told the time, for the first time since the start.

    Args:
        closed_for_s: What was ended for the day stays so for this long; 0 if the day is over.
        volume_counts: The volume was set today.
    """

    closed_for_s: float
    volume_counts: bool


@dataclass(frozen=True)
class BodyLinked:
    """The body's process answers; it knows nothing of what was shown before."""


@dataclass(frozen=True)
class BodyReported:
    """What the body really shows and how it is."""

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
class VolumePressed:
    """A volume button on the body."""

    by: int


@dataclass(frozen=True)
class IdentifyPressed:
    """Somebody held a button of the body, to see which robot it is."""


@dataclass(frozen=True)
class SourceChanged:
    """A part of sound or picture failed, or works again."""

    part: Lost
    lost: bool


@dataclass(frozen=True)
class MediaClosed:
    """The device of a part is closed, and nobody has asked for it since."""

    part: Part


@dataclass(frozen=True)
class VoiceHeard:
    """How loud the child's voice is just now, 0 to 1."""

    level: float


@dataclass(frozen=True)
class ShutDown:
    """The agent ends."""


OfStay = Connected | PeerLost | Heard | Said | LineMeasured | PupilLeft
"""Events that concern one stay, and nobody once it is over."""

Event = (
    Invited
    | OfStay
    | RightRevoked
    | TeacherActed
    | DayTold
    | BodyLinked
    | BodyReported
    | BodyLost
    | VolumePressed
    | IdentifyPressed
    | SourceChanged
    | MediaClosed
    | VoiceHeard
    | ShutDown
)

# ---- effects


@dataclass(frozen=True)
class Accept:
    """Build the peer connection of this attempt and answer."""

    presence: str
    attempt: int


@dataclass(frozen=True)
class Refuse:
    """Tell the pupil that it may not come in."""

    presence: str
    code: str


@dataclass(frozen=True)
class CloseCalls:
    """Close the peer connections of this presence.

    Args:
        below: Only attempts below this one; None closes all.
    """

    presence: str
    below: int | None = None


@dataclass(frozen=True)
class End:
    """Tell the pupil that the stay is over."""

    presence: str
    reason: Reason


@dataclass(frozen=True)
class Ack:
    """Tell the pupil that its event arrived, on the road it came by."""

    presence: str
    seq: int
    road: Road


@dataclass(frozen=True)
class Done:
    """Tell the teacher what became of the action.

    Args:
        refused: Why it was not carried out.
        lasts: Whether the answer promises that it holds over a restart.
    """

    id: str
    refused: str | None = None
    lasts: bool = False


@dataclass(frozen=True)
class Show:
    """Put this signal on eyes, light and posture."""

    signal: SignalName
    level: float = 0.0


@dataclass(frozen=True)
class MoveArm:
    """Raise or lower the robot's hand."""

    raised: bool


@dataclass(frozen=True)
class Rise:
    """Lift the head and let the child steer."""


@dataclass(frozen=True)
class Hold:
    """Take no more wishes for the head; leave it where it is."""


@dataclass(frozen=True)
class ParkHead:
    """Take no more wishes for the head, and bring it to rest.

    Args:
        forget: The next child looks straight ahead first.
    """

    forget: bool = False


@dataclass(frozen=True)
class GoToView:
    """Look where this place was saved, if it was."""

    slot: ViewSlot


@dataclass(frozen=True)
class SaveView:
    """Save for this place where the head looks now."""

    slot: ViewSlot


@dataclass(frozen=True)
class MakeGesture:
    """Ask the body for this gesture."""

    name: GestureName


@dataclass(frozen=True)
class ReleaseBody:
    """Ask the body to try its failed parts again."""


@dataclass(frozen=True)
class StartMedia:
    """Open the device of this part, soon."""

    part: Part


@dataclass(frozen=True)
class StopMedia:
    """Let nothing more of this part out, now, and close its device; `MediaClosed` follows."""

    part: Part


@dataclass(frozen=True)
class MuteVoice:
    """Play nothing of the child's voice."""


@dataclass(frozen=True)
class UnmuteVoice:
    """Play the child's voice."""


@dataclass(frozen=True)
class SetLoudness:
    """How loud the child's voice is played."""

    volume: int
    whisper: bool


@dataclass(frozen=True)
class Chime:
    """Play this short sound in the class."""

    name: Earcon


@dataclass(frozen=True)
class Remember:
    """Keep the class's wish over a restart.

    Args:
        paused: By the teacher.
        ended_for_s: Seconds for which nobody is let in; 0 if the robot is open.
        volume: Step of the child's voice; kept for the day.
    """

    paused: bool
    ended_for_s: float
    volume: int = loudness.USUAL


@dataclass(frozen=True)
class SendPresence:
    """The state changed: send a snapshot to child, bridge and teachers."""


Effect = (
    Accept
    | Refuse
    | CloseCalls
    | End
    | Ack
    | Done
    | Show
    | MoveArm
    | Rise
    | Hold
    | ParkHead
    | GoToView
    | SaveView
    | MakeGesture
    | ReleaseBody
    | StartMedia
    | StopMedia
    | MuteVoice
    | UnmuteVoice
    | SetLoudness
    | Chime
    | Remember
    | SendPresence
)
