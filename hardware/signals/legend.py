"""PURE. The page for the class: what every signal looks like and means, on A4. No I/O.

Drawn from the same table that drives the lights, so that it cannot say something else.
"""

import math
from collections.abc import Iterator

from hardware.signals.canvas import Area, Box, Disc, Line, Page, Shape, Words, wrapped
from hardware.signals.drawings import Drawing
from hardware.signals.figure import EDGE, NIGHT, SMALL_FACE, figure, main_drawing, paint, small_face
from hardware.signals.reading import Table
from hardware.signals.shapes import Language, LegendWords, Signal
from hardware.wire import SignalName

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 11.0
COLUMNS = 3
CARD_WIDTH, CARD_HEIGHT, GAP = 60.0, 43.0, 4.0
WORDS_X, WORDS_WIDTH = 33.0, 26.0
NAME_MM, MEANING_MM, SMALL_MM = 4.4, 3.6, 3.0
"""Sizes of the letters: to be read from a table's width away; the drawings from further."""
FACES_Y = 26.2

INK = "#16222d"
QUIET_INK = "#44535f"
WATCHED_PAPER, WATCHED_EDGE = "#eaf4fc", "#2f78b3"
UNWATCHED_PAPER, UNWATCHED_EDGE = "#f1f1ee", "#77756d"

SHOWN_S = 8.0
CURVE_WIDTH, CURVE_HEIGHT = 54.0, 7.4
STEP_S = 0.05
MOST_NAME = 24


def legend(table: Table, language: Language, name: str = "Karlsson") -> Page:
    """Return the page.

    Args:
        table: Signals and words.
        language: Of the words.
        name: What the class calls its robot; longer ones are cut.
    """
    words, name = table.legend[language], name[:MOST_NAME]
    title = words.title.format(name=name)
    shapes: list[Shape] = [
        Box(0, 0, WIDTH, HEIGHT, "#ffffff"),
        Words(MARGIN, 19.5, 10.5, title, INK, bold=True),
    ]
    shapes.append(Words(MARGIN, 26.5, 4.0, words.subtitle, QUIET_INK))
    y = 31.0
    for watched, heading in ((True, words.watched), (False, words.unwatched)):
        group = [signal for signal in table.signals.values() if signal.watched == watched]
        shapes += _heading(heading, watched, y)
        y += 9.5
        for i, signal in enumerate(group):
            row, column = divmod(i, COLUMNS)
            x = MARGIN + column * (CARD_WIDTH + GAP)
            shapes += _card(signal, words, language, name, x, y + row * (CARD_HEIGHT + 2.5))
        y += math.ceil(len(group) / COLUMNS) * (CARD_HEIGHT + 2.5) + 1.5
    shapes.append(Words(MARGIN, y + 3.0, 3.2, words.seconds, QUIET_INK))
    shapes.append(Words(MARGIN, y + 7.6, 3.2, words.note, QUIET_INK))
    return Page(WIDTH, HEIGHT, title, language, shapes)


def _heading(text: str, watched: bool, y: float) -> Iterator[Shape]:
    edge = WATCHED_EDGE if watched else UNWATCHED_EDGE
    yield Box(MARGIN, y, WIDTH - 2 * MARGIN, 7.5, edge, 2.0)
    # An eye, open or closed, so that the colour need not tell.
    x, middle = MARGIN + 6.0, y + 3.75
    if watched:
        yield Disc(x, middle, 2.2, "#ffffff")
        yield Disc(x, middle, 1.0, edge)
    else:
        curve = [
            (x + 2.4 * math.cos(a / 8 * math.pi), middle + 1.2 * math.sin(a / 8 * math.pi))
            for a in range(9)
        ]
        yield Line(curve, "#ffffff", 0.8)
    yield Words(MARGIN + 11.5, y + 5.4, 4.8, text, "#ffffff", bold=True)


def _card(
    signal: Signal, words: LegendWords, language: Language, name: str, x: float, y: float
) -> Iterator[Shape]:
    edge = WATCHED_EDGE if signal.watched else UNWATCHED_EDGE
    paper = WATCHED_PAPER if signal.watched else UNWATCHED_PAPER
    yield Box(x, y, CARD_WIDTH, CARD_HEIGHT, edge, 3.0)
    yield Box(x + 0.4, y + 0.4, CARD_WIDTH - 0.8, CARD_HEIGHT - 0.8, paper, 2.7)
    yield from figure(signal, x + 1.8, y + 1.6, raised=_raised(signal.name))
    line_y = y + 6.6
    for line in wrapped(signal.words[language], NAME_MM, WORDS_WIDTH, bold=True):
        yield Words(x + WORDS_X, line_y, NAME_MM, line, INK, bold=True)
        line_y += 5.0
    line_y += 0.2
    for line in wrapped(signal.meaning[language].format(name=name), MEANING_MM, WORDS_WIDTH):
        yield Words(x + WORDS_X, line_y, MEANING_MM, line, INK)
        line_y += 4.3
    more = _more_eyes(signal)
    if signal.eyes_without_arm != signal.eyes:
        small = y + FACES_Y - 1.2
        yield Words(x + WORDS_X, small, SMALL_MM, words.without_arm, QUIET_INK)
    for i, drawing in enumerate(more):
        yield from small_face(drawing, x + WORDS_X + i * (SMALL_FACE[0] + 0.5), y + FACES_Y)
    yield from _curve(signal, x + 3.0, y + CARD_HEIGHT - 2.2 - CURVE_HEIGHT)


def _raised(name: SignalName) -> bool:
    return name in ("hand", "hand_waiting")


def _more_eyes(signal: Signal) -> list[Drawing]:
    """Return what else the eyes draw: in turn, or where there is no arm."""
    if signal.eyes_without_arm != signal.eyes:
        return [drawing for _, drawing in signal.eyes_without_arm.parts]
    parts = [drawing for _, drawing in signal.eyes.parts]
    return parts[:3] if any(drawing != main_drawing(signal) for drawing in parts) else []


def _curve(signal: Signal, x: float, y: float) -> Iterator[Shape]:
    """Yield how bright the ring is over time, on a strip as dark as a room at night."""
    yield Box(x, y, CURVE_WIDTH, CURVE_HEIGHT, NIGHT, 1.2)
    base, high, per_s = y + CURVE_HEIGHT - 1.3, CURVE_HEIGHT - 2.4, (CURVE_WIDTH - 3.0) / SHOWN_S
    for second in range(round(SHOWN_S) + 1):
        tick = x + 1.5 + second * per_s
        yield Line([(tick, base), (tick, base + 0.6)], EDGE, 0.25)
    points = [(x + 1.5 + t * per_s, base - high * value) for t, value in curve(signal)]
    if any(top < base for _, top in points):
        yield Area([(points[0][0], base), *points, (points[-1][0], base)], paint(signal.colour))


def curve(signal: Signal) -> list[tuple[float, float]]:
    """Return (seconds, brightness) over SHOWN_S, corners kept; a voice is made up."""
    pattern = signal.pattern
    if signal.follows_level:
        times = [i * STEP_S for i in range(round(SHOWN_S / STEP_S) + 1)]
        return [(t, signal.brightness_at(t, _voice(t))) for t in times]
    rounds = math.ceil(SHOWN_S / pattern.end_s) if pattern.repeats and pattern.end_s else 1
    corners = [
        (at + i * pattern.end_s, value) for i in range(rounds) for at, value in pattern.points
    ]
    shown = [(at, value) for at, value in corners if at < SHOWN_S]
    return [*shown, (SHOWN_S, pattern.brightness_at(SHOWN_S - 1e-9))]


def _voice(t_s: float) -> float:
    """Return a level as of somebody who says two sentences."""
    speaks = t_s % 4.4 < 3.2
    syllable = 0.5 - 0.5 * math.cos(2 * math.pi * 2.1 * t_s)
    return syllable * (0.6 + 0.4 * math.sin(1.7 * t_s)) if speaks else 0.0
