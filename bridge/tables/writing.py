"""Tables that go out, as xlsx and as csv; the only module that uses XlsxWriter.

Every text is written as a text. A spreadsheet makes neither a formula nor a link of it, also when
somebody edits the cell later: in xlsx the cell carries Excel's own mark for that, in csv an
apostrophe stands before the text.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

WrittenValue = str | int | date | None

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that spreadsheets take for a formula."""

WIDEST, NARROWEST = 42, 8
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
        plain = book.add_format({"num_format": "@"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for column, heading in enumerate(sheet.headings):
                page.write_string(0, column, heading, bold)
            first = 1 if sheet.headings else 0
            for row, values in enumerate(sheet.rows, first):
                for column, value in enumerate(values):
                    if isinstance(value, str):
                        risky = value.startswith(RISKY)
                        page.write_string(row, column, value, quoted if risky else plain)
                    elif isinstance(value, date):
                        page.write_datetime(row, column, value, day)
                    elif value is not None:
                        page.write_number(row, column, value)
            for column, width in enumerate(_widths(sheet)):
                page.set_column(column, column, width)
            if sheet.headings:
                page.freeze_panes(1, 0)
                page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.headings) - 1)
    return out.getvalue()


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
    widths = [len(heading) for heading in sheet.headings] + [0] * columns
    for row in sheet.rows[:LOOKED_AT]:
        for column, value in enumerate(row):
            size = 10 if isinstance(value, date) else len(str(value or ""))
            widths[column] = max(widths[column], size)
    return [min(WIDEST, max(NARROWEST, width + 2)) for width in widths[:columns]]
