"""Reading of table files: xlsx, ods, xls and csv, told apart by their content."""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import python_calamine as calamine

from bridge.process import file_words
from bridge.tables import delimited, package_xml
from bridge.tables.cells import Sheet, Value, sheet
from bridge.tables.errors import TableFileError
from bridge.tables.package_xml import Shape

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_COLUMNS = 300
MOST_ROWS = 20_000

KINDS = ".xlsx, .ods, .xls or .csv"

DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError),
    *(EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError),
)
"""Errors that archives and tables with wrong bytes raise."""

_LENGTH = re.compile(r"(-?)PT(\d{1,6})H(\d{1,2})M(\d{1,2}(?:\.\d+)?)S")
"""Length of time of an ods, such as PT30H00M00S."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(path: Path) -> list[Sheet]:
    """Return the sheets of a file, hidden ones too; a csv file is one sheet without a name.

    Raises:
        TableFileError: The file cannot be read; the text names it, and a remedy.
    """
    try:
        return _read(path)
    except TableFileError as error:
        raise TableFileError(f"{path}: {error}") from error


def _read(path: Path) -> list[Sheet]:
    if path.name.startswith((".~lock.", "~$")):
        raise TableFileError(
            "is the note of a program that has the list open; name the list itself"
        )
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TableFileError(f"is larger than {MOST_BYTES // 2**20} MiB; no list of robots is")
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise TableFileError(f"is a folder; name the list in it ({KINDS})") from error
    except FileNotFoundError as error:
        raise TableFileError(f"is not there; {_beside(path)}") from error
    except OSError as error:
        raise TableFileError(f"cannot be read: {file_words.words(error)}") from error
    if not data:
        raise TableFileError("is empty; save the list again")
    if data.startswith(_ZIP):
        return _packed(path)
    if data.startswith(_OLE):
        return _book(path, {})
    if data.lstrip()[:1] == b"<" or data.startswith(b"{\\rtf"):
        raise TableFileError(f"is a page or a letter, and no table; save the list as {KINDS}")
    values = delimited.rows(data)
    _check_size(len(values), max(map(len, values), default=0))
    return [sheet("", values)]


def _beside(path: Path) -> str:
    """Return which tables lie where one was looked for."""
    folder = path.absolute().parent
    if not folder.is_dir():
        return f"nor is the folder {folder}"
    kinds = (".xlsx", ".ods", ".xls", ".csv")
    found = sorted(one.name for one in folder.iterdir() if one.suffix.lower() in kinds)
    return f"in {folder} lie {', '.join(found[:8])}" if found else f"no list lies in {folder}"


def _packed(path: Path) -> list[Sheet]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {one.filename: one.file_size for one in archive.infolist()}
            if sum(parts.values()) > MOST_UNPACKED:
                raise TableFileError("unpacks to far more than a list of robots can hold")
            if package_xml.is_encrypted(parts, _part(archive)):
                raise _locked()
            if "content.xml" in parts:
                return _book(path, package_xml.of_ods(_part(archive)))
            if "xl/workbook.xml" in parts:
                return _book(path, package_xml.of_xlsx(_part(archive)))
    except DAMAGE as error:
        raise _damaged() from error
    raise TableFileError(f"is an archive, and no table; save the list as {KINDS}")


def _part(archive: zipfile.ZipFile) -> Callable[[str], bytes]:
    def read_part(name: str) -> bytes:
        return archive.read(name)

    return read_part


def _book(path: Path, shapes: dict[str, Shape]) -> list[Sheet]:
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            return [
                _sheet(book, meta, shapes.get(meta.name, Shape(frozenset())))
                for meta in book.sheets_metadata
                if meta.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError as error:
        raise _locked() from error
    except (calamine.CalamineError, *DAMAGE) as error:
        raise _damaged() from error


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, shape: Shape) -> Sheet:
    found = book.get_sheet_by_name(meta.name)
    _check_size(found.total_height, found.total_width, meta.name)
    values: list[list[Value]] = [list(row) for row in found.to_python(skip_empty_area=False)]
    for row in values:
        for at, value in enumerate(row):
            if isinstance(value, str) and value.startswith(("PT", "-PT")):
                row[at] = _length(value)
    values = delimited.spread(values)
    _check_size(len(values), max(map(len, values), default=0), meta.name)
    areas = shape.areas or found.merged_cell_ranges or ()
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    made = sheet(meta.name, values, areas, shape.hidden_rows, hidden)
    return replace(made, hidden_columns=shape.hidden_columns, unvalued=shape.unvalued)


def _length(text: str) -> Value:
    """Return a length of time, which calamine leaves as it stands in an ods."""
    found = _LENGTH.fullmatch(text)
    if not found:
        return text
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=float(found[4]))
    return -length if found[1] else length


def _check_size(rows: int, columns: int, name: str = "") -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        where = f"sheet {name} " if name else ""
        raise TableFileError(
            f"{where}has {rows} rows and {columns} columns; at most {MOST_ROWS} and {MOST_COLUMNS}"
            " are read. Copy the list into a new file, without what lies far below or beside it"
        )


def _locked() -> TableFileError:
    return TableFileError("is protected by a password; save it without one")


def _damaged() -> TableFileError:
    return TableFileError(f"is damaged; open it in a spreadsheet and save it again as {KINDS}")
