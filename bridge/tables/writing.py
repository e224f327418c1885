"""Tables that go out, as xlsx and as csv; the only module that uses XlsxWriter.

Every text is written as a text. A spreadsheet makes neither a formula nor a link of it, also when
somebody edits the cell later: in xlsx the cell carries Excel's own mark for that, in csv an
apostrophe stands before the text.
"""

import csv
import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

WrittenValue = str | int | date | None

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that spreadsheets take for a formula."""

WIDEST, NARROWEST = 42, 8
UPRIGHT = 90
"""Widest table that is printed on an upright page, in letters."""

ARROW = 2
"""Width of the arrow of a filter beside a heading, in letters."""

LINE_POINTS = 15
"""Height of a line of text, which is that of a row."""

MOST_LINES = 27
"""Spreadsheets have no higher rows."""

A4 = 9
"""Excel's number of that size of paper."""

LOOKED_AT = 200
"""Rows by which the width of a column is chosen."""


@dataclass(frozen=True)
class WrittenSheet:
    """A sheet that goes out.

    Args:
        headings: One a column; an empty tuple writes none.
    """

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[WrittenValue]]


def xlsx(sheets: Sequence[WrittenSheet]) -> bytes:
    """Return a file with these sheets."""
    out = io.BytesIO()
    options = {
        **{"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        looks = _Looks(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _fill(page, sheet, looks)
            _set_up(page, sheet)
    return out.getvalue()


class _Looks:
    """Looks of cells. Long texts go on in a second line; a column of numbers stands at its right.

    A column of numbers may hold words, such as "unter 3".
    """

    def __init__(self, book: Any) -> None:
        text = {"num_format": "@", "valign": "vcenter", "text_wrap": True}
        bold = text | {"bold": True, "bottom": 1}
        self.day = book.add_format(
            {"num_format": "dd.mm.yyyy", "align": "left", "valign": "vcenter"}
        )
        self.number = book.add_format({"align": "right", "valign": "vcenter"})
        sides = ((False, "left"), (True, "right"))
        self.heading = {right: book.add_format(bold | {"align": side}) for right, side in sides}
        self.text = {
            (right, risky): book.add_format(text | {"align": side, "quote_prefix": risky})
            for right, side in sides
            for risky in (False, True)
        }


def _fill(page: Any, sheet: WrittenSheet, looks: _Looks) -> None:
    numbers = {
        column
        for values in (sheet.rows if sheet.headings else ())
        for column, value in enumerate(values)
        if isinstance(value, int)
    }
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, looks.heading[column in numbers])
    widths = _widths(sheet)
    for row, values in enumerate(sheet.rows, 1 if sheet.headings else 0):
        lines = max(
            (_lines(one, width) for one, width in zip(values, widths, strict=False)), default=1
        )
        if lines > 1:
            # LibreOffice does not find the height of a row by itself.
            page.set_row(row, lines * LINE_POINTS)
        for column, value in enumerate(values):
            if isinstance(value, str):
                risky = value.startswith(RISKY)
                page.write_string(row, column, value, looks.text[column in numbers, risky])
            elif isinstance(value, date):
                page.write_datetime(row, column, value, looks.day)
            elif value is not None:
                page.write_number(row, column, value, looks.number)


def _lines(value: WrittenValue, width: int) -> int:
    """Return how many lines a text takes in a column."""
    fitting = width * 23 // 20  # Letters are narrower than the figures that a width counts.
    if not isinstance(value, str) or len(value) <= fitting:
        return 1
    return min(MOST_LINES, len(textwrap.wrap(value, fitting)))


def _set_up(page: Any, sheet: WrittenSheet) -> None:
    """Set widths, filters and how it is printed: all columns on one page of A4 across."""
    widths = _widths(sheet)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")
    if sum(widths) > UPRIGHT:
        page.set_landscape()
    if sheet.headings:
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
        page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.headings) - 1)


def csv_file(sheet: WrittenSheet) -> bytes:
    """Return a sheet as Excel in Germany opens it: UTF-8 with its mark, semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    if sheet.headings:
        writer.writerow([_safe(heading) for heading in sheet.headings])
    for row in sheet.rows:
        writer.writerow([_safe(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _safe(value: WrittenValue) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int):
        return str(value)
    return f"'{value}" if value.startswith(RISKY) else value


def _widths(sheet: WrittenSheet) -> list[int]:
    columns = max([len(sheet.headings), *(len(row) for row in sheet.rows)], default=0)
    widths = [len(heading) + ARROW for heading in sheet.headings] + [0] * columns
    for row in sheet.rows[:LOOKED_AT]:
        for column, value in enumerate(row):
            size = 10 if isinstance(value, date) else len(str(value or ""))
            widths[column] = max(widths[column], size)
    return [min(WIDEST, max(NARROWEST, width + 2)) for width in widths[:columns]]
