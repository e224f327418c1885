"""The clock on the wall of the drawn class: real local time, with hands and with digits."""

import math
import time

import numpy as np

from robot.media.classroom.canvas import Box, Canvas, Colour, angles
from robot.media.classroom.room import FRONT_Z

CENTRE = (2.18, 0.98)
RADIUS_M = 0.29
DIGITS_TOP = 0.55
DIGITS_SIZE = (0.66, 0.2)

INK: Colour = (50, 44, 42)
RED: Colour = (206, 60, 48)
SEGMENTS = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc",
    "5": "afgcd", "6": "afgedc", "7": "abc", "8": "abcdefg", "9": "abcdfg",
}  # fmt: skip
SEGMENT_ENDS = {
    "a": ((0, 1), (1, 1)), "b": ((1, 1), (1, 0.5)), "c": ((1, 0.5), (1, 0)), "d": ((0, 0), (1, 0)),
    "e": ((0, 0), (0, 0.5)), "f": ((0, 0.5), (0, 1)), "g": ((0, 0.5), (1, 0.5)),
}  # fmt: skip

CLOCK_PAN_TILT_DEG = tuple(angles(np.array([[CENTRE[0], CENTRE[1], FRONT_Z]]))[0].round(1).tolist())
"""Where to look for it."""


class WallClock:
    """Hands that move every fifth of a second, and HH:MM:SS below."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @property
    def box(self) -> Box:
        """What of the canvas it covers."""
        x, y = CENTRE
        corners = np.array(
            [
                (x - 0.36, y + RADIUS_M + 0.04, FRONT_Z),
                (x + 0.36, DIGITS_TOP - DIGITS_SIZE[1] - 0.04, FRONT_Z),
                (x - 0.36, DIGITS_TOP - DIGITS_SIZE[1] - 0.04, FRONT_Z),
                (x + 0.36, y + RADIUS_M + 0.04, FRONT_Z),
            ]
        )
        return self._canvas.box(self._canvas.pixels(angles(corners)))

    def draw_still(self) -> None:
        """Draw what does not move: face, marks, and the case of the digits."""
        self._disc(RADIUS_M, (120, 84, 58))
        self._disc(RADIUS_M - 0.03, (254, 252, 246))
        for minute in range(0, 60):
            length = 0.05 if minute % 5 == 0 else 0.018
            width = 0.014 if minute % 5 == 0 else 0.006
            self._hand(minute / 60, RADIUS_M - 0.045 - length, RADIUS_M - 0.045, INK, width)
        x, (width, height) = CENTRE[0], DIGITS_SIZE
        left, right, bottom = x - width / 2, x + width / 2, DIGITS_TOP - height
        self._canvas.surface(
            [(left, DIGITS_TOP, FRONT_Z), (right, DIGITS_TOP, FRONT_Z), (right, bottom, FRONT_Z),
             (left, bottom, FRONT_Z)],
            (38, 34, 34),
        )  # fmt: skip

    def draw(self, unix_s: float) -> None:
        """Draw hands and digits of this moment over the still parts."""
        local = time.localtime(unix_s)
        second = local.tm_sec + unix_s % 1.0
        minute = local.tm_min + second / 60
        self._hand((local.tm_hour % 12 + minute / 60) / 12, -0.04, 0.135, INK, 0.028)
        self._hand(minute / 60, -0.05, 0.2, INK, 0.02)
        self._hand(second / 60, -0.06, 0.225, RED, 0.011)
        self._disc(0.018, RED)
        self._digits(time.strftime("%H:%M:%S", local))

    def _digits(self, text: str) -> None:
        x = CENTRE[0] - DIGITS_SIZE[0] / 2 + 0.045
        bottom, width, height = DIGITS_TOP - DIGITS_SIZE[1] + 0.04, 0.055, 0.12
        for letter in text:
            if letter == ":":
                for up in (0.3, 0.7):
                    self._dot((x + 0.008, bottom + up * height))
                x += 0.04
                continue
            for segment in SEGMENTS[letter]:
                (x0, y0), (x1, y1) = SEGMENT_ENDS[segment]
                self._canvas.line(
                    self._on_wall(
                        [(x + x0 * width, bottom + y0 * height),
                         (x + x1 * width, bottom + y1 * height)]
                    ),
                    (255, 190, 84),
                    0.016 * self._px_per_m,
                )  # fmt: skip
            x += 0.09

    def _dot(self, at: tuple[float, float]) -> None:
        x, y = self._on_wall([at])[0]
        size = 0.011 * self._px_per_m
        self._canvas.ellipse((float(x), float(y)), (size, size), (255, 190, 84))

    @property
    def _px_per_m(self) -> float:
        distance = math.hypot(CENTRE[0], FRONT_Z)
        return self._canvas.px_per_deg * 180 / math.pi / distance

    def _on_wall(
        self, spots: list[tuple[float, float]]
    ) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        room = np.array([(x, y, FRONT_Z) for x, y in spots])
        return self._canvas.pixels(angles(room))

    def _disc(self, radius: float, colour: Colour) -> None:
        turns = np.linspace(0, 2 * math.pi, 49)[:-1]
        spots = [
            (CENTRE[0] + radius * math.sin(turn), CENTRE[1] + radius * math.cos(turn))
            for turn in turns.tolist()
        ]
        self._canvas.fill(self._on_wall(spots), colour)

    def _hand(self, share: float, start: float, end: float, colour: Colour, width: float) -> None:
        dx, dy = math.sin(share * 2 * math.pi), math.cos(share * 2 * math.pi)
        spots = [
            (CENTRE[0] + dx * start, CENTRE[1] + dy * start),
            (CENTRE[0] + dx * end, CENTRE[1] + dy * end),
        ]
        self._canvas.line(self._on_wall(spots), colour, max(1.0, width * self._px_per_m))
