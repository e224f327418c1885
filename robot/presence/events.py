"""PURE. Events and effects of the presence machine. No I/O.

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

MessagePath = Literal["channel", "relay"]
"""Path of a message: straight from the child, or through the bridge."""

Reason = Literal["left", "ended_by_class", "gone", "taken_over", "battery", "shutdown", "revoked"]


class MediaPart(Enum):
    """Part of the media that leaves the robot."""

    PICTURE = "picture"
    SOUND = "sound"


# ---- events


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
class LineMeasured:
    """The robot measured a change of this attempt's line."""

    presence_id: str
    attempt: int
    level: LineLevel
    picture: PictureLevel = "full"


@dataclass(frozen=True)
class PupilLeft:
    """The child said goodbye through the bridge."""

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


@dataclass(frozen=True)
class DayTold:
    """The bridge has told the time, for the first time since the start.

    Args:
        closed_for_s: Time for which a robot that was ended for the day stays closed; 0 if the day
            is over.
        volume_counts: True if the volume was set today.
    """

    closed_for_s: float
    volume_counts: bool


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


@dataclass(frozen=True)
class MediaClosed:
    """The device of a part is closed, and nobody has asked for it since."""

    part: MediaPart


@dataclass(frozen=True)
class VoiceHeard:
    """The loudness of the child's voice was measured, 0 to 1."""

    level: float


@dataclass(frozen=True)
class ShutDown:
    """The agent ends."""


OfBody = BodyLinked | BodyReported | BodyLost | VolumePressed | IdentifyPressed
"""Events of the body and its buttons."""

OfStay = Connected | PeerLost | PupilHeard | PupilSaid | LineMeasured | PupilLeft
"""Events that concern one stay, and count only during it."""

PresenceEvent = (
    Invited
    | OfStay
    | RightRevoked
    | TeacherActed
    | DayTold
    | OfBody
    | SourceChanged
    | MediaClosed
    | VoiceHeard
    | ShutDown
)

# ---- effects


@dataclass(frozen=True)
class Accept:
    """Build the peer connection of this attempt and answer."""

    presence_id: str
    attempt: int


@dataclass(frozen=True)
class RefusePupil:
    """Tell the pupil that it may not come in."""

    presence_id: str
    code: str


@dataclass(frozen=True)
class CloseCalls:
    """Close the peer connections of this presence.

    Args:
        below: Only attempts below this one; None closes all.
    """

    presence_id: str
    below: int | None = None


@dataclass(frozen=True)
class EndPresence:
    """Tell the pupil that the stay is over."""

    presence_id: str
    reason: Reason


@dataclass(frozen=True)
class SendAck:
    """Tell the pupil that its event arrived, on the path it came by."""

    presence_id: str
    seq: int
    path: MessagePath


@dataclass(frozen=True)
class AnswerTeacher:
    """Tell the teacher the result of the action.

    Args:
        refused: Reason for which it was not carried out.
        lasts: True if the answer promises that it holds over a restart.
    """

    id: str
    refused: str | None = None
    lasts: bool = False


@dataclass(frozen=True)
class ShowSignal:
    """Put this signal on eyes, light and posture."""

    signal: SignalName
    level: float = 0.0


@dataclass(frozen=True)
class ShowHand:
    """Raise or lower the robot's hand."""

    raised: bool


@dataclass(frozen=True)
class Rise:
    """Lift the head and let the child steer."""


@dataclass(frozen=True)
class Hold:
    """Take no more targets for the head, and leave it where it is."""


@dataclass(frozen=True)
class ParkHead:
    """Take no more targets for the head, and bring it to rest.

    Args:
        forget: The next child looks straight ahead first.
    """

    forget: bool = False


@dataclass(frozen=True)
class GoToView:
    """Turn the head to this saved view, if it was saved."""

    slot: ViewSlot


@dataclass(frozen=True)
class SaveView:
    """Save the present target as this view."""

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

    part: MediaPart


@dataclass(frozen=True)
class StopMedia:
    """Let nothing more of this part out, now, and close its device; `MediaClosed` follows."""

    part: MediaPart


@dataclass(frozen=True)
class MuteVoice:
    """Play nothing of the child's voice."""


@dataclass(frozen=True)
class UnmuteVoice:
    """Play the child's voice."""


@dataclass(frozen=True)
class SetLoudness:
    """Set the loudness of the child's voice."""

    volume: int
    whisper: bool


@dataclass(frozen=True)
class PlayEarcon:
    """Play this earcon in the class."""

    name: Earcon


@dataclass(frozen=True)
class Remember:
    """Keep the state of the class's side over a restart.

    Args:
        paused: True while the teacher pauses.
        ended_for_s: Seconds for which nobody is let in; 0 if the robot is open.
        volume: Step of the child's voice; kept for the day.
    """

    paused: bool
    ended_for_s: float
    volume: int = loudness.USUAL


@dataclass(frozen=True)
class SendSnapshot:
    """The state changed: send a snapshot to child, bridge and teachers."""


CallEffect = Accept | RefusePupil | CloseCalls | EndPresence
MessageEffect = SendAck | AnswerTeacher | SendSnapshot
SteeringEffect = Rise | Hold | ParkHead | GoToView | SaveView | MakeGesture
BodyEffect = ShowSignal | ShowHand | ReleaseBody
DeviceEffect = StartMedia | StopMedia
SoundEffect = MuteVoice | UnmuteVoice | SetLoudness | PlayEarcon

PresenceEffect = (
    CallEffect | MessageEffect | SteeringEffect | BodyEffect | DeviceEffect | SoundEffect | Remember
)
