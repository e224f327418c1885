"""PURE. Perspective of a head that turns and nods, seen from in front. No I/O.

The app draws the same in `pupil_app/js/page/posture.js`; a test compares both. Numbers
are units of the drawing, which is 200 wide. x grows to the viewer's right, which is the
robot's left, and y grows downwards.
"""

import math
from dataclasses import dataclass

MOST_PAN_DEG = 90.0
MOST_TILT_DEG = 40.0
SHOWN = 0.72
"""Share of the real turn that is drawn: a face in profile shows nothing."""

FACE_REACH = 34.0
FACE_HALF, FACE_EDGE = 43.0, 50.0
EAR_REACH = 53.0
EAR_THIN, EAR_WIDE = 4.0, 8.0
HEAD_DROP = 0.2
FACE_DROP = 0.28


@dataclass(frozen=True, slots=True)
class Turn:
    """Positions of the parts of the head.

    Args:
        face_x: Offset of the face to the side.
        face_y: Offset of the face down within the head.
        face_width: Factor on its width.
        face_height: Factor on its height.
        head_y: Offset of the head down.
        ears: (x from the middle, half of its width, True if in front): the robot's right
            ear first, on the viewer's left.
    """

    face_x: float
    face_y: float
    face_width: float
    face_height: float
    head_y: float
    ears: tuple[tuple[float, float, bool], tuple[float, float, bool]]


def turn(pan_deg: float, tilt_deg: float) -> Turn:
    """Return the positions for a head at these angles."""
    yaw = math.radians(_within(pan_deg, MOST_PAN_DEG) * SHOWN)
    tilt_deg = _within(tilt_deg, MOST_TILT_DEG)
    return Turn(
        face_x=round(_face_x(yaw), 1),
        face_y=round(-FACE_DROP * tilt_deg, 1),
        face_width=round(math.cos(yaw), 2),
        face_height=round(math.cos(math.radians(tilt_deg)), 2),
        head_y=round(-HEAD_DROP * tilt_deg, 1),
        ears=(_ear(-1, yaw), _ear(1, yaw)),
    )


def _face_x(yaw: float) -> float:
    """Return the face's offset to the side, within the head's outline."""
    most = FACE_EDGE - FACE_HALF * math.cos(yaw)
    return math.copysign(min(FACE_REACH * abs(math.sin(yaw)), most), yaw)


def _ear(side: int, yaw: float) -> tuple[float, float, bool]:
    """Return an ear that sits at 90 degrees to the face."""
    nearness = -side * math.sin(yaw)
    x = side * EAR_REACH * math.cos(yaw)
    return round(x, 1), round(EAR_THIN + EAR_WIDE * max(nearness, 0.0), 1), nearness > 0.0


def _within(angle_deg: float, most_deg: float) -> float:
    return min(max(angle_deg, -most_deg), most_deg)
