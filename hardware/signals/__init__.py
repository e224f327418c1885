"""Signals of the body: eyes, ring and posture, as patterns that are data.

Shape, rhythm and posture alone distinguish every signal from the others; colour only
helps. No signal flashes more than three times a second, or flashes red.

    table.toml      the data: drawings, rhythms, words
    reading.py      PURE. checks the data and names the wrong key
    table.py        reads it once
    modifiers.py    PURE. what is added to a signal: narrow eyes, an answer in one eye
    faces.py        PURE. eyes and ring at a moment of a signal
    rhythm.py       PURE. patterns in time, and their limit on flashing
    flash_guard.py  PURE. refuses a fourth flash in a second, whatever is asked

`hardware.papers` prints the page for the class from the same data.
"""

from hardware.signals.shapes import CLOSED, HALF, OPEN
from hardware.signals.table import SIGNAL_TABLE

__all__ = ["CLOSED", "HALF", "OPEN", "SIGNAL_TABLE"]
