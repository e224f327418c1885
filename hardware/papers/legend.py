"""PURE. Page for the class: looks and meaning of every signal. No I/O.

The table that drives the lights is the source, so that page and lights cannot differ;
`legend.typ` puts drawings and words on A4.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bridge.protocol.vocabulary import MARKS, SignalName
from hardware.papers.canvas import Area, Disc, Polyline, Rectangle, Shape, svg
from hardware.papers.figure import EDGE, NIGHT, SMALL_FACE, figure, main_drawing, paint, small_face
from hardware.papers.outfit import PLAIN, PaperLook
from hardware.signals.drawings import Drawing
from hardware.signals.modifiers import modified
from hardware.signals.reading import Table
from hardware.signals.rhythm import Timeline
from hardware.signals.shapes import Language, LegendWords, Signal
from hardware.signals.table import SIGNAL_TABLE

FIGURE_WIDTH, FIGURE_HEIGHT = 31.5, 29.5
"""Size of one figure: a raised hand reaches beyond the robot's width."""
WATCHED_PAPER, WATCHED_EDGE = "#eaf4fc", "#2f78b3"
UNWATCHED_PAPER, UNWATCHED_EDGE = "#f1f1ee", "#77756d"

SHOWN_S = 8.0
CURVE_WIDTH, CURVE_HEIGHT = 54.0, 6.6
STEP_S = 0.05
MOST_NAME = 24


def legend(
    table: Table, language: Language, name: str = "Karlsson", look: PaperLook = PLAIN
) -> dict[str, Any]:
    """Return the data of `legend.typ`.

    Args:
        table: Signals and words.
        language: Language of the words.
        name: The class's name for its robot, cut after MOST_NAME letters.
        look: Colours and clothes that the child has chosen.
    """
    words, name = table.legend[language], name[:MOST_NAME]
    watched = [signal for signal in table.signals.values() if signal.watched]
    unwatched = [signal for signal in table.signals.values() if not signal.watched]
    captions = _captions(table, words)
    return {
        "language": language,
        "title": words.title.format(name=name),
        "subtitle": words.subtitle,
        "groups": [
            _group(words.watched, [*watched, _looks_closer(table)], captions, language, name, look),
            _group(words.unwatched, unwatched, captions, language, name, look),
        ],
        "notes": [words.seconds, words.note],
    }


def _looks_closer(table: Table) -> Signal:
    """Return what a child looks like who sees an enlarged picture."""
    present, near = table.signals["present"], table.modifiers["near"]
    drawing = modified(main_drawing(present), near=True, mark=None)
    eyes = Timeline(((1.0, drawing),))
    return replace(
        present, eyes=eyes, eyes_without_hand=eyes, words=near.words, meaning=near.meaning
    )


def _captions(table: Table, words: LegendWords) -> dict[SignalName, str]:
    """Return the words above the further eyes of a signal."""
    drawn = {
        signal.name: words.without_hand
        for signal in table.signals.values()
        if signal.eyes_without_hand != signal.eyes
    }
    return drawn | dict.fromkeys(MARKS, words.afterwards)


def _group(
    heading: str,
    signals: list[Signal],
    captions: dict[SignalName, str],
    language: Language,
    name: str,
    look: PaperLook,
) -> dict[str, Any]:
    watched = signals[0].watched
    edge = WATCHED_EDGE if watched else UNWATCHED_EDGE
    return {
        "heading": heading,
        "edge": edge,
        "paper": WATCHED_PAPER if watched else UNWATCHED_PAPER,
        "eye": svg(_eye(watched, edge), 6.0, 5.0),
        "cards": [_card(signal, captions, language, name, look) for signal in signals],
    }


def _eye(watched: bool, edge: str) -> Iterator[Shape]:
    """Yield an eye, open or closed, so that the meaning does not depend on colour."""
    if watched:
        yield Disc(3.0, 2.5, 2.2, "#ffffff")
        yield Disc(3.0, 2.5, 1.0, edge)
        return
    angles = [step / 8 * math.pi for step in range(9)]
    curve = [(3.0 + 2.4 * math.cos(angle), 2.0 + 1.2 * math.sin(angle)) for angle in angles]
    yield Polyline(curve, "#ffffff", 0.8)


def _card(
    signal: Signal,
    captions: dict[SignalName, str],
    language: Language,
    name: str,
    look: PaperLook,
) -> dict[str, Any]:
    drawn = figure(signal, 0.0, 0.2 + look.above_mm, _raised(signal.name), look)
    return {
        "name": signal.words[language],
        "meaning": signal.meaning[language].format(name=name),
        "figure": svg(drawn, FIGURE_WIDTH, FIGURE_HEIGHT + look.above_mm),
        "faces": [svg(small_face(each, 0.0, 0.0), *SMALL_FACE) for each in _more_eyes(signal)],
        "caption": captions.get(signal.name, ""),
        "curve": svg(_curve(signal), CURVE_WIDTH, CURVE_HEIGHT),
    }


def _raised(name: SignalName) -> bool:
    return name in ("hand", "hand_waiting")


def _more_eyes(signal: Signal) -> list[Drawing]:
    """Return further drawings of the eyes: in turn, on a robot without a hand, or afterwards."""
    if signal.name in MARKS:
        return [modified(SIGNAL_TABLE["present"].drawing_at(0.0), near=False, mark=signal.name)]
    if signal.eyes_without_hand != signal.eyes:
        return [drawing for _, drawing in signal.eyes_without_hand.parts]
    parts = [drawing for _, drawing in signal.eyes.parts]
    return parts[:3] if any(drawing != main_drawing(signal) for drawing in parts) else []


def _curve(signal: Signal) -> Iterator[Shape]:
    """Yield the curve of the ring's brightness over time, on a dark strip."""
    yield Rectangle(0.0, 0.0, CURVE_WIDTH, CURVE_HEIGHT, NIGHT, 1.2)
    base, high, per_s = CURVE_HEIGHT - 1.3, CURVE_HEIGHT - 2.4, (CURVE_WIDTH - 3.0) / SHOWN_S
    for second in range(round(SHOWN_S) + 1):
        tick = 1.5 + second * per_s
        yield Polyline([(tick, base), (tick, base + 0.6)], EDGE, 0.25)
    points = [(1.5 + t * per_s, base - high * value) for t, value in curve(signal)]
    if any(top < base for _, top in points):
        yield Area([(points[0][0], base), *points, (points[-1][0], base)], paint(signal.colour))


def curve(signal: Signal) -> list[tuple[float, float]]:
    """Return (seconds, brightness) over SHOWN_S with all corners; the voice is synthetic."""
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
    """Return a synthetic voice level, as of two spoken sentences."""
    speaks = t_s % 4.4 < 3.2
    syllable = 0.5 - 0.5 * math.cos(2 * math.pi * 2.1 * t_s)
    return syllable * (0.6 + 0.4 * math.sin(1.7 * t_s)) if speaks else 0.0
