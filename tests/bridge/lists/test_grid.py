import msgspec

from bridge.lists.grid import ListCell, ListFile, ListRow, ListSheet, place
from tests.bridge.lists.lists import TODAY


def test_a_list_goes_from_process_to_process_as_it_is() -> None:
    cells = (ListCell("a"), None, ListCell("2026-11-30", "day", TODAY, is_merged=True))
    file = ListFile((ListSheet("S", (ListRow(1, cells, is_hidden=True),)),), is_typed=False)
    assert msgspec.json.decode(msgspec.json.encode(file), type=ListFile) == file


def test_a_row_tells_what_it_holds_itself() -> None:
    row = ListRow(3, (ListCell("a"), None, ListCell("b", is_merged=True)))
    assert row.own() == {0: "a"}
    assert [row.text(column) for column in (-1, 0, 1, 2, 3)] == ["", "a", "", "b", ""]
    assert ListSheet("S", (row,)).is_empty is False
    assert ListSheet("S", ()).is_empty
    assert place(22, 7) == "H22"
