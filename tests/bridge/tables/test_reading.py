import contextlib
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.tables import reading
from bridge.tables.errors import TableFileError
from tests.bridge.tables.books import ods, ods_row, xlsx


def read(folder: Path, data: bytes, name: str = "liste.xlsx") -> list[list[str]]:
    path = folder / name
    path.write_bytes(data)
    return [[cell.text for cell in row.cells] for row in reading.read(path)[0].rows]


def test_the_same_list_is_the_same_in_each_kind_of_file(tmp_path: Path) -> None:
    rows = [["Name", "Ort"], ["Käthe", "Köln"], ["", ""], ["Pelle", "007"]]
    empty = ods_row("", "")
    as_ods = ods([ods_row(*rows[0]), ods_row(*rows[1]), empty, ods_row(*rows[3])])
    as_csv = "\r\n".join(";".join(row) for row in rows).encode("cp1252")
    assert read(tmp_path, xlsx(rows)) == rows
    assert read(tmp_path, as_ods, "liste.ods") == rows
    assert read(tmp_path, as_csv, "liste.csv") == rows


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    assert read(tmp_path, xlsx([["a"]]), "liste.csv") == [["a"]]


def test_rows_are_counted_from_the_top_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([[], [], ["", "", "Name"]]))
    cell = next(one for row in reading.read(path)[0].rows for one in row.cells if one.text)
    assert str(cell.place) == "sheet Geräte, row 3, column C"


def test_merged_cells_and_hidden_rows_and_sheets(tmp_path: Path) -> None:
    def shape(book: Any, page: Any) -> None:
        page.merge_range(1, 1, 2, 1, "Schule")
        page.set_row(2, None, None, {"hidden": True})
        book.add_worksheet("Archiv").hide()

    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx([["Name", "WLAN"], ["Käthe"], ["Pelle"]], shape=shape))
    first, second = reading.read(path)
    assert [row.cells[1].text for row in first.rows] == ["WLAN", "Schule", "Schule"]
    assert [row.hidden for row in first.rows] == [False, False, True]
    assert (first.hidden, second.hidden) == (False, True)


def test_merged_cells_of_ods_count_as_those_of_xlsx(tmp_path: Path) -> None:
    down = {1: 'table:number-rows-spanned="2"'}
    covered = "<table:table-row><table:table-cell office:value-type='string'><text:p>b</text:p>"
    covered += "</table:table-cell><table:covered-table-cell/></table:table-row>"
    rows = read(tmp_path, ods([ods_row("a", "Schule", spans=down), covered]), "a.ods")
    assert rows == [["a", "Schule"], ["b", "Schule"]]


def test_a_length_of_time_of_ods_is_one_of_xlsx(tmp_path: Path) -> None:
    cell = 'office:value-type="time" office:time-value="PT30H15M00S"'
    row = f"<table:table-row><table:table-cell {cell}/></table:table-row>"
    assert read(tmp_path, ods([row]), "a.ods") == [["30:15"]]


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.csv", "is empty"),
        (b"<html><table>", "a.xls", "a page or a letter"),
        (b"PK\x03\x04 cut", "a.xlsx", "is damaged"),
        (xlsx([["a"]])[:900], "a.xlsx", "is damaged"),
        (packed(content_xml="<not"), "a.ods", "is damaged"),
        (packed(readme="x"), "a.zip", "is an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 900, "a.xls", "is damaged"),
        (b"a;b", "~$a.xlsx", "note of a program"),
        (b"a;b", ".~lock.a.ods#", "note of a program"),
        (b"a" + b";" * 400, "a.csv", "1 rows and 401 columns"),
    ],
)
def test_what_is_no_list_is_named_with_its_remedy(
    tmp_path: Path, data: bytes, name: str, told: str
) -> None:
    with pytest.raises(TableFileError, match=told) as caught:
        read(tmp_path, data, name)
    assert name in str(caught.value)


def test_a_file_that_is_not_there_names_what_is(tmp_path: Path) -> None:
    with pytest.raises(TableFileError, match="no list lies in"):
        reading.read(tmp_path / "a.xlsx")
    (tmp_path / "Roboter.xlsx").write_bytes(b"")
    with pytest.raises(TableFileError, match=r"Roboter\.xlsx"):
        reading.read(tmp_path / "a.xlsx")
    with pytest.raises(TableFileError, match="nor is the folder"):
        reading.read(tmp_path / "b" / "a.xlsx")
    with pytest.raises(TableFileError, match="is a folder"):
        reading.read(tmp_path)


def test_what_is_too_large_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 100)
    with pytest.raises(TableFileError, match="far more"):
        read(tmp_path, xlsx([["a"]]))
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    with pytest.raises(TableFileError, match="larger than"):
        read(tmp_path, xlsx([["a"]]))


WHOLE = xlsx([["Name", "WLAN"], ["Käthe", "Schule"]])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_a_damaged_file_is_read_or_named(at: int, byte: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :])
        with contextlib.suppress(TableFileError):
            reading.read(path)
