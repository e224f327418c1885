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


def reader(at: int) -> tuple[RowReader, list[Remark]]:
    table = sheet("Geräte", ROWS)
    head = columns.head(table)
    assert head is not None
    remarks: list[Remark] = []
    return RowReader(table.rows[at], table.rows[at - 1], head, remarks), remarks


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
    row.check_numbers()
    assert [(one.weight, "lost a 0" in one.what) for one in remarks] == [("note", True)]
    row, remarks = reader(2)
    row.check_numbers()
    assert [(one.weight, "rounded" in one.what) for one in remarks] == [("wrong", True)]
