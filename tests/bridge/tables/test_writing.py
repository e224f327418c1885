import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from bridge.tables import delimited, reading
from bridge.tables.writing import WrittenSheet, csv_file, xlsx

RISKS = ("=1+1", "+49 40 5550101", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "http://x")
SHEET = WrittenSheet(
    "Leihen", ("Robo", "=Tag", "Zahl"), [(one, date(2026, 9, 7), 3) for one in RISKS]
)


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "aus.xlsx"
    path.write_bytes(xlsx([SHEET]))
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert 'quotePrefix="1"' in styles
    (sheet,) = reading.read(path)
    assert [row.cells[0].raw for row in sheet.rows[1:]] == list(RISKS)
    assert sheet.rows[1].cells[1].value == date(2026, 9, 7)


def test_a_csv_marks_what_would_be_a_formula_and_is_read_by_excel() -> None:
    data = csv_file(SHEET)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = delimited.rows(data)
    assert rows[0] == ["Robo", "'=Tag", "Zahl"]
    assert rows[1] == ["'=1+1", "07.09.2026", "3"]
    assert rows[2][0] == "'+49 40 5550101"
    assert rows[7][0] == "http://x"


@pytest.mark.parametrize("rows", [[], [(None, "ä")]])
def test_an_empty_sheet_is_a_file_too(rows: list[tuple[None, str]]) -> None:
    assert zipfile.is_zipfile(BytesIO(xlsx([WrittenSheet("Leer", (), rows)])))
