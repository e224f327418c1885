import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

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


def test_a_sheet_is_printed_with_all_columns_and_its_head_on_each_page() -> None:
    long = "Grundschule an der langen Straße im Norden der Hansestadt, Außenstelle West"
    wide = WrittenSheet("Breit", ("Schule", "Ort", "Kind"), [(long, long, 3)])
    with zipfile.ZipFile(BytesIO(xlsx([SHEET, wide]))) as archive:
        pages = [archive.read(f"xl/worksheets/sheet{one}.xml").decode() for one in (1, 2)]
        book = archive.read("xl/workbook.xml").decode()
    assert all('paperSize="9"' in page and "fitToPage" in page for page in pages)
    assert ["landscape" in page for page in pages] == [False, True]
    assert book.count("_xlnm.Print_Titles") == 2
    # Two lines for what is longer than its column.
    assert 'ht="30"' in pages[1]
    assert "customHeight" not in pages[0]


def test_words_in_a_column_of_numbers_stand_at_its_right(tmp_path: Path) -> None:
    sheet = WrittenSheet("2026", ("Land", "Leihen"), [("Hamburg", 4), ("Kiel", "unter 3")])
    with zipfile.ZipFile(BytesIO(xlsx([sheet]))) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    looks = next(iter(styles.iter(f"{main}cellXfs")))
    cells = {one.get("r"): one for one in ElementTree.fromstring(page).iter(f"{main}c")}
    found = [
        looks[int(cells[at].get("s", "0"))].find(f"{main}alignment")
        for at in ("A1", "B1", "A3", "B2", "B3")
    ]
    sides = [one.get("horizontal") for one in found if one is not None]
    assert sides == ["left", "right", "left", "right", "right"]
