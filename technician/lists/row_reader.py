"""PURE. Cells of one row by their meaning, and the remarks that come up while they are read."""

from collections.abc import Callable
from typing import TypeVar

from bridge.tables.cells import Cell, CellPlace, Row
from technician.lists.columns import SECRET, Column, Head
from technician.lists.remarks import Remark, WrongValueError
from technician.lists.values import NOTHING, SAME

Found = TypeVar("Found")

AS_TEXT = "format the column as text and type it again"

SERIOUS = frozenset({Column.TOKEN, Column.PASSWORD, Column.KEY_PASSWORD, Column.PROXY_PASSWORD})
"""Columns in which a lost zero or digit shuts a robot out."""

TYPED = (*SERIOUS, Column.SERIAL, Column.SSID, Column.USER, Column.NAME, Column.ID)
"""Columns whose text has to be what was typed."""


class RowReader:
    """Reads one row.

    Args:
        row: The row itself.
        above: The nearest row above with a robot, for signs of repetition; None for the first.
        head: Which column means what.
        remarks: Gets what comes up.
    """

    def __init__(
        self, row: Row, above: "RowReader | None", head: Head, remarks: list[Remark]
    ) -> None:
        self._row = row
        self._above = above
        self._head = head
        self._remarks = remarks

    @property
    def place(self) -> CellPlace:
        """Place of the row."""
        return CellPlace(self._row.cells[0].place.sheet, self._row.number)

    def text(self, column: Column) -> str:
        """Return a cell's text; empty if there is no such column."""
        cell = self._cell(column)
        return cell.text if cell else ""

    def given(self, column: Column) -> bool:
        """Return whether a cell says anything but `none`."""
        return self.text(column).casefold() not in NOTHING

    def raw(self, column: Column) -> str:
        """Return a cell's text with all its spaces, for names and passwords of networks."""
        cell = self._cell(column)
        if cell is None:
            return ""
        kept = cell.raw.rstrip("\r\n")
        if kept != kept.strip():
            self.note(column, "it begins or ends with a blank", "remove it if it is not meant")
        elif cell.hides_something:
            what = "it holds a letter that cannot be seen, as copying from elsewhere brings along"
            self.note(column, what, "type it again if it is not meant")
        return kept

    def parsed(
        self,
        column: Column,
        parse: Callable[[str], Found],
        instead: Found,
        none: Found | None = None,
    ) -> Found:
        """Return a cell's value.

        Args:
            column: Which cell.
            parse: Reads the value.
            instead: Value of an empty cell, and of a wrong one.
            none: Value of a cell that says `none`; like an empty one if not given.
        """
        text = self.text(column)
        if self.given(column):
            return self.of(column, parse, text, instead)
        return none if text and none is not None else instead

    def of(self, column: Column, parse: Callable[[str], Found], text: str, instead: Found) -> Found:
        """Return what a text of a column means; what is wrong with it becomes a remark."""
        try:
            return parse(text)
        except WrongValueError as error:
            self.wrong(column, error.what, error.remedy)
            return instead

    def check_cells(self) -> None:
        """Remark on cells in which the spreadsheet has changed what was typed."""
        for column in TYPED:
            cell = self._cell(column)
            if cell is None:
                continue
            if column in SECRET and cell.text in SAME:
                what = "looks like a sign of repetition, and a secret is not repeated by one"
                self.wrong(column, what, "write it out")
            elif cell.is_rounded:
                what = "is a long number that the spreadsheet has rounded or shortened"
                self.wrong(column, what, AS_TEXT)
            elif cell.is_changed:
                what = "is no text: the spreadsheet has made a date or number of what was typed"
                self.wrong(column, what, AS_TEXT)
            elif cell.is_number and column in SERIOUS:
                what = "is a number, and would have lost a 0 at its beginning"
                self.note(column, what, "format the column as text to be sure")

    def wrong(self, column: Column | None, what: str, remedy: str = "") -> None:
        """Add a remark that stops everything."""
        self._remarks.append(Remark("wrong", self.where(column), what, remedy))

    def note(self, column: Column | None, what: str, remedy: str = "") -> None:
        """Add a remark that is only told."""
        self._remarks.append(Remark("note", self.where(column), what, remedy))

    def where(self, column: Column | None) -> str:
        """Return the place of a cell, or of the row where the list has no such column."""
        if column is None:
            return str(self.place)
        if column not in self._head.columns:
            return f"{self.place} (there is no column {'/'.join(dict.fromkeys(column.value))})"
        return self._head.where(self.place, column)

    def _cell(self, column: Column) -> Cell | None:
        """Return a cell, or the one that a sign of repetition repeats. Secrets are not repeated."""
        reader, cell = self, self._at(column)
        while cell and column not in SECRET and cell.text in SAME and reader._above:
            reader = reader._above
            cell = reader._at(column)
        return cell

    def _at(self, column: Column) -> Cell | None:
        index = self._head.columns.get(column)
        known = index is not None and index < len(self._row.cells)
        return self._row.cells[index] if known and index is not None else None
