import datetime

import pytest

from bridge.tables.cells import Value, sheet
from technician.lists import columns, values
from technician.lists.columns import Column
from technician.lists.remarks import Remark
from technician.lists.row_reader import RowReader

ROWS: list[list[Value]] = [
    ["Name", "WLAN", "WLAN-Passwort", "Proxy", "Seriennummer"],
    ["Käthe", "Schule", "geheim-1", "ohne", 12.0],
    ["Pelle", "dito", '"', "", 1e16],
    ["Fiete", " Schule", 12345678.0, "x", "7"],
]


def reader(at: int, rows: list[list[Value]] | None = None) -> tuple[RowReader, list[Remark]]:
    table = sheet("Geräte", rows or ROWS)
    head = columns.head(table)
    assert head is not None
    remarks: list[Remark] = []
    found: RowReader | None = None
    for row in table.rows[1 : at + 1]:
        found = RowReader(row, found, head, remarks)
    assert found
    return found, remarks


def test_a_sign_of_repetition_repeats_and_never_a_secret() -> None:
    row, _ = reader(2)
    assert row.text(Column.SSID) == "Schule"
    assert row.text(Column.PASSWORD) == '"'


def test_an_empty_cell_takes_what_holds_for_all_and_none_is_none() -> None:
    first, second = reader(1)[0], reader(2)[0]
    assert second.parsed(Column.PROXY, values.proxy, "for all", none="") == "for all"
    assert first.parsed(Column.PROXY, values.proxy, "for all", none="") == ""


def test_a_wrong_value_becomes_a_remark_with_its_place() -> None:
    row, remarks = reader(3)
    assert row.parsed(Column.PROXY, values.proxy, "") == ""
    assert remarks[0].where == "sheet Geräte, row 4, column D (Proxy)"


def test_a_missing_column_is_told_at_the_row() -> None:
    row, remarks = reader(1)
    row.wrong(Column.TOKEN, "is missing")
    assert remarks[0].where == "sheet Geräte, row 2 (there is no column Token)"


def test_blanks_around_a_networks_name_are_kept_and_told() -> None:
    row, remarks = reader(3)
    assert row.raw(Column.SSID) == " Schule"
    assert "begins or ends with a blank" in str(remarks[0])


def test_numbers_that_may_have_lost_something_are_told() -> None:
    row, remarks = reader(3)
    row.check_cells()
    assert [(one.weight, "lost a 0" in one.what) for one in remarks] == [("note", True)]
    row, remarks = reader(2, [ROWS[0], ["Ida", "", "", "", 1], ["Pelle", "", "", "", 1e16]])
    row.check_cells()
    assert [(one.weight, "rounded" in one.what) for one in remarks] == [("wrong", True)]


@pytest.mark.parametrize("value", [datetime.date(2026, 5, 1), True, 1.5, datetime.time(12, 30)])
def test_a_date_in_place_of_a_password_is_no_password(value: Value) -> None:
    row, remarks = reader(1, [ROWS[0], ["Ida", "Schule", value, "", ""]])
    row.check_cells()
    assert [(one.weight, "is no text" in one.what) for one in remarks] == [("wrong", True)]


def test_a_secret_is_not_repeated_by_a_sign() -> None:
    row, remarks = reader(2)
    row.check_cells()
    assert "not repeated" in str(remarks[0])


def test_signs_of_repetition_repeat_each_other() -> None:
    rows: list[list[Value]] = [["Name", "WLAN"], ["a", "Schule"]]
    rows += [[str(number), "dito"] for number in range(2000)]
    assert reader(2001, rows)[0].text(Column.SSID) == "Schule"


def test_letters_that_cannot_be_seen_are_told() -> None:
    row, remarks = reader(1, [ROWS[0], ["Ida", "Schu\u200ble", "geheim\u00a01", "", ""]])
    assert row.raw(Column.PASSWORD) == "geheim\u00a01"
    row.raw(Column.SSID)
    assert ["cannot be seen" in str(one) for one in remarks] == [True, True]
