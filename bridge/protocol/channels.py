"""PURE. Messages of the two data channels between child and robot. No I/O.

`control` is unordered and never retransmits. It carries `look`, `beat`, `crop` and
`pose`; the newest `seq` wins. `events` is ordered and reliable, and carries everything else.
Each event is idempotent: it carries the wanted state, not a change. A `view`, `gesture`,
`still` or `phrase` is done once for its `seq`. Each event is answered with `ack`, so it may
also be repeated through the bridge inside `relay`.

`seq` counts over all messages of one sender in one presence. It continues when the
peer connection is rebuilt.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from bridge.protocol.bases import Command as Command
from bridge.protocol.bases import Private as Private
from bridge.protocol.bases import Status as Status
from bridge.protocol.board import (
    AnswerUnderstood,
    Crop,
    Follow,
    HeldSheets,
    Phrase,
    Rights,
    SayPhrase,
    TakeStill,
)
from bridge.protocol.fields import (
    CallAnswer,
    Celsius,
    Code,
    Day,
    Degrees,
    Feeling,
    Hours,
    LineLevel,
    Lost,
    Milliseconds,
    Nickname,
    Nonce,
    NoteKind,
    NoteText,
    PausedBy,
    Percent,
    PictureLevel,
    Pixels,
    Seconds,
    Sentence,
    Seq,
    Share,
    Shell,
    StillState,
    Strain,
    Transferring,
    Understanding,
    ViewSlot,
    Volume,
    Wears,
    Zoom,
)
from bridge.protocol.vocabulary import GaugeState, GestureName, PowerLevel, SignalName

# ---- control: pupil -> robot


class Look(Command, frozen=True, tag="look"):
    """Absolute target of the head; positive is the robot's left and up."""

    seq: Seq
    sent_ms: Milliseconds
    """Monotonic clock of the sender; only differences are used."""
    pan_deg: Degrees
    tilt_deg: Degrees


class Beat(Command, frozen=True, tag="beat"):
    """Heartbeat every 200 ms; the robot answers each with `pose`."""

    seq: Seq
    sent_ms: Milliseconds


# ---- control: robot -> pupil


class PoseReport(Status, frozen=True, tag="pose"):
    """Measured pose; answers `beat`, and comes up to 20 times a second during a movement."""

    seq: Seq
    pan_deg: Degrees
    tilt_deg: Degrees
    moving: bool = False
    at_limit: bool = False
    """The last target lies outside the limits of the head, or in a no-view zone."""
    zoom: Zoom = 1.0
    """Crop of the newest picture that was sent, as in `board.Crop`."""
    x: Share = 0.5
    y: Share = 0.5


# ---- events: pupil -> robot


class Hand(Command, frozen=True, tag="hand"):
    seq: Seq
    raised: bool


class ShowFeeling(Command, frozen=True, tag="feeling"):
    seq: Seq
    feeling: Feeling | None


class Microphone(Command, frozen=True, tag="microphone"):
    """Microphone of the child; the robot plays the child's voice only while it is on."""

    seq: Seq
    on: bool


class Whisper(Command, frozen=True, tag="whisper"):
    seq: Seq
    on: bool


class ListenOnly(Command, frozen=True, tag="listen_only"):
    seq: Seq
    on: bool


class Rest(Command, frozen=True, tag="rest"):
    """Break of the child: the robot sends neither picture nor sound, and plays no voice."""

    seq: Seq
    on: bool


class SoundOnly(Command, frozen=True, tag="sound_only"):
    seq: Seq
    on: bool


class LineReport(Command, frozen=True, tag="line"):
    """Quality of the line as the child measures it; the class sees a bad one."""

    seq: Seq
    level: LineLevel


class AskForHelp(Command, frozen=True, tag="help"):
    """Request for somebody to come; it stands until the child takes it back or leaves."""

    seq: Seq
    wanted: bool


class MicrophoneReport(Command, frozen=True, tag="microphone_report"):
    """Report of whether the child's microphone can be used: it may be blocked or missing."""

    seq: Seq
    works: bool


class WearOutfit(Command, Private, frozen=True, tag="outfit"):
    """Name, colour and clothes that the child chose; the robot stores them."""

    seq: Seq
    nickname: Nickname
    shell: Shell
    wears: Wears


class View(Command, frozen=True, tag="view"):
    """Saved view: look there, or save the present pose under this slot."""

    seq: Seq
    slot: ViewSlot
    action: Literal["go", "save"]


class Gesture(Command, frozen=True, tag="gesture"):
    """Gesture to make once; it is left out while another one is running."""

    seq: Seq
    name: GestureName


class Bye(Command, frozen=True, tag="bye"):
    """Farewell of the child, which ends the presence."""

    seq: Seq


# ---- events: robot -> pupil


class Ack(Status, frozen=True, tag="ack"):
    seq: Seq


class RaisedHand(Struct, frozen=True):
    """State of the child's hand as the class sees it."""

    raised: bool = False
    seen: bool = False
    your_turn: bool = False
    waiting_s: Seconds = 0.0
    """Time since the hand was raised."""


class Help(Struct, frozen=True):
    """Request of the child for help."""

    wanted: bool = False
    coming: bool = False
    """The teacher answered; holds until the child takes the request back or leaves."""
    waiting_s: Seconds = 0.0
    """Time since help was asked for."""


class Outfit(Private, frozen=True):
    """Name, colour and clothes of the drawing."""

    nickname: Nickname
    shell: Shell
    wears: Wears


class TeacherNote(Private, frozen=True):
    """Last message of the teacher to the child; it goes with the presence."""

    number: Annotated[int, Meta(ge=1)]
    """Counts up, so that the same words twice are two messages."""
    kind: NoteKind
    text: NoteText = ""
    """Words of the kind `text`."""


class Outgoing(Struct, frozen=True):
    """Media that leave the robot now, as its media senders measure them."""

    width_px: Pixels
    """0 while no picture leaves."""
    height_px: Pixels
    sound: bool
    since_s: Seconds = 0.0
    """Time for which something has been leaving without a break."""


class HeadRange(Struct, frozen=True):
    """Limits of the head and field of view of the camera, for looking by a tap."""

    pan_min_deg: Degrees
    pan_max_deg: Degrees
    tilt_min_deg: Degrees
    tilt_max_deg: Degrees
    lens_deg: Annotated[float, Meta(gt=0, lt=180)]
    """Horizontal field of view of the picture."""


class SavedView(Struct, frozen=True):
    """Target that the child has saved for a slot."""

    slot: ViewSlot
    pan_deg: Degrees
    tilt_deg: Degrees


class Power(Struct, frozen=True):
    """State of battery and computer; None means unknown."""

    level: PowerLevel = "ok"
    gauge: GaugeState = "none"
    hours_left: Hours | None = None
    """Estimate from the recent draw."""
    charging: bool | None = None
    weak_supply: bool = False
    """The supply sagged within the last minute."""
    soc_c: Celsius | None = None
    picture: PictureLevel = "full"
    """Picture that the computer sends; it sends less before it gets too warm."""


class Snapshot(Status, frozen=True, tag="presence"):
    """Whole state of the robot, sent on every change over `events` and through the bridge.

    Its message type is `presence`.
    """

    seq: Seq
    """Counts up while the agent runs; the newest wins."""
    presence: Nonce | None
    """Id of the presence; None when nobody is there."""
    signal: SignalName
    """Signal that the body shows now."""
    hand: RaisedHand = RaisedHand()
    feeling: Feeling | None = None
    microphone: bool = False
    whisper: bool = False
    listen_only: bool = False
    rest: bool = False
    sound_only: bool = False
    connected: bool = False
    """Media flows between this child and the robot."""
    line: LineLevel = "good"
    """The worse of the child's report and the robot's measurement."""
    picture: PictureLevel = "full"
    paused_by: tuple[PausedBy, ...] = ()
    lost: tuple[Lost, ...] = ()
    """Parts that failed and are being reopened."""
    volume: Volume = 6
    """Loudness of the child's voice in the class."""
    pan_deg: Degrees = 0.0
    tilt_deg: Degrees = 0.0
    head: HeadRange | None = None
    views: Annotated[tuple[SavedView, ...], Meta(max_length=3)] = ()
    """Saved views, each slot at most once; the robot stores them."""
    battery_percent: Percent | None = None
    power: Power = Power()
    strain: Strain = "none"
    fault: Sentence | None = None
    """Description of the fault in words for technicians."""
    fault_code: Code | None = None
    """Stable code of the fault, for pages with words of their own; it may be unknown to them."""
    help: Help = Help()
    microphone_works: bool | UnsetType = UNSET
    """The child's device has a microphone that it can use; unset by robots that do not know."""
    outfit: Outfit | None = None
    """None until a child has chosen one."""
    feeling_seen: bool = False
    """The teacher has seen the present feeling."""
    said: TeacherNote | None = None
    buddy_calls: bool = False
    """The class buddy has called the teacher, and no teacher has answered."""
    buddy_answer: CallAnswer | None = None
    """End of the buddy's last call, for some minutes."""
    outgoing: Outgoing | UnsetType | None = UNSET
    """None while nothing leaves the robot; unset by robots that do not measure it."""
    zoom_most: Zoom = 1.0
    """Largest zoom of this robot; 1 if it cannot zoom."""
    zoomed: bool = False
    """The picture that leaves is enlarged."""
    still: StillState = "none"
    following: bool = False
    """The view follows the teacher."""
    phrase: Phrase | None = None
    phrase_seen: bool = False
    """The teacher has seen this phrase."""
    understood: Understanding | None = None
    """Falls by itself after `UNDERSTOOD_S`."""
    rights: Rights = Rights()
    can_speak: bool = False
    """A voice is installed, so that phrases can be spoken."""
    sheets: HeldSheets = HeldSheets()
    transferring: Transferring | None = None


class Ended(Status, frozen=True, tag="ended"):
    """End of a presence, or refusal to begin one; sent over `events` and through the bridge."""

    presence: Nonce
    reason: Literal[
        "left", "ended_by_class", "gone", "taken_over", "battery", "shutdown", "revoked"
    ]


class Refused(Status, frozen=True, tag="refused"):
    """Refusal of a message. `code` is stable, `text` is for people."""

    code: str
    text: Sentence
    re: str | None = None
    """Subject of the refusal: a message type, a presence or an action id."""
    day: Day | None = None
    """Of an opening: first day of the loan with `not_begun`, last day with `no_loan`, where
    known."""


ControlUp = Look | Beat | Crop
ControlDown = PoseReport
EventUp = (
    Hand
    | ShowFeeling
    | Microphone
    | Whisper
    | ListenOnly
    | Rest
    | SoundOnly
    | LineReport
    | AskForHelp
    | MicrophoneReport
    | WearOutfit
    | View
    | Gesture
    | TakeStill
    | SayPhrase
    | AnswerUnderstood
    | Follow
    | Bye
)
EventDown = Ack | Snapshot | Ended | Refused
ChannelUp = ControlUp | EventUp
ChannelDown = ControlDown | EventDown
