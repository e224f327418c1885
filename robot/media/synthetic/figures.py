"""People of the drawn class, each a flat figure that faces the viewer's eye."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from robot.media.synthetic.canvas import Canvas, Colour, PixelBox, Points
from robot.media.synthetic.room import FLOOR_Y

Spot = tuple[float, float]
SKIN: Colour = (238, 196, 164)
SKIN_DARK: Colour = (150, 102, 74)
SKIN_MID: Colour = (206, 154, 116)


class FlatFigure:
    """Flat figure drawn in metres from its foot point: x to the right, y up.

    Args:
        canvas: What to draw on.
        foot: Its position in the room.
    """

    def __init__(self, canvas: Canvas, foot: tuple[float, float, float]) -> None:
        self._canvas = canvas
        x, y, z = foot
        distance = math.hypot(x, z)
        pan_deg = math.degrees(math.atan2(-x, z))
        level = np.array([[pan_deg, 0.0]])
        self._origin = canvas.pixels(level)[0]
        self._px_per_m = canvas.px_per_deg * 180 / math.pi / distance
        self._down = np.array([self._px_per_m, -self._px_per_m])
        self._origin = self._origin - (0.0, y * self._px_per_m)

    def place(self, spots: Sequence[Spot]) -> Points:
        """Return pixels of these spots."""
        points: Points = np.array(spots, float) * self._down + self._origin
        return points

    def shape(self, spots: Sequence[Spot], colour: Colour) -> None:
        self._canvas.fill(self.place(spots), colour)

    def limb(self, spots: Sequence[Spot], colour: Colour, width_m: float) -> None:
        self._canvas.line(self.place(spots), colour, max(1.0, width_m * self._px_per_m))

    def oval(
        self,
        centre: Spot,
        axes: Spot,
        colour: Colour,
        turn_deg: float = 0.0,
        arc_deg: tuple[float, float] = (0.0, 360.0),
    ) -> None:
        x, y = self.place([centre])[0]
        self._canvas.ellipse(
            (float(x), float(y)),
            (axes[0] * self._px_per_m, axes[1] * self._px_per_m),
            colour,
            turn_deg,
            arc_deg,
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> PixelBox:
        return self._canvas.box(self.place([(left, bottom), (right, top)]))


def walk(unix_s: float) -> tuple[float, float]:
    """Return the teacher's position (x in the room) and speed (m/s) on a slow walk to and fro."""
    phase = unix_s * 2 * math.pi / 26.0
    x = -0.75 + 1.4 * math.sin(phase)
    return x, 1.4 * 2 * math.pi / 26.0 * math.cos(phase)


class Teacher:
    """Teacher who walks in front of the board, points at it, and gestures with one hand."""

    behind_desks = True
    walks = True
    DISTANCE_M = 3.35

    def key(self, unix_s: float) -> float:
        """Return a new key each time: the teacher always moves."""
        return unix_s

    def box(self, canvas: Canvas, unix_s: float) -> PixelBox:
        """Return the part of the canvas that the teacher covers."""
        return self._figure(canvas, unix_s).box(-0.45, -0.06, 0.72, 2.0)

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        """Draw the teacher at that moment."""
        figure = self._figure(canvas, unix_s)
        speed = walk(unix_s)[1]
        stride = math.sin(unix_s * 2 * math.pi / 1.15) * min(1.0, abs(speed) / 0.25)
        figure.oval((0, 0.0), (0.33, 0.035), (150, 110, 76))
        _draw_legs(figure, stride)
        _draw_arm(figure, -1, (-0.30, 0.88 + 0.03 * math.sin(unix_s * 2.1)))
        figure.shape(
            [(-0.22, 1.42), (0.22, 1.42), (0.25, 1.18), (0.2, 0.84), (-0.2, 0.84), (-0.25, 1.18)],
            (188, 84, 72),
        )
        figure.shape([(-0.06, 1.44), (0.06, 1.44), (0, 1.28)], (250, 244, 234))
        _draw_head(figure, unix_s, 1.0 if speed >= 0 else -1.0)
        _draw_arm(figure, 1, _talking_hand(unix_s))

    def _figure(self, canvas: Canvas, unix_s: float) -> FlatFigure:
        return FlatFigure(canvas, (walk(unix_s)[0], FLOOR_Y, self.DISTANCE_M))


TEACHER = Teacher()


def _draw_legs(figure: FlatFigure, stride: float) -> None:
    for sign in (-1, 1):
        step = 0.13 * stride * sign
        hip = (0.08 * sign, 0.86)
        knee = (0.09 * sign + step / 2, 0.46)
        foot = (0.09 * sign + step, 0.04)
        figure.limb([hip, knee, foot], (66, 74, 104), 0.135)
        figure.oval((foot[0] + 0.03 * sign, 0.03), (0.085, 0.04), (70, 50, 42))


def _draw_head(figure: FlatFigure, unix_s: float, side: float) -> None:
    nod = 0.008 * math.sin(unix_s * 5.0)
    hair: Colour = (112, 70, 44)
    figure.limb([(0, 1.40), (0, 1.50)], SKIN, 0.09)
    figure.oval((0, 1.60 + nod), (0.135, 0.16), hair)
    figure.oval((0.012 * side, 1.575 + nod), (0.105, 0.13), SKIN)
    fringe = [
        (-0.12, 1.60),
        (-0.05, 1.685),
        (0.1, 1.67),
        (0.125, 1.6),
        (0.09, 1.72),
        (-0.06, 1.745),
    ]
    figure.shape([(x, y + nod) for x, y in fringe], hair)
    look = 0.02 * side
    for eye in (-0.042, 0.042):
        figure.oval((eye + look, 1.595 + nod), (0.011, 0.015), (52, 40, 36))
        figure.oval((eye * 1.5 + look, 1.555 + nod), (0.02, 0.013), (240, 176, 150))
    open_m = 0.012 + 0.02 * abs(math.sin(unix_s * 7.3)) * talking(unix_s)
    figure.oval((look, 1.525 + nod), (0.036, open_m), (168, 66, 62), arc_deg=(0.0, 180.0))


def _talking_hand(unix_s: float) -> Spot:
    """Return the hand's position; every 9 s it points at the board for a while."""
    beat = unix_s % 9.0
    up = min(1.0, max(0.0, beat - 3.5)) - min(1.0, max(0.0, beat - 7.5))
    up = up * up * (3 - 2 * up)
    wave = 0.05 * math.sin(unix_s * 3.7)
    return (0.34 + 0.26 * up, 0.98 + wave + 0.78 * up + 0.05 * math.sin(unix_s * 1.9) * up)


def _draw_arm(figure: FlatFigure, side: int, hand: Spot) -> None:
    shoulder = (0.205 * side, 1.36)
    elbow = ((shoulder[0] + hand[0]) / 2 + 0.07 * side, (shoulder[1] + hand[1]) / 2 - 0.05)
    figure.limb([shoulder, elbow, hand], (172, 72, 62), 0.095)
    figure.oval(hand, (0.048, 0.048), SKIN)


def talking(unix_s: float) -> float:
    """Return 1 while the teacher speaks, 0 in pauses; the sound has the same rhythm."""
    return 1.0 if unix_s % 10.0 < 7.2 else 0.0


@dataclass(frozen=True)
class Pupil:
    """Pupil at a desk.

    Args:
        x, z: Position of the chair.
        hair, skin, jumper: Colours.
        facing: -1 looks left, 1 looks right, 0 shows the back of the head.
        habit: Motion: `still`, `sway` (head), `write` or `raise` (right arm).
        tail: Whether the hair is tied.
    """

    x: float
    z: float
    hair: Colour
    skin: Colour
    jumper: Colour
    facing: int = 0
    habit: str = "still"
    tail: bool = False

    def figure(self, canvas: Canvas) -> FlatFigure:
        return FlatFigure(canvas, (self.x, FLOOR_Y - 0.1, self.z))

    def draw_still(self, canvas: Canvas) -> None:
        """Draw the still parts: body, chair, and the head where it does not sway."""
        figure = self.figure(canvas)
        figure.shape(
            [
                (-0.19, 0.42),
                (-0.235, 0.78),
                (-0.15, 0.93),
                (0.15, 0.93),
                (0.235, 0.78),
                (0.19, 0.42),
            ],
            self.jumper,
        )
        if self.habit != "sway":
            self.draw_head(figure, 0.0)
        self._draw_chair(figure)

    def draw_head(self, figure: FlatFigure, sway: float) -> None:
        figure.limb([(sway / 2, 0.9), (sway, 1.0)], self.skin, 0.08)
        centre = (sway, 1.09)
        if self.facing == 0:
            for side in (-1, 1):
                figure.oval((sway + 0.108 * side, 1.075), (0.02, 0.032), self.skin)
            figure.oval(centre, (0.112, 0.132), self.hair)
            nape = [(-0.1, 1.06), (0.1, 1.06), (0.075, 0.965), (-0.075, 0.965)]
            figure.shape([(sway + x, y) for x, y in nape], self.hair)
        else:
            self._draw_face(figure, sway)
        if self.tail:
            ends = [(sway - 0.05 * self.facing, 1.12), (sway - 0.1 * self.facing, 0.93)]
            figure.limb(ends, self.hair, 0.07)

    def _draw_face(self, figure: FlatFigure, sway: float) -> None:
        figure.oval((sway, 1.09), (0.112, 0.13), self.skin)
        figure.oval((sway + 0.115 * self.facing, 1.06), (0.018, 0.016), self.skin)
        figure.oval((sway - 0.03 * self.facing, 1.135), (0.118, 0.1), self.hair)
        figure.oval((sway - 0.075 * self.facing, 1.08), (0.06, 0.1), self.hair)
        figure.oval((sway + 0.06 * self.facing, 1.085), (0.011, 0.014), (50, 40, 38))
        smile = (sway + 0.07 * self.facing, 1.03)
        figure.oval(smile, (0.028, 0.018), (176, 88, 80), arc_deg=(0.0, 180.0))

    def _draw_chair(self, figure: FlatFigure) -> None:
        if self.facing:
            return
        figure.shape([(-0.2, 0.78), (0.2, 0.78), (0.19, 0.5), (-0.19, 0.5)], (214, 152, 92))
        figure.shape([(-0.17, 0.66), (0.17, 0.66), (0.165, 0.58), (-0.165, 0.58)], (186, 122, 70))
        for side in (-1, 1):
            figure.limb([(0.18 * side, 0.5), (0.19 * side, 0.12)], (104, 110, 118), 0.03)


class FidgetingPupil:
    """Moving part of a pupil, redrawn ten times a second."""

    behind_desks = False
    walks = False
    BOXES: ClassVar[dict[str, tuple[float, float, float, float]]] = {
        "sway": (-0.25, 0.82, 0.25, 1.3),
        "write": (0.12, 0.58, 0.36, 0.92),
        "raise": (0.1, 0.55, 0.4, 1.55),
    }

    def __init__(self, pupil: Pupil) -> None:
        self._pupil = pupil

    def key(self, unix_s: float) -> float:
        return (unix_s + self._pupil.x) // 0.1

    def box(self, canvas: Canvas, unix_s: float) -> PixelBox:
        return self._pupil.figure(canvas).box(*self.BOXES[self._pupil.habit])

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        pupil = self._pupil
        figure = pupil.figure(canvas)
        match pupil.habit:
            case "sway":
                pupil.draw_head(figure, 0.025 * math.sin(unix_s * 0.9 + pupil.x * 3))
            case "write":
                reach = 0.02 * math.sin(unix_s * 6.0)
                figure.limb([(0.2, 0.84), (0.29, 0.68), (0.22 + reach, 0.64)], pupil.jumper, 0.085)
            case _:
                _draw_raised_arm(figure, pupil, unix_s)


def _draw_raised_arm(figure: FlatFigure, pupil: Pupil, unix_s: float) -> None:
    """Draw an arm that is raised for a while every 16 s."""
    beat = (unix_s + 5) % 16.0
    up = min(1.0, max(0.0, beat * 1.5)) - min(1.0, max(0.0, (beat - 6) * 1.5))
    up = up * up * (3 - 2 * up)
    hand = (0.27 - 0.03 * up, 0.66 + 0.74 * up + 0.02 * up * math.sin(unix_s * 6))
    figure.limb([(0.18, 0.86), (0.31, 0.7 + 0.34 * up), hand], pupil.jumper, 0.085)
    figure.oval((hand[0], hand[1] + 0.03), (0.04, 0.05), pupil.skin)


PUPILS = (
    Pupil(-1.62, 2.15, (92, 58, 36), SKIN, (232, 176, 74), habit="sway", tail=True),
    Pupil(-0.62, 2.2, (44, 36, 34), SKIN_DARK, (88, 138, 178)),
    Pupil(0.5, 2.2, (212, 168, 96), SKIN, (116, 162, 104), habit="write"),
    Pupil(1.78, 2.15, (70, 46, 34), SKIN_MID, (190, 98, 120), habit="raise", tail=True),
    Pupil(-1.75, 0.75, (160, 90, 48), SKIN, (104, 126, 178), facing=1, habit="sway"),
    Pupil(1.7, 0.7, (48, 38, 36), SKIN_DARK, (226, 160, 78), facing=-1, habit="write", tail=True),
)
"""Front row from behind, and the neighbours left and right, far ones first."""


def draw_desk(canvas: Canvas, x: float, z: float) -> None:
    """Draw a desk for one, with a book; `z` is its far edge."""
    top, near = FLOOR_Y + 0.7, z - 0.5
    for side in (-0.48, 0.48):
        canvas.edge([(x + side, top, near), (x + side, FLOOR_Y, near)], (104, 110, 118), 5)
    canvas.surface(
        [(x - 0.53, top, z), (x + 0.53, top, z), (x + 0.53, top, near), (x - 0.53, top, near)],
        (222, 178, 124),
    )
    canvas.surface(
        [(x - 0.53, top, near), (x + 0.53, top, near), (x + 0.53, top - 0.04, near),
         (x - 0.53, top - 0.04, near)],
        (178, 130, 82),
    )  # fmt: skip
    canvas.surface(
        [(x - 0.16, top, z - 0.12), (x + 0.18, top, z - 0.12), (x + 0.2, top, z - 0.36),
         (x - 0.16, top, z - 0.36)],
        (250, 248, 240),
    )  # fmt: skip
    canvas.edge([(x + 0.02, top, z - 0.12), (x + 0.02, top, z - 0.36)], (200, 196, 186), 2)
    canvas.edge([(x + 0.3, top, z - 0.3), (x + 0.4, top, z - 0.16)], (206, 92, 74), 4)
