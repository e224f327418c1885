"""Opening of a file that somebody handed in; it runs in a process of its own (`sandbox`).

The content decides, never the name. Archives are looked at before any library opens them: what
unpacks to too much, names entities, or is two kinds of file at once is refused.
"""

import io
import os
import zipfile
from datetime import date
from pathlib import Path

from bridge.lists.cleaning import clean
from bridge.lists.grid import ListFile
from bridge.lists.refusals import Refusal, UnreadableList
from bridge.tables import reading as tables
from bridge.tables.errors import TableFileError

MOST_BYTES = tables.MOST_BYTES
MOST_PARTS = 2_000
MOST_UNPACKED = 120 * 1024 * 1024
BEGINNING = 4096
"""First bytes of a part in which a document type would be declared."""
LOOKED_AT = 128 * 1024
"""First bytes of a page in which a table would begin."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ", b"\x1f\x8b")

_TABLES = (
    b"opendocument.spreadsheet",
    b'progid="excel.sheet"',
    b"office:excel",
    b"uof:uof",
    b"<table",
)
"""Marks of tables in XML or HTML: flat OpenDocument, Excel 2003, UOF, and pages with a table."""

_OTHER_TABLES = (b"ID;P", b"TABLE\n0,1", b"TABLE\r\n0,1")
"""Beginnings of the text formats SYLK and DIF."""

_TABLE_PARTS = ("xl/workbook.bin", "Index/Tables/")
"""Parts of archives of Excel's binary format and of Apple Numbers."""


def open_list(data: bytes, today: date) -> ListFile:
    """Return what may be known of a file.

    Raises:
        UnreadableList: It cannot be read.
    """
    why = _refused(data)
    if why:
        raise UnreadableList(why)
    place = os.memfd_create("list")
    try:
        with open(place, "wb", closefd=False) as file:
            file.write(data)
        sheets = tables.read(Path(f"/proc/self/fd/{place}"))
    except TableFileError as error:
        raise UnreadableList(_why(str(error))) from error
    finally:
        os.close(place)
    return clean(sheets, today)


def _refused(data: bytes) -> Refusal | None:
    """Return why a file is not even opened, or None."""
    if not data.strip():
        return "empty"
    if len(data) > MOST_BYTES:
        return "too_big"
    if data.startswith(_OLE):
        return "password" if "EncryptedPackage".encode("utf-16-le") in data else "old_excel"
    if data.startswith(_ZIP):
        return _archive(data)
    if data.lstrip()[:1] == b"<":
        beginning = data[:LOOKED_AT].lower()
        return "other_table" if any(mark in beginning for mark in _TABLES) else "not_a_table"
    if data.startswith(_OTHER_TABLES):
        return "other_table"
    return "not_a_table" if data.startswith(_OTHERS) else None


def _archive(data: bytes) -> Refusal | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                return "too_big"
            if any(part.flag_bits & 1 for part in parts):
                return "password"
            if len(names) != len(parts):
                return "broken"
            if "encrypted-package" in names:
                return "password"
            is_ods, is_xlsx = "content.xml" in names, "xl/workbook.xml" in names
            if is_ods and is_xlsx:
                return "broken"
            if not is_ods and not is_xlsx:
                is_table = any(name.startswith(_TABLE_PARTS) for name in names)
                return "other_table" if is_table else "not_a_table"
            return "broken" if any(_declares(archive, part) for part in parts) else None
    except (*tables.DAMAGE, RecursionError):
        return "broken"


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part declares a document type, and so could name entities."""
    if not part.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(part) as file:
        beginning = file.read(BEGINNING)
    return b"<!DOCTYPE" in beginning or b"<\0!\0D\0O\0C" in beginning


def _why(said: str) -> Refusal:
    """Return the kind of what the reader of tables said."""
    marks: tuple[tuple[str, Refusal], ...] = (
        *(("password", "password"), ("unpacks", "too_big"), ("larger", "too_big")),
        *(("at most", "too_big"), ("no table", "not_a_table"), ("nor text", "not_a_table")),
        *(("is empty", "empty"), ("neither", "not_a_table")),
    )
    return next((why for mark, why in marks if mark in said), "broken")
