from pathlib import Path

from bridge.tables import reading
from tests.rehearsal import sheet


def test_the_list_is_a_spreadsheet_with_names_that_are_all_different(tmp_path: Path) -> None:
    rows = sheet.rows(23)
    sheet.write(tmp_path / "l.xlsx", rows)
    (found,) = reading.read(tmp_path / "l.xlsx")
    assert found.name == "Roboter"
    assert len({row[0] for row in rows}) == 23
    assert rows[22][0] == "Karlsson 23"


def test_even_three_robots_have_networks_of_three_kinds() -> None:
    assert [row[5] for row in sheet.rows(3)] == ["WPA2", "WPA3", "PEAP"]
    assert {row[5] for row in sheet.rows(20)} == {"WPA2", "WPA3", "PEAP", ""}


def test_cells_that_are_pulled_down_are_not_typed() -> None:
    typed = sheet.typed_cells(sheet.rows(20))
    assert len([cell for cell in typed if cell in sheet.NAMES]) == 20
    assert typed.count("geheim-im-Norden") == 1
    assert [cell for cell in typed if cell.startswith("KRL")] == ["KRL-0001"]
    assert "Süd;geheim\\7" in sheet.secrets(sheet.rows(20))
