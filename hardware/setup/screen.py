"""PURE. Content of the technician's terminal: sentences, and lines that change. No I/O."""

import textwrap
from dataclasses import dataclass

from hardware.setup.axes import SIDES, AxisPlan, AxisReading
from hardware.setup.dial import LEAST_WIDTH, Dial, Style, line, numbers
from hardware.setup.dialogue import Calibration, DialoguePhase
from hardware.setup.walk import AxisWalk, Readings
from hardware.setup.words import say, word

LEAST_COLUMNS, MOST_COLUMNS = 40, 100
MARGIN = 2


@dataclass(frozen=True, slots=True)
class ScreenFrame:
    """Content of the terminal at one moment.

    Args:
        lines: Lines that change rarely; a terminal without a cursor prints them on a change.
        live: Lines that change all the time; such a terminal overwrites the last of them.
    """

    lines: tuple[str, ...]
    live: tuple[str, ...] = ()


def wrapped(texts: list[str], columns: int) -> tuple[str, ...]:
    """Return the texts wrapped into lines that fit."""
    width = min(max(columns, LEAST_COLUMNS), MOST_COLUMNS) - 1
    return tuple(part for text in texts for part in (textwrap.wrap(text, width) or [""]))


def calibration_frame(
    dialogue: Calibration, readings: Readings, columns: int, style: Style, language: str
) -> ScreenFrame:
    """Return the screen of a calibration."""
    texts = [plain(say(each, language), style) for each in dialogue.prompt()]
    if dialogue.part is not DialoguePhase.WALKING:
        return ScreenFrame(wrapped(texts, columns))
    walk = dialogue.walk
    reading = readings.get(walk.plan.name, AxisReading())
    title = f"{word('title', language)}: {word(f'axis_{walk.plan.name}', language)}"
    positive, negative = (word(f"side_{side}", language) for side in SIDES[walk.plan.name])
    positive, negative = plain(positive, style), plain(negative, style)
    room = min(columns, MOST_COLUMNS) - len(positive) - len(negative) - 5
    room = LEAST_WIDTH if style.compact else room
    shown = line(axis_dial(walk, reading), room, style)
    angle_deg = None if reading.raw is None else walk.found.angle_deg(reading.raw)
    figures = numbers(reading, angle_deg, walk.plan.unit, style, word("load", language))
    return ScreenFrame(
        wrapped([plain(title, style), *texts], columns),
        (f"{positive} {shown} {negative}", f"{' ' * MARGIN}{figures}"),
    )


def axis_dial(walk: AxisWalk, reading: AxisReading) -> Dial:
    """Return the dial of the axis that is being set up."""
    found = walk.found
    return Dial(
        span_of(walk.plan),
        limits=found.range_deg,
        target=None if walk.drive.target is None else found.angle_deg(walk.drive.target),
        sent=None if walk.drive.sent is None else found.angle_deg(walk.drive.sent),
        present=None if reading.raw is None else found.angle_deg(reading.raw),
    )


def span_of(plan: AxisPlan) -> tuple[float, float]:
    """Return both ends of an axis's dial: the reach of its servo, at most half a turn."""
    ends = [plan.before.angle_deg(raw) for raw in plan.raw_limits]
    return max(min(ends), -180.0), min(max(ends), 180.0)


def plain(text: str, style: Style) -> str:
    """Return the text in characters that the terminal has."""
    if style.unicode:
        return text
    for letter, other in PLAIN.items():
        text = text.replace(letter, other)
    return text.encode("ascii", "replace").decode("ascii")


PLAIN = {
    "°": " deg",
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "Ä": "Ae",
    "Ö": "Oe",
    "Ü": "Ue",
    "ß": "ss",
    "●": "o",
    "×": "x",
    "◇": "*",
}
