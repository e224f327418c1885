"""PURE. Messages of the two data channels between child and robot. No I/O.

`control` is unordered and never retransmits. It carries `look`, `beat`, `crop` and
`pose`; the newest `seq` wins. `events` is ordered and reliable, and carries everything else.
Each event is idempotent: it carries the wanted state, not a change. A `view`, `gesture`,
`still` or `phrase` is done once for its `seq`. Each event is answered with `ack`, so it may
also be repeated through the bridge inside `relay`.

`seq` counts over all messages of one sender in one presence. It continues when the
peer connection is rebuilt.
"""

from typing import Literal

from bridge.protocol.bases import Command, Private, Status
from bridge.protocol.board import (
    AnswerUnderstood,
    Crop,
    Follow,
    SayPhrase,
    TakeStill,
)
from bridge.protocol.fields import (
    CopyDistance,
    Day,
    Degrees,
    Feeling,
    LineLevel,
    Milliseconds,
    Nickname,
    Nonce,
    Sentence,
    Seq,
    Share,
    Shell,
    UnixSeconds,
    ViewSlot,
    Wears,
    Zoom,
)
from bridge.protocol.presence import Snapshot, SnapshotChange
from bridge.protocol.vocabulary import GestureName

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


class VoiceCopies(Status, frozen=True, tag="voice_copies"):
    """Distance at which copies of the child's voice (RED) should follow on this connection.

    Copies in the next packet are lost with their packets where several are lost in a row.
    """

    after_packets: CopyDistance


class VoiceQueues(Status, frozen=True, tag="voice_queues"):
    """All of the child's voice comes late by this much: it is too much for the line.

    Told every half second while that lasts.
    """

    queue_ms: Milliseconds


EndReason = Literal[
    "left",
    "ended_by_class",
    "gone",
    "taken_over",
    "battery",
    "shutdown",
    "revoked",
    "lesson_over",
]


class Ended(Status, frozen=True, tag="ended"):
    """End of a presence, or refusal to begin one; sent over `events` and through the bridge."""

    presence: Nonce
    reason: EndReason


class Refused(Status, frozen=True, tag="refused"):
    """Refusal of a message. `code` is stable, `text` is for people."""

    code: str
    text: Sentence
    re: str | None = None
    """Subject of the refusal: a message type, a presence or an action id."""
    day: Day | None = None
    """Of an opening: first day of the loan with `not_begun`, last day with `no_loan`, day of the
    next lesson with `holidays` and `closed_now` if it is not today, where known."""
    opens_s: UnixSeconds | None = None
    """Start of the next lesson, with `holidays` and `closed_now`, where known."""


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
EventDown = Ack | Snapshot | SnapshotChange | VoiceCopies | VoiceQueues | Ended | Refused
ChannelUp = ControlUp | EventUp
ChannelDown = ControlDown | EventDown
