from datetime import date, datetime

from bridge.lists.cleaning import clean
from bridge.tables.cells import Value, sheet
from tests.bridge.lists.lists import TODAY


def texts(rows: list[list[Value]], name: str = "S") -> list[list[str]]:
    (cleaned,) = clean([sheet(name, rows)], TODAY).sheets
    return [[cell.text if cell else "" for cell in row.cells] for row in cleaned.rows]


def test_forbidden_columns_are_dropped_by_heading_and_by_content() -> None:
    rows: list[list[Value]] = [
        ["Gerät", "Schule", "Diagnoze", "X", "Y", "Z"],
        ["KRL-0001", "GS A", "geheim", date(2014, 5, 6), "C91.0", "Lindenstr. 5"],
        ["KRL-0002", "GS B", "geheim", "07.08.2015", "Epilepsie", "Birkenweg 9"],
    ]
    (cleaned,) = clean([sheet("S", rows)], TODAY).sheets
    assert [(one.column, one.why) for one in cleaned.dropped] == [
        *((2, "health"), (3, "birth"), (4, "health"), (5, "address")),
    ]
    assert "geheim" not in repr(cleaned)
    assert all(row.cell(column) is None for row in cleaned.rows for column in (2, 3, 4, 5))


def test_a_school_may_be_called_after_its_pupils() -> None:
    school = "Schule für Körperbehinderte"
    rows: list[list[Value]] = [["Gerät", "Schule"], ["KRL-0001", school]]
    assert texts(rows)[1] == ["KRL-0001", school]


def test_parts_of_a_note_are_cut_and_marked() -> None:
    rows: list[list[Value]] = [["Gerät", "Bemerkung"], ["KRL-0001", "Tasche fehlt, hat Krebs"]]
    (cleaned,) = clean([sheet("S", rows)], TODAY).sheets
    cell = cleaned.rows[1].cell(1)
    assert cell is not None
    assert (cell.text, cell.is_cut) == ("Tasche fehlt", True)


def test_days_numbers_and_formulas_are_told_apart() -> None:
    rows: list[list[Value]] = [
        [datetime.fromisoformat("2026-09-07T00:00:00"), 46272.0, True, "'=1+1", "'s", 1.5]
    ]
    (cleaned,) = clean([sheet("S", rows)], TODAY).sheets
    shown = [(cell.text, cell.kind) for cell in cleaned.rows[0].cells if cell]
    assert shown == [
        *(("2026-09-07", "day"), ("46272", "number"), ("ja", "other")),
        *(("=1+1", "text"), ("'s", "text"), ("1.5", "number")),
    ]


def test_a_csv_knows_no_types() -> None:
    assert not clean([sheet("", [["a"]])], TODAY).is_typed
    assert clean([sheet("S", [["a"]])], TODAY).is_typed


def test_errors_of_formulas_are_no_texts() -> None:
    assert texts([["#NV", "#DIV/0!", "#BEZUG!", "Err:502", "#1"]]) == [["", "", "", "", "#1"]]
