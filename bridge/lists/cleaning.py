"""PURE. From the cells of a file to what may leave the process that reads it. No I/O."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from bridge.lists.grid import DroppedColumn, Kind, ListCell, ListFile, ListRow, ListSheet, place
from bridge.lists.headings import Role, role_of
from bridge.lists.heads import ListHead, heads_of
from bridge.lists.private import (
    Why,
    addresses,
    birthdays,
    diagnoses,
    why_forbidden,
    without_private,
)
from bridge.tables.cells import Cell, Sheet

MOST_LETTERS = 400
"""Longest text of a cell that is kept."""

_DATED: set[Role] = {"from", "until", "returned", "asked", "span", "done"}

_NAMES: set[Role] = {"school", "who", "robot", "robot_name", "place", "contact", "home"}
"""Columns whose whole text is kept if nothing else is left of it: a school may be called so."""

_FORMULA = re.compile(r"'(?=[=+@\t-])")
"""Mark before a text that spreadsheets would take for a formula."""

_ERROR = re.compile(
    r"#(?:N/?A|NV|DIV/0!|VALUE!|WERT!|REF!|BEZUG!|NAME\?|NULL!|NUM!|ZAHL!)|(?:Err|Fehler):\d{3}"
)
"""Error of a formula as it stands in a csv file; in other files such a cell is empty."""

_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})|(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class _Field:
    role: Role | None
    heading: str


def clean(sheets: Sequence[Sheet], today: date) -> ListFile:
    """Return the sheets without anything that must not be kept."""
    typed = not (len(sheets) == 1 and sheets[0].name == "")
    return ListFile(tuple(_clean_sheet(one, today) for one in sheets), typed)


def _clean_sheet(sheet: Sheet, today: date) -> ListSheet:
    rows = [ListRow(row.number, _cells(row.cells), row.hidden) for row in sheet.rows]
    heads = heads_of(rows)
    dropped = _forbidden(rows, heads, today)
    columns = {one.column for one in dropped}
    fields = {
        column: _Field(role_of(heading), heading)
        for head in reversed(heads)
        for column, heading in head.headings.items()
    }
    head_rows = {at for head in heads for at in range(head.first, head.last + 1)}
    kept = tuple(
        ListRow(
            row.number,
            tuple(
                None
                if column in columns
                else cell
                if cell is None or at in head_rows
                else _cut(cell, fields.get(column))
                for column, cell in enumerate(row.cells)
            ),
            row.is_hidden,
        )
        for at, row in enumerate(rows)
    )
    spans = tuple(
        (top + 1, left, right)
        for (top, left), (_, right) in sheet.areas
        if right > left and left not in columns
    )
    return ListSheet(
        sheet.name,
        kept,
        sheet.hidden,
        spans,
        tuple(dropped),
        tuple(sorted(sheet.hidden_columns)),
        tuple(place(row + 1, column) for row, column in sheet.unvalued[:20]),
    )


def _cells(cells: Sequence[Cell]) -> tuple[ListCell | None, ...]:
    found = [_cell(cell) for cell in cells]
    while found and found[-1] is None:
        found.pop()
    return tuple(found)


def _cell(cell: Cell) -> ListCell | None:
    value = cell.value
    if value is None:
        return None
    if isinstance(value, datetime):
        return ListCell(value.date().isoformat(), "day", value.date(), cell.merged)
    if isinstance(value, date):
        return ListCell(value.isoformat(), "day", value, cell.merged)
    if isinstance(value, bool):
        return ListCell("ja" if value else "nein", "other", None, cell.merged)
    text = _FORMULA.sub("", cell.text, count=1) if cell.text.startswith("'") else cell.text
    if not text or _ERROR.fullmatch(text):
        return None
    kind: Kind = "number" if cell.is_number else "text" if isinstance(value, str) else "other"
    return ListCell(text[:MOST_LETTERS], kind, None, cell.merged)


def _forbidden(
    rows: Sequence[ListRow], heads: Sequence[ListHead], today: date
) -> list[DroppedColumn]:
    """Return the columns that are never handed over, by a heading or by their content."""
    found: dict[int, DroppedColumn] = {}
    for head in heads:
        for column, heading in head.headings.items():
            why = why_forbidden(heading)
            if why and column not in found:
                found[column] = DroppedColumn(column, heading[:60], why)
    first = heads[0] if heads else None
    below = rows[first.last + 1 if first else 0 :]
    for column in range(max((len(row.cells) for row in rows), default=0)):
        heading = first.headings.get(column, "") if first else ""
        role = role_of(heading)
        cells = [cell for row in below if (cell := row.cell(column)) and not cell.is_merged]
        why = None if column in found else _by_content(cells, role, today)
        if why:
            found[column] = DroppedColumn(column, heading[:60], why)
    return [found[column] for column in sorted(found)]


def _by_content(cells: Sequence[ListCell], role: Role | None, today: date) -> Why | None:
    if not cells or role in ("week", "robot", "number"):
        return None
    if birthdays([_day(cell) for cell in cells], today, role in _DATED):
        return "birth"
    texts = [cell.text for cell in cells]
    if role not in _NAMES and role != "note" and diagnoses(texts):
        return "health"
    if role not in _NAMES and addresses(texts):
        return "address"
    return None


def _day(cell: ListCell) -> date | None:
    """Return the day of a cell, or the first day of a year that stands alone."""
    if cell.day:
        return cell.day
    if re.fullmatch(r"(?:19|20)\d\d", cell.text):
        return date(int(cell.text), 1, 1)
    found = _DAY.fullmatch(cell.text)
    if not found:
        return None
    numbers = [int(one) for one in found.groups() if one]
    day, month, year = numbers if found[1] else reversed(numbers)
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= 28 else date(year, 1, 1)


def _cut(cell: ListCell, field: _Field | None) -> ListCell | None:
    """Return a cell without the parts that must not be kept."""
    if cell.kind != "text":
        return cell
    text, was_cut = without_private(cell.text)
    if not was_cut:
        return cell
    if field and field.role in _NAMES:
        return msgspec.structs.replace(cell, text=text) if text else cell
    return msgspec.structs.replace(cell, text=text, is_cut=True)
