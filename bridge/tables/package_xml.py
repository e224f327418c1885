"""PURE. Facts of a spreadsheet that python-calamine does not tell.

These are hidden rows and columns, formulas without a value, merged cells and passwords of ods.

Both kinds of file are zip archives of XML; their parts are passed in as bytes. No I/O.
"""

import posixpath
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from bridge.tables.cells import Area, Corner

MOST_ROWS = 100_000
"""Rows that are looked at; ods repeats empty ones up to the end of the sheet."""

MOST_COLUMNS = 2_000
"""Columns that are looked at; a file may say that all columns to its end are hidden."""

_MANIFEST = "META-INF/manifest.xml"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(frozen=True)
class Shape:
    """Shape of one sheet: hidden rows and columns, merged areas, formulas without a value."""

    hidden_rows: frozenset[int]
    areas: tuple[Area, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    unvalued: tuple[Corner, ...] = ()


def is_encrypted(names: Container[str], part: Callable[[str], bytes]) -> bool:
    """Return whether an ods has a password.

    LibreOffice encrypts each part and tells so in the list of parts; newer versions encrypt all of
    it as one part.
    """
    if "encrypted-package" in names:
        return True
    return _MANIFEST in names and b"encryption-data" in part(_MANIFEST)


def of_xlsx(part: Callable[[str], bytes]) -> dict[str, Shape]:
    """Return the shape of each sheet of an xlsx; merged areas are calamine's to tell."""
    book = ElementTree.fromstring(part("xl/workbook.xml"))
    links = ElementTree.fromstring(part("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    found = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = posixpath.join("xl", targets.get(sheet.get(_LINK), "")).lstrip("/")
        if "worksheets/" not in target:
            continue
        page = ElementTree.fromstring(part(target))
        hidden = (
            one.get("r", "")
            for one in page.iter(f"{_MAIN}row")
            if one.get("hidden") in ("1", "true")
        )
        found[sheet.get("name", "")] = Shape(
            frozenset(int(number) - 1 for number in hidden if number.isdecimal()),
            hidden_columns=_hidden_columns(page),
            unvalued=tuple(_unvalued(page)),
        )
    return found


def _hidden_columns(page: ElementTree.Element) -> frozenset[int]:
    found: set[int] = set()
    for one in page.iter(f"{_MAIN}col"):
        first, last = one.get("min", ""), one.get("max", "")
        if one.get("hidden") in ("1", "true") and first.isdecimal() and last.isdecimal():
            found |= set(range(int(first) - 1, min(int(last), MOST_COLUMNS)))
    return frozenset(found)


def _unvalued(page: ElementTree.Element) -> Iterator[Corner]:
    """Return the cells whose formula was written by a program that does not count."""
    for cell in page.iter(f"{_MAIN}c"):
        if cell.find(f"{_MAIN}f") is None:
            continue
        value = cell.find(f"{_MAIN}v")
        at = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r", ""))
        # A formula whose value is an empty text says so by its type, and has its value.
        is_empty_text = cell.get("t") == "str" and value is not None
        if at and not is_empty_text and (value is None or not value.text):
            column = 0
            for letter in at[1]:
                column = column * 26 + ord(letter) - ord("A") + 1
            yield int(at[2]) - 1, column - 1


def of_ods(part: Callable[[str], bytes]) -> dict[str, Shape]:
    """Return the shape of each sheet of an ods."""
    content = ElementTree.fromstring(part("content.xml"))
    return {
        table.get(f"{_TABLE}name", ""): _ods_shape(table)
        for table in content.iter(f"{_TABLE}table")
    }


def _ods_shape(table: ElementTree.Element) -> Shape:
    hidden: set[int] = set()
    areas: list[Area] = []
    hidden_columns: set[int] = set()
    column = 0
    for one in table.iter(f"{_TABLE}table-column"):
        repeated = _number(one, "number-columns-repeated")
        if one.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden_columns |= set(range(column, min(column + repeated, MOST_COLUMNS)))
        column += repeated
    at = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = _number(row, "number-rows-repeated")
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden |= set(range(at, min(at + repeated, MOST_ROWS)))
        areas += _areas(row, at)
        at += repeated
        if at >= MOST_ROWS:
            break
    return Shape(frozenset(hidden), tuple(areas), frozenset(hidden_columns))


def _areas(row: ElementTree.Element, at: int) -> Iterator[Area]:
    column = 0
    for cell in row:
        down = _number(cell, "number-rows-spanned")
        across = _number(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            yield (at, column), (at + down - 1, column + across - 1)
        column += _number(cell, "number-columns-repeated")


def _number(element: ElementTree.Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdecimal() else 1
