"""PURE. State of the robot as pupil, teachers and bridge are told it. No I/O."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from bridge.protocol.bases import Private, Status
from bridge.protocol.board import HeldSheets, Phrase, Rights
from bridge.protocol.fields import (
    CallAnswer,
    Celsius,
    Code,
    Degrees,
    Feeling,
    Hours,
    LineLevel,
    Lost,
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
from bridge.protocol.vocabulary import GaugeState, PowerLevel, SignalName


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


class Trouble(Struct, frozen=True):
    """A part of the robot that does not work, in words for a technician."""

    part: Code
    """`camera`, `microphone`, `speaker`, `voice`, or another that a newer robot knows."""
    text: Sentence
    """Finding and remedy."""


ReleaseName = Annotated[str, Meta(max_length=24, pattern=r"^[0-9A-Za-z.]*\Z")]


class ReleaseState(Struct, frozen=True):
    """Software release that a robot runs, for the bridge's waves."""

    running: ReleaseName
    fell_back: ReleaseName = ""
    """The one that did not work here last, and that it left again; empty for none."""


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
    safe_mode: Code | UnsetType = UNSET
    """Parts left out after repeated failures: `no_extras`, `no_picture`, `mute`; unset while the
    robot runs as usual. A newer robot may leave out something else."""
    troubles: Annotated[tuple[Trouble, ...], Meta(max_length=8)] | UnsetType = UNSET
    """Parts that do not work, for the operator. The robot tries them from its start on, before a
    child comes. Unset for pages, which get `lost` alone, and by older robots."""
    release: ReleaseState | UnsetType = UNSET
    """Told once after each link comes up, by robots that are installed as a package; for the bridge
    alone."""


class SnapshotChange(Status, Private, frozen=True, tag="presence_change"):
    """Change of the robot's state since the snapshot that `events` carried before it.

    The channel is reliable and ordered, so the other side has that one.
    """

    seq: Seq
    from_seq: Seq
    """Of the snapshot before it."""
    changed: dict[str, Any]
    """Fields of `Snapshot` that are other than before, each as a whole."""
