"""PURE. Messages of the two data channels between child and robot. No I/O.

`control` is unordered and never retransmits: `look`, `beat`, `pose`; the newest
`seq` wins. `events` is ordered and reliable: everything else; each event is
idempotent (it carries the wanted state, not a change; a `view` or `gesture` is
done once for its `seq`) and is answered with `ack`, so it may also be repeated
through the bridge inside `relay`.

`seq` counts up over all messages of one sender in one presence, and goes on
counting when the peer connection is rebuilt.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from bridge.protocol.fields import (
    Celsius,
    Code,
    Degrees,
    Feeling,
    Hours,
    LineLevel,
    Lost,
    Milliseconds,
    Nonce,
    PausedBy,
    Percent,
    PictureLevel,
    Seconds,
    Sentence,
    Seq,
    Strain,
    ViewSlot,
    Volume,
)
from bridge.protocol.vocabulary import GaugeState, GestureName, PowerLevel, SignalName


class Command(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """What a child asks for: an unknown field is refused."""


class Status(Struct, frozen=True, tag_field="type"):
    """What a robot tells: an unknown field is ignored, so that newer robots can say more."""


# ---- control: pupil -> robot


class Look(Command, frozen=True, tag="look"):
    """Turn the head: absolute target, positive is the robot's left and up."""

    seq: Seq
    sent_ms: Milliseconds
    """The sender's own monotonic clock; only differences are used."""
    pan_deg: Degrees
    tilt_deg: Degrees


class Beat(Command, frozen=True, tag="beat"):
    """Heartbeat, every 200 ms; the robot answers each with `pose`."""

    seq: Seq
    sent_ms: Milliseconds


# ---- control: robot -> pupil


class PoseReport(Status, frozen=True, tag="pose"):
    """Where the head is; answers `beat`, and comes up to 20 times a second while it moves."""

    seq: Seq
    pan_deg: Degrees
    tilt_deg: Degrees
    moving: bool = False
    at_limit: bool = False
    """The last target lay outside what the head can do, or in a no-view zone."""


# ---- events: pupil -> robot


class Hand(Command, frozen=True, tag="hand"):
    seq: Seq
    raised: bool


class ShowFeeling(Command, frozen=True, tag="feeling"):
    seq: Seq
    feeling: Feeling | None


class Microphone(Command, frozen=True, tag="microphone"):
    """The robot plays the child's voice only while this is on, whatever arrives."""

    seq: Seq
    on: bool


class Whisper(Command, frozen=True, tag="whisper"):
    seq: Seq
    on: bool


class ListenOnly(Command, frozen=True, tag="listen_only"):
    seq: Seq
    on: bool


class Rest(Command, frozen=True, tag="rest"):
    """Break: the robot sends neither picture nor sound, and plays none."""

    seq: Seq
    on: bool


class SoundOnly(Command, frozen=True, tag="sound_only"):
    seq: Seq
    on: bool


class LineReport(Command, frozen=True, tag="line"):
    """How well the child receives, in three levels; the class sees a bad one."""

    seq: Seq
    level: LineLevel


class View(Command, frozen=True, tag="view"):
    """Look where this place was saved, or save for it where the head looks now."""

    seq: Seq
    slot: ViewSlot
    action: Literal["go", "save"]


class Gesture(Command, frozen=True, tag="gesture"):
    """Make this gesture once; one that comes while another is made is left out."""

    seq: Seq
    name: GestureName


class Bye(Command, frozen=True, tag="bye"):
    """The child leaves; the presence ends."""

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
    """How long it has been up."""


class HeadRange(Struct, frozen=True):
    """What this robot's head and eye can do, for the app's look-by-tapping."""

    pan_min_deg: Degrees
    pan_max_deg: Degrees
    tilt_min_deg: Degrees
    tilt_max_deg: Degrees
    lens_deg: Annotated[float, Meta(gt=0, lt=180)]
    """Horizontal field of view of the picture that the child sees."""


class SavedView(Struct, frozen=True):
    """Where a place lies that the child has saved."""

    slot: ViewSlot
    pan_deg: Degrees
    tilt_deg: Degrees


class Power(Struct, frozen=True):
    """How the robot's battery and computer are; what is None is unknown."""

    level: PowerLevel = "ok"
    gauge: GaugeState = "none"
    hours_left: Hours | None = None
    """From the recent draw."""
    charging: bool | None = None
    weak_supply: bool = False
    """The supply gave way within the last minute."""
    soc_c: Celsius | None = None
    picture: PictureLevel = "full"
    """How much picture the computer can bear: it sends less before it gets too warm."""


class Snapshot(Status, frozen=True, tag="presence"):
    """The whole state of the robot; sent on every change, on `events` and through the bridge."""

    seq: Seq
    """Counts up as long as the agent runs; the newest wins."""
    presence: Nonce | None
    """The stay this is about; None when nobody is there."""
    signal: SignalName
    """What the body really shows now."""
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
    """The worse of what the child reported and what the robot measured."""
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
    """Places that are saved, each at most once; kept by the robot."""
    battery_percent: Percent | None = None
    power: Power = Power()
    strain: Strain = "none"
    fault: Sentence | None = None
    """What failed, in the technician's words."""
    fault_code: Code | None = None
    """The same for those who say it in their own; an unknown one is no mistake."""


class Ended(Status, frozen=True, tag="ended"):
    """Robot to pupil, on `events` and through the bridge: the stay is over, or never began."""

    presence: Nonce
    reason: Literal[
        "left", "ended_by_class", "gone", "taken_over", "battery", "shutdown", "revoked"
    ]


class Refused(Status, frozen=True, tag="refused"):
    """A message was not accepted. `code` is stable, `text` is for people."""

    code: str
    text: Sentence
    re: str | None = None
    """What was refused: a message type, a presence or an action id."""


ControlUp = Look | Beat
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
    | View
    | Gesture
    | Bye
)
EventDown = Ack | Snapshot | Ended | Refused
ChannelUp = ControlUp | EventUp
ChannelDown = ControlDown | EventDown
