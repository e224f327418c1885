"""PURE. Drawings of eyes on 8x8 LEDs each. No I/O.

A drawing is one integer: bit 8 * row + column, row 0 at the top and column 0 on the
left, both as the class sees them from in front.

In the table both eyes stand side by side. The robot's right eye comes first, since the
class sees it on the left:

    .######.  .######.      # shines
    ###oo###  ###oo###      o pupil: dark, and moves with the eyes
    .######.  .######.      . dark
"""

from dataclasses import dataclass
from functools import lru_cache

SIDE = 8
MOST_LOOK = 2
"""Most LEDs that a pupil moves away from the middle."""


class DrawingError(ValueError):
    """The text is not a pair of eyes."""


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye: the LEDs that belong to it, and those of the pupil."""

    white: int
    pupil: int

    def looking(self, right: int, down: int) -> int:
        """Return the lit LEDs with the pupil moved this far, as the class sees it."""
        return self.white & ~shift(self.pupil, right, down)


@dataclass(frozen=True, slots=True)
class Face:
    """Lit LEDs of both eyes."""

    left: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Drawing of both eyes.

    Args:
        name: Name in the table.
        open: Openness shown by eyes that cannot draw: 0 closed, 0.5 half open, 1 open.
        left: The robot's left eye.
        right: Its right eye.
    """

    name: str
    open: float
    left: Eye
    right: Eye

    @property
    def looks(self) -> bool:
        """True for eyes that both have a pupil."""
        return bool(self.left.pupil and self.right.pupil)

    def looking(self, right: int = 0, down: int = 0) -> Face:
        """Return both eyes with the pupils moved this many LEDs from the middle."""
        right = max(-MOST_LOOK, min(right, MOST_LOOK))
        down = max(-MOST_LOOK, min(down, MOST_LOOK))
        return Face(self.left.looking(right, down), self.right.looking(right, down))


def read(name: str, opens: float, text: str) -> Drawing:
    """Return the drawing.

    Raises:
        DrawingError: The text is not eight rows of twice eight cells.
    """
    rows = [line.split() for line in text.strip().splitlines()]
    if len(rows) != SIDE:
        raise DrawingError(f"{len(rows)} rows; needed: {SIDE}")
    for number, row in enumerate(rows, 1):
        if [len(half) for half in row] != [SIDE, SIDE] or set("".join(row)) - set(".#o"):
            raise DrawingError(f"row {number}: needed: twice {SIDE} of '.', '#' and 'o'")
    right, left = (_eye([row[side] for row in rows]) for side in (0, 1))
    return Drawing(name, opens, left, right)


def _eye(rows: list[str]) -> Eye:
    cells = "".join(rows)
    pupil = sum(1 << i for i, cell in enumerate(cells) if cell == "o")
    return Eye(sum(1 << i for i, cell in enumerate(cells) if cell != "."), pupil)


@lru_cache(maxsize=256)  # asked 50 times a second for the same few pupils
def shift(cells: int, right: int, down: int) -> int:
    """Return the cells moved this far; those that leave the square are lost."""
    moved = 0
    for i in range(SIDE * SIDE):
        row, column = divmod(i, SIDE)
        to_row, to_column = row + down, column + right
        if cells >> i & 1 and 0 <= to_row < SIDE and 0 <= to_column < SIDE:
            moved |= 1 << (SIDE * to_row + to_column)
    return moved


def rows(cells: int) -> tuple[int, ...]:
    """Return eight rows from the top; bit 0 is the leftmost LED."""
    return tuple(cells >> SIDE * row & 0xFF for row in range(SIDE))


def turned(cells: int) -> int:
    """Return the drawing turned clockwise by a quarter."""
    return sum(
        1 << (SIDE * (i % SIDE) + SIDE - 1 - i // SIDE)
        for i in range(SIDE * SIDE)
        if cells >> i & 1
    )
