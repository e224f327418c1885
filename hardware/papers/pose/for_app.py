"""PURE. Signal table as a module of the app, so that body and app draw the same. No I/O."""

import json
from typing import Any

from hardware.signals.drawings import SIDE, Drawing
from hardware.signals.modifiers import MARK_DRAWINGS, NARROW_ROWS
from hardware.signals.shapes import Signal
from hardware.signals.table import SIGNAL_TABLE

FULL = 255
HEAD = """\
// @ts-check
/** PURE. What eyes and ring of the robot show. Written by `./run body draw --app`. No I/O. */

/**
 * Both eyes as the class sees them: "#" shines.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const EYES = Object.freeze(%s);

/** Drawings with a pupil in both eyes: these can be narrow, and hold an answer. */
export const LOOKING = Object.freeze(%s);

/** Rows of a narrow eye: the first, and the one after the last. */
export const NARROW_ROWS = Object.freeze(%s);

/**
 * Drawing whose right half, as the class sees it, is the answer.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const MARK_EYES = Object.freeze(%s);

/**
 * @typedef {{colour: string, ring: [number, number][], repeats: boolean, followsLevel: boolean,
 *   eyes: [number, string][], eyesRepeat: boolean, parked: boolean}} Shown
 *   `ring`: seconds and brightness 0..1, straight lines between; `eyes`: for how many seconds,
 *   which drawing; a `parked` head rests
 */

/** @type {Readonly<Record<string, Shown>>} */
export const SHOWN = Object.freeze(%s);
"""


def module() -> str:
    """Return the text of `pupil_app/js/page/signal_table.js`."""
    parts = {part.name: part for signal in SIGNAL_TABLE.values() for _, part in signal.eyes.parts}
    eyes = {name: _rows(part) for name, part in parts.items()}
    looking = [name for name, part in parts.items() if part.looks]
    narrow = [NARROW_ROWS.start, NARROW_ROWS.stop]
    shown: dict[str, Any] = {name: _shown(signal) for name, signal in SIGNAL_TABLE.items()}
    return HEAD % (
        _object(eyes),
        json.dumps(looking),
        json.dumps(narrow),
        json.dumps(MARK_DRAWINGS),
        _object(shown),
    )


def _shown(signal: Signal) -> dict[str, Any]:
    return {
        "colour": "#" + "".join(f"{round(FULL * part):02x}" for part in signal.colour),
        "ring": [[_number(part) for part in point] for point in signal.pattern.points],
        "repeats": signal.pattern.repeats,
        "followsLevel": signal.follows_level,
        "eyes": [[_number(seconds), part.name] for seconds, part in signal.eyes.parts],
        "eyesRepeat": signal.eyes.repeats,
        "parked": signal.posture == "down",
    }


def _number(value: float) -> float:
    return int(value) if value == int(value) else value


def _rows(drawing: Drawing) -> list[str]:
    face = drawing.looking()
    return [f"{_row(face.right, row)} {_row(face.left, row)}" for row in range(SIDE)]


def _row(cells: int, row: int) -> str:
    return "".join("#" if cells >> (SIDE * row + column) & 1 else "." for column in range(SIDE))


def _object(entries: dict[str, Any]) -> str:
    lines = [f"  {name}: {json.dumps(value)},\n" for name, value in entries.items()]
    return "{\n" + "".join(lines) + "}"
