"""PURE. Messages about board, phrases and sheets on the data channels. No I/O.

The child's commands are part of `channels.ControlUp` and `channels.EventUp`; the robot's answers
are fields of `presence.Snapshot`.
"""

from typing import Annotated

from msgspec import Meta, Struct

from bridge.protocol.bases import Command, Private
from bridge.protocol.fields import (
    Milliseconds,
    Passing,
    PhraseKind,
    PhraseLanguage,
    PhraseNumber,
    PhraseText,
    RightState,
    Seq,
    Share,
    SheetNumber,
    Understanding,
    Zoom,
)
from bridge.protocol.limits import SHEETS_HELD

# ---- control: pupil -> robot


class Crop(Command, frozen=True, tag="crop"):
    """Part of the camera's view to send: enlarged by `zoom`, with its middle at `x`, `y`.

    The robot clamps it: to its largest zoom, and to the picture.
    """

    seq: Seq
    sent_ms: Milliseconds
    zoom: Zoom
    x: Share
    y: Share


# ---- events: pupil -> robot


class TakeStill(Command, frozen=True, tag="still"):
    """Wish for one sharp picture of what the camera sees; done once for its `seq`."""

    seq: Seq


class SayPhrase(Command, Private, frozen=True, tag="phrase"):
    """Phrase for the class; done once for its `seq`."""

    seq: Seq
    number: PhraseNumber
    """Higher than that of every earlier phrase in `presence`."""
    kind: PhraseKind
    text: PhraseText = ""
    """Words of the kind `text`; empty with every other kind."""
    aloud: bool = False
    """The robot speaks it as well."""
    language: PhraseLanguage = "de"
    """Language of the child's page, in which the robot speaks."""

    def __post_init__(self) -> None:
        """Require words with `text`, and with nothing else."""
        if self.text and self.kind != "text":
            raise ValueError("only the kind text carries words")
        if self.kind == "text" and not self.text.strip():
            raise ValueError("the kind text carries no words")


class AnswerUnderstood(Command, frozen=True, tag="understood"):
    """Answer to whether the child has understood; None takes it back."""

    seq: Seq
    answer: Understanding | None


class Follow(Command, frozen=True, tag="follow"):
    """Wish that the view follows the teacher."""

    seq: Seq
    on: bool


# ---- fields of `presence`


class Phrase(Private, frozen=True):
    """Newest phrase of the child; it goes with the presence."""

    number: PhraseNumber
    """Counts up, so that the same words twice are two phrases."""
    kind: PhraseKind
    text: PhraseText = ""
    """Words of the kind `text`."""
    aloud: bool = False
    """The robot speaks it, or has spoken it."""


class Rights(Struct, frozen=True):
    """Rights of the child today. A robot that does not tell one cannot do it."""

    zoom: RightState = "unable"
    still: RightState = "unable"
    sheets: RightState = "unable"
    speech: RightState = "unable"


class HeldSheets(Struct, frozen=True):
    """Sheets that the robot holds in memory."""

    for_child: Annotated[int, Meta(ge=0, le=SHEETS_HELD)] = 0
    for_class: Annotated[int, Meta(ge=0, le=SHEETS_HELD)] = 0
    class_numbers: Annotated[tuple[SheetNumber, ...], Meta(max_length=SHEETS_HELD)] = ()
    """Numbers of those for the class, oldest first. Older robots number from 1, and tell none."""
    passing: Annotated[tuple[Passing, ...], Meta(max_length=3)] = ()
    """Sheets on their way now; `transferring` tells of those to the child."""
