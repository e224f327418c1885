"""Spreadsheets for tests: xlsx by xlsxwriter, and ods written by hand."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def xlsx(
    rows: Rows, name: str = "Geräte", shape: Callable[[Any, Any], None] | None = None
) -> bytes:
    """Return a file with one sheet; `shape` may change book and sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
        if shape:
            shape(book, page)
    return out.getvalue()


def ods(rows: Sequence[str], name: str = "Geräte") -> bytes:
    """Return a file with one sheet of rows that are given as XML."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    names = "".join(f' xmlns:{one}="{office}{one}:1.0"' for one in ("office", "table", "text"))
    content = (
        f'<office:document-content{names} office:version="1.3"><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(name)}>{''.join(rows)}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{office}manifest:1.0"><m:file-entry m:full-path="/"'
            ' m:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        )
    return out.getvalue()


def ods_row(*cells: str, row: str = "", spans: dict[int, str] | None = None) -> str:
    """Return a row as XML: texts, attributes of the row, and attributes of single cells."""
    found = "".join(
        f'<table:table-cell office:value-type="string" {(spans or {}).get(at, "")}>'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
        for at, text in enumerate(cells)
    )
    return f"<table:table-row {row}>{found}</table:table-row>"
