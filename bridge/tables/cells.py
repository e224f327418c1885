"""PURE. Sheets, rows and cells of a table, each with its place. No I/O."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

Value = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta | None

Corner = tuple[int, int]
Area = tuple[Corner, Corner]
"""First and last cell of a merged area: row and column, each from 0."""

EXACT = 10**15
"""From here on a number of a spreadsheet no longer holds all its digits."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""Control characters, soft hyphens, zero-width characters and marks of direction: they come in by
copying, and would rearrange the messages in which a cell is quoted."""


@dataclass(frozen=True)
class CellPlace:
    """Place of a cell: sheet, row from 1, column from 0. A csv file has no sheet."""

    sheet: str
    row: int
    column: int | None = None

    def __str__(self) -> str:
        """Return the place as a person looks for it."""
        parts = [f"sheet {self.sheet}"] if self.sheet else []
        parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {letters(self.column)}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Cell:
    """A cell: its value as the file holds it, and its place.

    Args:
        value: None if the cell is empty.
        place: Place of the cell itself, also in a merged area.
        merged: True for a cell that shows the value of a merged area which begins elsewhere.
    """

    value: Value = field(repr=False)
    place: CellPlace
    merged: bool = False

    @property
    def raw(self) -> str:
        """The value as text, with every space that was typed."""
        if self.value is None:
            return ""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        if isinstance(self.value, datetime.time | datetime.timedelta):
            return _clock(self.value)
        return str(self.value)

    @property
    def text(self) -> str:
        """The value as one line without what cannot be seen and without spaces around it."""
        return re.sub(r"\s+", " ", _INVISIBLE.sub("", self.raw)).strip()

    @property
    def is_number(self) -> bool:
        """True for a number, which has lost leading zeros."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)

    @property
    def is_rounded(self) -> bool:
        """True for a number that was too long for the spreadsheet, or was shortened in a csv."""
        if isinstance(self.value, int | float):
            return abs(self.value) >= EXACT
        return re.fullmatch(r"\d[.,]\d+E\+?\d+", self.text, re.IGNORECASE) is not None

    @property
    def is_changed(self) -> bool:
        """True for what nobody types in this form: a date, a truth value, a number with a point."""
        if isinstance(self.value, float):
            return not self.value.is_integer()
        return isinstance(self.value, bool | datetime.date | datetime.time | datetime.timedelta)

    @property
    def hides_something(self) -> bool:
        """True for a text with invisible letters or a no-break space."""
        return "\u00a0" in self.raw or _INVISIBLE.search(self.raw) is not None


@dataclass(frozen=True)
class Row:
    """A row: its number from 1, its cells from column A on, and whether it is hidden."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    @property
    def is_empty(self) -> bool:
        """True if no cell of the row itself shows anything."""
        return not any(cell.text for cell in self.cells if not cell.merged)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, empty for a csv file, and its rows.

    Args:
        areas: Merged areas.
        hidden_columns: Indices of columns, from 0.
        unvalued: Cells with a formula whose value the file does not hold: row and column from 0.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    areas: tuple[Area, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    unvalued: tuple[Corner, ...] = ()


def _clock(value: datetime.time | datetime.timedelta) -> str:
    """Return a time or a length of time as a spreadsheet shows it: `08:15`, `30:00`."""
    if isinstance(value, datetime.time):
        return value.isoformat("seconds" if value.second else "minutes")
    sign = "-" if value < datetime.timedelta() else ""
    minutes, seconds = divmod(round(abs(value).total_seconds()), 60)
    shown = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    return f"{shown}:{seconds:02}" if seconds else shown


def letters(column: int) -> str:
    """Return the letters of a column: 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        found = chr(ord("A") + digit) + found
    return found


def sheet(
    name: str,
    values: Sequence[Sequence[Value]],
    areas: Sequence[Area] = (),
    hidden_rows: frozenset[int] = frozenset(),
    hidden: bool = False,
) -> Sheet:
    """Return a sheet.

    Args:
        name: Empty for a csv file.
        values: Rows from the first one on; an empty text is an empty cell.
        areas: Merged areas: each of their cells shows the value of the first one.
        hidden_rows: Indices of rows, from 0.
        hidden: True if the whole sheet is hidden.
    """
    grid = [
        [
            Cell(None if value == "" else value, CellPlace(name, row + 1, column))
            for column, value in enumerate(cells)
        ]
        for row, cells in enumerate(values)
    ]
    for (top, left), (bottom, right) in areas:
        if top >= len(grid) or left >= len(grid[top]):
            continue
        value = grid[top][left].value
        for row in range(top, min(bottom + 1, len(grid))):
            for column in range(left, min(right + 1, len(grid[row]))):
                if (row, column) != (top, left):
                    grid[row][column] = replace(grid[row][column], value=value, merged=True)
    rows = (Row(at + 1, tuple(cells), at in hidden_rows) for at, cells in enumerate(grid))
    return Sheet(name, tuple(rows), hidden, tuple(areas))
