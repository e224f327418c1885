"""PURE. Text of csv files: their encodings and separators. No I/O.

German Excel writes semicolons and Windows-1252, or UTF-8 with a mark; "CSV (MS-DOS)" is code
page 850, "CSV (Macintosh)" is Mac Roman, and "Unicode text" is UTF-16 with tabs. LibreOffice asks
for encoding, separator and quotation mark.
"""

import codecs
import csv
import io
import re

from bridge.tables.cells import Value
from bridge.tables.errors import TableFileError

SEPARATORS = ";\t,|"
LOOKED_AT = 50

FEWEST_ROWS, FEWEST_SEPARATORS = 2, 2
"""From how many on texts in one column, with so many separators each, are rows of a csv file."""

_DOS_UMLAUT = re.compile(r"(?<=[A-Za-z])[„”](?=[a-z])")
"""Umlauts of code page 850 as Windows-1252 shows them: quotation marks inside of a word."""

_MAC_UMLAUT = re.compile(r"(?<=[A-Za-z])[ŠŸ](?=[a-z])")
"""Umlauts of Mac Roman as Windows-1252 shows them: capital letters inside of a word."""

_APOSTROPHES = re.compile(r"(?:'[^']*'[;\t,|]+)+'[^']*'[;\t,|]*")
"""Line whose quotation marks are apostrophes: each of its fields stands between two."""


def rows(data: bytes) -> list[list[str]]:
    """Return the fields of each row.

    Raises:
        TableFileError: It is no text, or its quotation marks do not fit together.
    """
    text = decoded(data)
    separator = None
    if told := re.match(r"sep=(.)\r?\n", text):
        # Excel's own first line, which names the separator and is shown in no spreadsheet.
        separator, text = told[1], text[told.end() :]
    quote = "'" if any(map(_APOSTROPHES.fullmatch, text.splitlines()[:LOOKED_AT])) else '"'
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator or _separator(text, quote),
        quotechar=quote,
    )
    try:
        return list(reader)
    except csv.Error as error:
        raise TableFileError(
            f"row {reader.line_num} cannot be read: a quotation mark is opened and not closed,"
            " or a cell is too long; mend it in a spreadsheet and save the file again"
        ) from error


def spread(values: list[list[Value]]) -> list[list[Value]]:
    """Return rows of which each stands in one cell of the first column, cell by cell.

    A spreadsheet makes such a sheet of a csv file whose separator it does not expect, and saves it.
    Anything else is returned as it is.
    """
    texts: list[str] = []
    for row in values:
        if any(one not in ("", None) for one in row[1:]):
            return values
        first = row[0] if row else None
        if isinstance(first, str):
            texts += [first] if first else []
        elif first is not None:
            return values
    if len(texts) < FEWEST_ROWS:
        return values
    for separator in SEPARATORS:
        counts = {re.sub(r'"[^"]*"', "", text).count(separator) for text in texts}
        if len(counts) == 1 and max(counts) >= FEWEST_SEPARATORS:
            try:
                return [_fields(row[0], separator) if row else [] for row in values]
            except csv.Error:
                return values
    return values


def _fields(value: Value, separator: str) -> list[Value]:
    return [*next(csv.reader([str(value)], delimiter=separator), [])] if value else []


def decoded(data: bytes) -> str:
    """Return the text of the file in whichever encoding it is.

    Raises:
        TableFileError: It is no text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise TableFileError("is cut off in the middle of a letter; save it again") from error
    if b"\0" in data:
        raise TableFileError("is neither a table nor text; save the list as .xlsx, .ods or .csv")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("cp850")
    if _DOS_UMLAUT.search(text):
        return data.decode("cp850")
    return data.decode("mac_roman") if _MAC_UMLAUT.search(text) else text


def _separator(text: str, quote: str) -> str:
    """Return the separator that most rows have in the same number."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    unquoted = [re.sub(f"{quote}[^{quote}]*{quote}", "", line) for line in lines]
    counts = {one: [line.count(one) for line in unquoted] for one in SEPARATORS}
    return max(SEPARATORS, key=lambda one: (sum(map(bool, counts[one])), sum(counts[one])))
