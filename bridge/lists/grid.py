"""PURE. A list as it leaves the process that reads files: safe cells and nothing else. No I/O."""

from datetime import date
from typing import Literal

from msgspec import Struct

from bridge.tables.cells import letters

Kind = Literal["text", "number", "day", "other"]


class ListCell(Struct, frozen=True, array_like=True):
    """A cell that shows something.

    Args:
        text: As one line.
        kind: What the file holds: a text, a number, a day, or something else.
        day: The day of a cell of that kind.
        is_merged: Whether it shows the value of a merged area that begins elsewhere.
        is_cut: Whether something was taken out because it must not be kept.
    """

    text: str
    kind: Kind = "text"
    day: date | None = None
    is_merged: bool = False
    is_cut: bool = False


class ListRow(Struct, frozen=True, array_like=True):
    """A row: its number from 1, its cells from column A on, and whether it is hidden."""

    number: int
    cells: tuple[ListCell | None, ...]
    is_hidden: bool = False

    def text(self, column: int) -> str:
        """Return what a column shows; empty for nothing."""
        cell = self.cell(column)
        return cell.text if cell else ""

    def cell(self, column: int) -> ListCell | None:
        """Return a cell that shows something, or None."""
        return self.cells[column] if 0 <= column < len(self.cells) else None

    def own(self) -> dict[int, str]:
        """Return the texts of the row itself by column, without what is merged into it."""
        return {at: cell.text for at, cell in enumerate(self.cells) if cell and not cell.is_merged}


class DroppedColumn(Struct, frozen=True, array_like=True):
    """A column that was never handed over: its index, its heading, and why."""

    column: int
    heading: str
    why: Literal["health", "birth", "address", "family", "belief", "money"]


class ListSheet(Struct, frozen=True, array_like=True):
    """A sheet: its name, empty for a csv file, and its rows.

    Args:
        spans: Merged areas across: row number from 1, first and last column.
        dropped: Columns that were not handed over.
        hidden_columns: Columns that the file hides.
        unvalued: Places of formulas whose value the file does not hold, such as `I24`.
    """

    name: str
    rows: tuple[ListRow, ...]
    is_hidden: bool = False
    spans: tuple[tuple[int, int, int], ...] = ()
    dropped: tuple[DroppedColumn, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    unvalued: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Return whether no cell shows anything."""
        return not any(row.own() for row in self.rows)


class ListFile(Struct, frozen=True, array_like=True):
    """Everything that leaves the process that reads a file.

    Args:
        is_typed: Whether cells know days and numbers; False for csv, where everything is text.
    """

    sheets: tuple[ListSheet, ...]
    is_typed: bool = True


def place(row: int, column: int) -> str:
    """Return the name of a cell, such as H6."""
    return f"{letters(column)}{row}"
