"""PURE. Events of camera, voice and sheets: what they can do, and what they do now. No I/O."""

from dataclasses import dataclass

from bridge.protocol.fields import Passing, StillState, Transferring


@dataclass(frozen=True)
class CameraAble:
    """The camera's side has told what it can do.

    Args:
        zoom_most: Largest zoom; 1 if it cannot zoom.
        still: True if it can take stills.
    """

    zoom_most: float
    still: bool


@dataclass(frozen=True)
class CropShown:
    """The newest picture that was sent shows another enlargement."""

    zoom: float


@dataclass(frozen=True)
class StillChanged:
    """The still is on its way, has arrived (`none`), or failed."""

    state: StillState


@dataclass(frozen=True)
class FollowingEnded:
    """The teacher is not seen any more."""


@dataclass(frozen=True)
class VoiceInstalled:
    """The robot has a voice that can speak phrases, or has none."""

    can_speak: bool


@dataclass(frozen=True)
class ClassKeyOpened:
    """The class key of the loan was opened, or could not be."""

    opened: bool


@dataclass(frozen=True)
class SheetsHeld:
    """Other sheets are in memory, or on their way.

    Args:
        for_child: Number of sheets for the child.
        class_numbers: Numbers of the sheets for the class, oldest first.
        passing: What is on its way now.
    """

    for_child: int
    class_numbers: tuple[int, ...] = ()
    passing: tuple[Passing, ...] = ()


@dataclass(frozen=True)
class TransferChanged:
    """Something else leaves the robot besides picture and sound, or nothing does."""

    what: Transferring | None


OfWishes = (
    CameraAble
    | CropShown
    | StillChanged
    | FollowingEnded
    | VoiceInstalled
    | ClassKeyOpened
    | SheetsHeld
    | TransferChanged
)
"""Events of camera, voice and sheets, which say what they can do and what they do."""
