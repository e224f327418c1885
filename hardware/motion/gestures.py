"""PURE. Small gestures: a sequence of offsets to the child's look. No I/O.

A gesture is data. The trajectories make it smooth and keep it within every limit;
near a limit it becomes smaller. It moves only while the head may move, and ends
where the child looked. Any other target ends it at once.
"""

from dataclasses import dataclass

from bridge.protocol.vocabulary import GestureName
from hardware.contract.interfaces import Pose


@dataclass(frozen=True, slots=True)
class Stroke:
    """One movement of a gesture.

    Args:
        seconds: Duration.
        pan_deg: Offset to the pan that the child looks at.
        tilt_deg: Offset to the tilt.
        hand: Share of the hand's way up; None leaves the hand alone.
    """

    seconds: float
    pan_deg: float = 0.0
    tilt_deg: float = 0.0
    hand: float | None = None


def _nods(count: int, deg: float, seconds: float) -> tuple[Stroke, ...]:
    return (Stroke(seconds, tilt_deg=-deg), Stroke(seconds, tilt_deg=deg / 4)) * count


NOD = _nods(2, 11.0, 0.24)
SHAKE = (
    Stroke(0.22, pan_deg=14.0),
    Stroke(0.32, pan_deg=-14.0),
    Stroke(0.32, pan_deg=14.0),
    Stroke(0.22, pan_deg=-8.0),
)
LOOK_AROUND = (
    Stroke(1.2, pan_deg=45.0, tilt_deg=4.0),
    Stroke(1.8, pan_deg=-45.0, tilt_deg=4.0),
    Stroke(0.2),
)
APPLAUD = tuple(
    Stroke(0.3, tilt_deg=tilt_deg, hand=hand) for tilt_deg, hand in ((3.0, 1.0), (-3.0, 0.6)) * 4
)
APPLAUD_WITHOUT_HAND = _nods(4, 6.0, 0.18)
"""A robot without a hand applauds with its head."""


class GestureRun:
    """Gesture that is being made.

    Args:
        name: Name of the gesture.
        has_hand: True if a hand is built in that can applaud.
        now: Start, in monotonic seconds.
    """

    def __init__(self, name: GestureName, has_hand: bool, now: float) -> None:
        self.name = name
        self._began_s = now
        self._strokes = strokes_of(name, has_hand)

    def at(self, now: float) -> Stroke | None:
        """Return the current stroke, or None once the gesture is over."""
        passed_s = now - self._began_s
        for stroke in self._strokes:
            passed_s -= stroke.seconds
            if passed_s < 0:
                return stroke
        return None

    def target_at(self, look: Pose, now: float) -> Pose:
        """Return the current target in place of the child's look."""
        stroke = self.at(now)
        if stroke is None:
            return look
        return Pose(look.pan_deg + stroke.pan_deg, look.tilt_deg + stroke.tilt_deg)


def strokes_of(name: GestureName, has_hand: bool) -> tuple[Stroke, ...]:
    """Return the strokes of a gesture."""
    strokes: dict[GestureName, tuple[Stroke, ...]] = {
        "nod": NOD,
        "shake": SHAKE,
        "applaud": APPLAUD if has_hand else APPLAUD_WITHOUT_HAND,
        "look_around": LOOK_AROUND,
    }
    return strokes[name]
