"""PURE. Additions to a signal: narrow eyes while zoomed, and an answer in one eye. No I/O.

Only eyes that look, that is those with a pupil, are changed: bars, closed eyes and a drawn
hand keep their meaning. An answer takes one of two looking eyes, so the other one still tells
that somebody is there.
"""

from dataclasses import replace
from functools import lru_cache

from bridge.protocol.vocabulary import MarkName
from hardware.signals.drawings import SIDE, Drawing, Eye
from hardware.signals.shapes import HALF
from hardware.signals.table import TABLE

NARROW_ROWS = range(2, 6)
"""Rows of a narrow eye: half of the height, around the pupil."""
NARROW = sum(0xFF << SIDE * row for row in NARROW_ROWS)

MARK_DRAWINGS: dict[MarkName, str] = {"understood": "tick", "not_understood": "question"}
"""Drawing whose left eye is the answer."""


@lru_cache(maxsize=128)  # asked 50 times a second for the same few drawings
def modified(drawing: Drawing, near: bool, mark: MarkName | None) -> Drawing:
    """Return the drawing with what is added to it.

    Args:
        drawing: Of the signal.
        near: True for narrow eyes.
        mark: Answer that stands in the robot's left eye, on the right for those who see it.
    """
    opens, left, right = drawing.open, drawing.left, drawing.right
    if near and (left.pupil or right.pupil):
        opens, left, right = min(opens, HALF), _narrow(left), _narrow(right)
    if mark is not None and drawing.looks:
        left = TABLE.drawings[MARK_DRAWINGS[mark]].left
    return replace(drawing, open=opens, left=left, right=right)


def _narrow(eye: Eye) -> Eye:
    return replace(eye, white=eye.white & NARROW) if eye.pupil else eye
