"""PURE. Effects of the presence machine, in the imperative. No I/O.

They are performed in the order in which they are given.
"""

from dataclasses import dataclass, field

from bridge.protocol.fields import PhraseKind, PhraseLanguage, RightName, ViewSlot
from bridge.protocol.presence import Outfit
from bridge.protocol.vocabulary import GestureName, MarkName, SignalName
from robot.media.voice.earcons import Earcon
from robot.presence import loudness
from robot.presence.events import MediaPart, MessagePath, Reason


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
class RefuseWish:
    """Tell the pupil that it has no right to this, on the path it came by.

    Args:
        what: Type of the message.
    """

    presence_id: str
    what: str
    code: str
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
    near: bool = False
    """Eyes that look are narrow, because an enlarged picture leaves the robot."""
    mark: MarkName | None = None
    """Answer of the child that stands in one eye."""


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
class SetCrop:
    """Send this part of the camera's view from the next picture on; it lies within the picture.

    Args:
        zoom: Enlargement, from 1.
        x: Middle of the crop in the whole picture, from its left edge.
        y: The same from its upper edge.
    """

    zoom: float
    x: float
    y: float


@dataclass(frozen=True)
class AskStill:
    """Take one sharp picture of the camera's view for this stay; `StillChanged` follows."""

    presence_id: str


@dataclass(frozen=True)
class FollowTeacher:
    """Let the view follow the teacher, or do so no more."""

    on: bool


@dataclass(frozen=True)
class Speak:
    """Speak this phrase in the class; at most one waits, and that is the newest."""

    kind: PhraseKind
    text: str = field(default="", repr=False)
    language: PhraseLanguage = "de"


@dataclass(frozen=True)
class StopSpeaking:
    """Be silent at once."""


@dataclass(frozen=True)
class AllowTransfers:
    """Let this cross from now on, and stop at once whatever else is crossing.

    Args:
        still: Stills may cross to the child.
        sheets: Sheets may cross in both directions.
        to_child: Anything may leave the robot towards the child now; what waits is kept.
    """

    still: bool
    sheets: bool
    to_child: bool


@dataclass(frozen=True)
class ForgetPictures:
    """Forget every still and every sheet, because the stay is over."""


@dataclass(frozen=True)
class Remember:
    """Keep the state of the class's side over a restart.

    Args:
        paused: True while the teacher pauses.
        ended_for_s: Seconds for which nobody is let in; 0 if the robot is open.
        volume: Step of the child's voice; kept for the day.
        forbidden: Rights that the class forbids for today.
    """

    paused: bool
    ended_for_s: float
    volume: int = loudness.USUAL
    forbidden: frozenset[RightName] = frozenset()


@dataclass(frozen=True)
class KeepOutfit:
    """Keep the outfit of the drawing over a restart.

    Args:
        outfit: None to forget it.
        loan: Mark of the loan in which it was chosen; empty if the bridge told none.
    """

    outfit: Outfit | None = field(repr=False)
    loan: str = ""


@dataclass(frozen=True)
class SendSnapshot:
    """The state changed: send a snapshot to child, bridge and teachers."""


CallEffect = Accept | RefusePupil | CloseCalls | EndPresence
MessageEffect = SendAck | RefuseWish | AnswerTeacher | SendSnapshot
SteeringEffect = Rise | Hold | ParkHead | GoToView | SaveView | MakeGesture
BodyEffect = ShowSignal | ShowHand | ReleaseBody
DeviceEffect = StartMedia | StopMedia
SoundEffect = MuteVoice | UnmuteVoice | SetLoudness | PlayEarcon
WishEffect = (
    SetCrop | AskStill | FollowTeacher | Speak | StopSpeaking | AllowTransfers | ForgetPictures
)

DiskEffect = Remember | KeepOutfit

PresenceEffect = (
    CallEffect
    | MessageEffect
    | SteeringEffect
    | BodyEffect
    | DeviceEffect
    | SoundEffect
    | WishEffect
    | DiskEffect
)
