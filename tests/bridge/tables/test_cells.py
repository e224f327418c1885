import datetime

import pytest

from bridge.tables.cells import Cell, CellPlace, Value, letters, sheet


@pytest.mark.parametrize(("column", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_a_column_has_the_letters_of_spreadsheets(column: int, text: str) -> None:
    assert letters(column) == text


def test_a_place_is_told_as_a_person_looks_for_it() -> None:
    assert str(CellPlace("Geräte", 5, 2)) == "sheet Geräte, row 5, column C"
    assert str(CellPlace("", 5)) == "row 5"


@pytest.mark.parametrize(
    ("value", "raw", "text"),
    [
        (1.0, "1", "1"),
        (1.5, "1.5", "1.5"),
        (405550101.0, "405550101", "405550101"),
        (True, "true", "true"),
        (None, "", ""),
        (datetime.date(2026, 9, 7), "2026-09-07", "2026-09-07"),
        (datetime.time(8, 15), "08:15", "08:15"),
        (datetime.time(8, 15, 30), "08:15:30", "08:15:30"),
        (datetime.timedelta(hours=30), "30:00", "30:00"),
        (datetime.timedelta(minutes=-90, seconds=-5), "-01:30:05", "-01:30:05"),
        (" Käthe\u00a0 Krause\u200b ", " Käthe\u00a0 Krause\u200b ", "Käthe Krause"),
        ("zwei\nZeilen", "zwei\nZeilen", "zwei Zeilen"),
        ("\x1b[31mrot\u202e", "\x1b[31mrot\u202e", "[31mrot"),
    ],
)
def test_a_value_is_text_as_its_owner_reads_it(value: Value, raw: str, text: str) -> None:
    cell = Cell(value, CellPlace("", 1, 0))
    assert (cell.raw, cell.text) == (raw, text)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(1e15, True), (123456.0, False), ("1,23457E+11", True), ("1.2E+8", True), ("007", False)],
)
def test_a_number_that_lost_digits_is_known(value: Value, rounded: bool) -> None:
    assert Cell(value, CellPlace("", 1, 0)).is_rounded is rounded


def test_no_value_stands_in_a_cells_representation() -> None:
    assert "geheim" not in repr(Cell("geheim", CellPlace("", 1, 0)))


def test_a_merged_area_shows_its_value_in_each_cell() -> None:
    rows = sheet("S", [["a", "Schule"], ["b", ""], ["c", ""]], [((0, 1), (1, 1))]).rows
    assert [row.cells[1].text for row in rows] == ["Schule", "Schule", ""]
    assert [row.cells[1].merged for row in rows] == [False, True, False]


def test_a_row_that_shows_only_what_is_merged_into_it_is_empty() -> None:
    rows = sheet("S", [["a", "x"], ["", ""]], [((0, 1), (1, 1)), ((9, 9), (10, 10))]).rows
    assert [row.is_empty for row in rows] == [False, True]
