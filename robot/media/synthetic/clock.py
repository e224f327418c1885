"""Clock on the wall of the drawn class, with hands and digits, in real local time."""

import math
import time

import numpy as np

from robot.media.synthetic.canvas import Canvas, Colour, PixelBox, Points, angles
from robot.media.synthetic.room import FRONT_Z

CENTRE = (2.12, 1.02)
RADIUS_M = 0.29
DIGITS_TOP = 0.6
DIGITS_SIZE = (0.86, 0.22)
DIGIT_SIZE = (0.062, 0.13)

INK: Colour = (50, 44, 42)
RED: Colour = (206, 60, 48)
GLOW: Colour = (255, 196, 92)
SEGMENTS = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc",
    "5": "afgcd", "6": "afgedc", "7": "abc", "8": "abcdefg", "9": "abcdfg",
}  # fmt: skip
SEGMENT_ENDS = {
    "a": ((0, 1), (1, 1)), "b": ((1, 1), (1, 0.5)), "c": ((1, 0.5), (1, 0)), "d": ((0, 0), (1, 0)),
    "e": ((0, 0), (0, 0.5)), "f": ((0, 0.5), (0, 1)), "g": ((0, 0.5), (1, 0.5)),
}  # fmt: skip

CLOCK_PAN_TILT_DEG = tuple(angles(np.array([[CENTRE[0], CENTRE[1], FRONT_Z]]))[0].round(1).tolist())
"""Direction of the clock."""


def draw_clock_face(canvas: Canvas) -> None:
    """Draw the still parts: face, marks, and the case of the digits."""
    _disc(canvas, RADIUS_M, (120, 84, 58))
    _disc(canvas, RADIUS_M - 0.03, (254, 252, 246))
    for minute in range(60):
        length, width = (0.05, 0.014) if minute % 5 == 0 else (0.018, 0.006)
        _hand(canvas, minute / 60, (RADIUS_M - 0.045 - length, RADIUS_M - 0.045), INK, width)
    left, bottom = CENTRE[0] - DIGITS_SIZE[0] / 2, DIGITS_TOP - DIGITS_SIZE[1]
    right = CENTRE[0] + DIGITS_SIZE[0] / 2
    case = [(left, DIGITS_TOP), (right, DIGITS_TOP), (right, bottom), (left, bottom)]
    canvas.fill(_on_wall(canvas, case), (38, 34, 34))


class ClockHands:
    """Three hands of the clock; the red one moves ten times a second."""

    behind_desks = False
    walks = False

    def key(self, unix_s: float) -> float:
        return unix_s // 0.1

    def box(self, canvas: Canvas, unix_s: float) -> PixelBox:
        x, y = CENTRE
        reach = RADIUS_M - 0.03
        return canvas.box(_on_wall(canvas, [(x - reach, y + reach), (x + reach, y - reach)]))

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        local = time.localtime(unix_s)
        second = local.tm_sec + unix_s % 1.0
        minute = local.tm_min + second / 60
        hour = local.tm_hour % 12 + minute / 60
        _hand(canvas, hour / 12, (-0.04, 0.135), INK, 0.028)
        _hand(canvas, minute / 60, (-0.05, 0.2), INK, 0.02)
        _hand(canvas, second / 60, (-0.06, 0.225), RED, 0.011)
        _disc(canvas, 0.018, RED)


class ClockDigits:
    """Digits of the clock: HH:MM:SS in seven segments."""

    behind_desks = False
    walks = False

    def key(self, unix_s: float) -> str:
        return time.strftime("%H:%M:%S", time.localtime(unix_s))

    def box(self, canvas: Canvas, unix_s: float) -> PixelBox:
        left, bottom = CENTRE[0] - DIGITS_SIZE[0] / 2, DIGITS_TOP - DIGITS_SIZE[1]
        right = CENTRE[0] + DIGITS_SIZE[0] / 2
        return canvas.box(_on_wall(canvas, [(left, DIGITS_TOP), (right, bottom)]))

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        spots: list[tuple[float, float]] = []
        x = CENTRE[0] - 0.314  # half of what eight signs measure
        bottom = DIGITS_TOP - DIGITS_SIZE[1] + (DIGITS_SIZE[1] - DIGIT_SIZE[1]) / 2
        for letter in self.key(unix_s):
            if letter == ":":
                for up in (0.3, 0.7):
                    y = bottom + up * DIGIT_SIZE[1]
                    spots += [(x - 0.012, y), (x - 0.008, y)]
                x += 0.028
                continue
            for segment in SEGMENTS[letter]:
                spots += [
                    (x + right * DIGIT_SIZE[0], bottom + up * DIGIT_SIZE[1])
                    for right, up in SEGMENT_ENDS[segment]
                ]
            x += DIGIT_SIZE[0] + 0.04
        canvas.lines(_on_wall(canvas, spots).reshape(-1, 2, 2), GLOW, 0.014 * _px_per_m(canvas))


def _px_per_m(canvas: Canvas) -> float:
    return canvas.px_per_deg * 180 / math.pi / math.hypot(CENTRE[0], FRONT_Z)


def _line(canvas: Canvas, spots: list[tuple[float, float]], colour: Colour, width_m: float) -> None:
    canvas.line(_on_wall(canvas, spots), colour, max(1.0, width_m * _px_per_m(canvas)))


def _on_wall(canvas: Canvas, spots: list[tuple[float, float]]) -> Points:
    return canvas.pixels(angles(np.array([(x, y, FRONT_Z) for x, y in spots])))


def _disc(canvas: Canvas, radius: float, colour: Colour) -> None:
    turns = np.linspace(0, 2 * math.pi, 49)[:-1].tolist()
    x, y = CENTRE
    spots = [(x + radius * math.sin(turn), y + radius * math.cos(turn)) for turn in turns]
    canvas.fill(_on_wall(canvas, spots), colour)


def _hand(
    canvas: Canvas, share: float, reach: tuple[float, float], colour: Colour, width_m: float
) -> None:
    dx, dy = math.sin(share * 2 * math.pi), math.cos(share * 2 * math.pi)
    x, y = CENTRE
    _line(canvas, [(x + dx * far, y + dy * far) for far in reach], colour, width_m)
