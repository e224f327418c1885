"""How the body says what state it is in: eyes, ring and posture, by patterns that are data.

Every signal can be told from the others by shape, rhythm and posture alone; colour
only helps. None flashes more than three times a second, none flashes red.

    table.toml      the data: drawings, rhythms, words
    reading.py      PURE. checks it, and says which key is wrong
    table.py        reads it once
    faces.py        PURE. what eyes and ring show at a moment
    rhythm.py       PURE. patterns in time, and the limit on flashing
    legend.py       PURE. the page for the class, from the same data; figure.py draws its robots
    legend.typ      puts that page on paper
"""

from hardware.signals.shapes import CLOSED, HALF, OPEN
from hardware.signals.table import SIGNAL_TABLE

__all__ = ["CLOSED", "HALF", "OPEN", "SIGNAL_TABLE"]
