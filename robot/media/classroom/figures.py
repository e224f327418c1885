"""The people of the drawn class, each a flat figure that faces the viewer's eye."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from robot.media.classroom.canvas import Box, Canvas, Colour, Points
from robot.media.classroom.room import FLOOR_Y

Spot = tuple[float, float]
SKIN: Colour = (238, 196, 164)
SKIN_DARK: Colour = (150, 102, 74)
SKIN_MID: Colour = (206, 154, 116)


class Figure:
    """Draws in metres around a foot point: x to the right, y up from it.

    Args:
        canvas: What to draw on.
        foot: Where it stands in the room.
    """

    def __init__(self, canvas: Canvas, foot: tuple[float, float, float]) -> None:
        self._canvas = canvas
        x, y, z = foot
        distance = math.hypot(x, z)
        pan_deg = math.degrees(math.atan2(-x, z))
        level = np.array([[pan_deg, 0.0]])
        self._origin = canvas.pixels(level)[0]
        self._px_per_m = canvas.px_per_deg * 180 / math.pi / distance
        self._lift = y

    def place(self, spots: Sequence[Spot]) -> Points:
        """Return pixels; heights go through the tangent, so feet stand on the floor."""
        points = np.array(spots, float)
        x = self._origin[0] + points[:, 0] * self._px_per_m
        y = self._origin[1] - (points[:, 1] + self._lift) * self._px_per_m
        return np.stack([x, y], axis=1)

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

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        return self._canvas.box(self.place([(left, bottom), (right, top)]))


def walk(unix_s: float) -> tuple[float, float]:
    """Return where the teacher is (x in the room) and how fast (m/s): a slow way to and fro."""
    phase = unix_s * 2 * math.pi / 26.0
    x = -0.55 + 1.75 * math.sin(phase)
    return x, 1.75 * 2 * math.pi / 26.0 * math.cos(phase)


class Teacher:
    """Walks in front of the board, points at it, and talks with one hand."""

    DISTANCE_M = 3.35

    def __init__(self, canvas: Canvas, unix_s: float) -> None:
        x, self._speed = walk(unix_s)
        self._now = unix_s
        self._figure = Figure(canvas, (x, FLOOR_Y, self.DISTANCE_M))

    @property
    def box(self) -> Box:
        """What of the canvas it covers."""
        return self._figure.box(-0.75, -0.06, 0.75, 2.1)

    def draw(self) -> None:
        """Draw it as it is at its moment."""
        figure = self._figure
        stride = math.sin(self._now * 2 * math.pi / 1.15) * min(1.0, abs(self._speed) / 0.25)
        side = 1.0 if self._speed >= 0 else -1.0
        figure.oval((0, 0.0), (0.33, 0.035), (150, 110, 76))
        self._draw_legs(stride)
        self._draw_arm(-1, self._resting_hand(-1))
        figure.shape(
            [(-0.22, 1.42), (0.22, 1.42), (0.25, 1.18), (0.2, 0.84), (-0.2, 0.84), (-0.25, 1.18)],
            (188, 84, 72),
        )
        figure.shape([(-0.06, 1.44), (0.06, 1.44), (0, 1.28)], (250, 244, 234))
        self._draw_head(side)
        self._draw_arm(1, self._talking_hand())

    def _draw_legs(self, stride: float) -> None:
        figure = self._figure
        for sign in (-1, 1):
            step = 0.13 * stride * sign
            hip, knee, foot = (
                (0.08 * sign, 0.86),
                (0.09 * sign + step / 2, 0.46),
                (0.09 * sign + step, 0.04),
            )
            figure.limb([hip, knee, foot], (66, 74, 104), 0.135)
            figure.oval((foot[0] + 0.03 * sign, 0.03), (0.085, 0.04), (70, 50, 42))

    def _draw_head(self, side: float) -> None:
        figure = self._figure
        nod = 0.008 * math.sin(self._now * 5.0)
        figure.limb([(0, 1.40), (0, 1.50)], SKIN, 0.09)
        figure.oval((0, 1.60 + nod), (0.135, 0.16), (112, 70, 44))
        figure.oval((0.012 * side, 1.575 + nod), (0.105, 0.13), SKIN)
        figure.shape(
            [(-0.12, 1.60 + nod), (-0.05, 1.685 + nod), (0.1, 1.67 + nod), (0.125, 1.6 + nod),
             (0.09, 1.72 + nod), (-0.06, 1.745 + nod)],
            (112, 70, 44),
        )  # fmt: skip
        look = 0.02 * side
        for eye in (-0.042, 0.042):
            figure.oval((eye + look, 1.595 + nod), (0.013, 0.016), (52, 40, 36))
        open_m = 0.010 + 0.012 * abs(math.sin(self._now * 7.3)) * talking(self._now)
        figure.oval((look, 1.515 + nod), (0.035, open_m), (168, 72, 68))

    def _resting_hand(self, side: int) -> Spot:
        return (0.30 * side, 0.88 + 0.03 * math.sin(self._now * 2.1))

    def _talking_hand(self) -> Spot:
        """Every 9 s the arm goes up to the board for a while."""
        beat = self._now % 9.0
        up = min(1.0, max(0.0, beat - 3.5)) - min(1.0, max(0.0, beat - 7.5))
        up = up * up * (3 - 2 * up)
        wave = 0.05 * math.sin(self._now * 3.7)
        return (0.34 + 0.28 * up, 0.98 + wave + 0.82 * up + 0.05 * math.sin(self._now * 1.9) * up)

    def _draw_arm(self, side: int, hand: Spot) -> None:
        shoulder = (0.205 * side, 1.36)
        elbow = ((shoulder[0] + hand[0]) / 2 + 0.07 * side, (shoulder[1] + hand[1]) / 2 - 0.05)
        self._figure.limb([shoulder, elbow, hand], (172, 72, 62), 0.095)
        self._figure.oval(hand, (0.048, 0.048), SKIN)


def talking(unix_s: float) -> float:
    """1 while the teacher speaks, 0 in the pauses; the same rhythm is heard."""
    return 1.0 if unix_s % 10.0 < 7.2 else 0.0


@dataclass(frozen=True)
class Pupil:
    """A pupil at a desk.

    Args:
        x, z: Where the chair stands.
        hair, skin, jumper: Colours.
        facing: -1 looks left, 1 looks right, 0 shows the back of the head.
        habit: What moves: `still`, `sway`, `write` or `raise`.
    """

    x: float
    z: float
    hair: Colour
    skin: Colour
    jumper: Colour
    facing: int = 0
    habit: str = "still"
    tail: bool = False

    @property
    def moving(self) -> bool:
        return self.habit != "still"

    def figure(self, canvas: Canvas) -> Figure:
        return Figure(canvas, (self.x, FLOOR_Y, self.z))

    def box(self, canvas: Canvas) -> Box:
        """What of the canvas the moving parts cover."""
        return self.figure(canvas).box(-0.46, 0.5, 0.46, 1.62)

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        """Draw the pupil as it is at that moment."""
        figure = self.figure(canvas)
        sway = 0.025 * math.sin(unix_s * 0.9 + self.x * 3) if self.habit == "sway" else 0.0
        if self.habit == "raise":
            self._draw_raised_arm(figure, unix_s)
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
        if self.habit == "write":
            reach = 0.02 * math.sin(unix_s * 6.0)
            figure.limb([(0.2, 0.84), (0.29, 0.68), (0.22 + reach, 0.64)], self.jumper, 0.085)
        figure.limb([(sway / 2, 0.9), (sway, 1.0)], self.skin, 0.08)
        self._draw_head(figure, sway)
        self._draw_chair(figure)

    def _draw_head(self, figure: Figure, sway: float) -> None:
        centre = (sway, 1.09)
        if self.facing == 0:
            for side in (-1, 1):
                figure.oval((sway + 0.108 * side, 1.075), (0.02, 0.032), self.skin)
            figure.oval(centre, (0.112, 0.132), self.hair)
            figure.shape([(sway - 0.1, 1.06), (sway + 0.1, 1.06), (sway + 0.075, 0.965),
                          (sway - 0.075, 0.965)], self.hair)  # fmt: skip
        else:
            figure.oval(centre, (0.112, 0.13), self.skin)
            figure.oval((sway - 0.03 * self.facing, 1.135), (0.118, 0.1), self.hair)
            figure.oval((sway - 0.075 * self.facing, 1.08), (0.06, 0.1), self.hair)
            figure.oval((sway + 0.06 * self.facing, 1.085), (0.011, 0.014), (50, 40, 38))
            figure.oval((sway + 0.115 * self.facing, 1.06), (0.018, 0.016), self.skin)
            figure.oval((sway + 0.07 * self.facing, 1.015), (0.026, 0.007), (176, 88, 80))
        if self.tail:
            figure.limb([(sway - 0.05 * self.facing, 1.12), (sway - 0.1 * self.facing, 0.93)],
                        self.hair, 0.07)  # fmt: skip

    def _draw_raised_arm(self, figure: Figure, unix_s: float) -> None:
        beat = (unix_s + 5) % 16.0
        up = min(1.0, max(0.0, beat * 1.5)) - min(1.0, max(0.0, (beat - 6) * 1.5))
        up = up * up * (3 - 2 * up)
        hand = (0.27 - 0.03 * up, 0.66 + 0.74 * up + 0.02 * up * math.sin(unix_s * 6))
        elbow = (0.31, 0.7 + 0.34 * up)
        figure.limb([(0.18, 0.86), elbow, hand], self.jumper, 0.085)
        figure.oval((hand[0], hand[1] + 0.03), (0.04, 0.05), self.skin)

    def _draw_chair(self, figure: Figure) -> None:
        if self.facing:
            return
        figure.shape([(-0.2, 0.78), (0.2, 0.78), (0.19, 0.5), (-0.19, 0.5)], (214, 152, 92))
        figure.shape([(-0.17, 0.66), (0.17, 0.66), (0.165, 0.58), (-0.165, 0.58)], (186, 122, 70))
        for side in (-1, 1):
            figure.limb([(0.18 * side, 0.5), (0.19 * side, 0.02)], (104, 110, 118), 0.03)


PUPILS = (
    Pupil(-1.62, 2.15, (92, 58, 36), SKIN, (232, 176, 74), habit="sway", tail=True),
    Pupil(-0.62, 2.2, (44, 36, 34), SKIN_DARK, (88, 138, 178)),
    Pupil(0.5, 2.2, (212, 168, 96), SKIN, (116, 162, 104), habit="write"),
    Pupil(1.6, 2.15, (70, 46, 34), SKIN_MID, (190, 98, 120), habit="raise", tail=True),
    Pupil(-1.75, 0.75, (160, 90, 48), SKIN, (104, 126, 178), facing=1, habit="sway"),
    Pupil(1.7, 0.7, (48, 38, 36), SKIN_DARK, (226, 160, 78), facing=-1, habit="write", tail=True),
)
"""Front row from behind, and the neighbours left and right, far ones first."""


def draw_desk(canvas: Canvas, x: float, z: float) -> None:
    """A desk for one, with a book; `z` is its far edge."""
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
