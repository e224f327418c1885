import pytest

from bridge.tables.cells import sheet
from technician.lists import columns
from technician.lists.columns import Column


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Name", Column.NAME),
        ("Robotername", Column.NAME),
        ("Serien-Nr.", Column.SERIAL),
        ("Seriennummer (Aufkleber)", Column.SERIAL),
        ("S/N", Column.SERIAL),
        ("Inventar-Nr.", Column.SERIAL),
        ("Serial No.", Column.SERIAL),
        ("WLAN", Column.SSID),
        ("WLAN-Name (SSID)", Column.SSID),
        ("SSID", Column.SSID),
        ("Wi-Fi", Column.SSID),
        ("WLAN-Passwort", Column.PASSWORD),
        ("WLAN Kennwort", Column.PASSWORD),
        ("WPA-Schlüssel", Column.PASSWORD),
        ("Wi-Fi key", Column.PASSWORD),
        ("PSK", Column.PASSWORD),
        ("Passwort", Column.PASSWORD),
        ("Verschlüsselung", Column.SECURITY),
        ("EAP-Methode", Column.METHOD),
        ("WLAN-Land", Column.COUNTRY),
        ("Land", None),
        ("Typ", None),
        ("Modell", None),
        ("versteckt?", Column.HIDDEN),
        ("WLAN-Benutzername", Column.USER),
        ("Identität", Column.USER),
        ("Anonyme Identität", Column.OUTER_USER),
        ("Phase 2", Column.INNER),
        ("WLAN-CA-Zertifikat", Column.RADIUS_CA),
        ("RADIUS-Server", Column.RADIUS_NAME),
        ("Client-Zertifikat", Column.CERTIFICATE),
        ("Token", Column.TOKEN),
        ("Anmeldecode", Column.TOKEN),
        ("Enrollment token", Column.TOKEN),
        ("Bauart", Column.BODY),
        ("Körper", Column.BODY),
        ("Zeitzone", Column.TIME_ZONE),
        ("NTP-Server", Column.TIME_SERVERS),
        ("HTTP-Proxy", Column.PROXY),
        ("Proxy-Kennwort", Column.PROXY_PASSWORD),
        ("Schul-CA", Column.CA),
        ("Bridge-URL", Column.BRIDGE),
        ("Bemerkung", None),
        ("Schule", None),
    ],
)
def test_a_heading_is_known_as_people_write_it(heading: str, column: Column | None) -> None:
    assert columns.meaning(heading) == column
    assert columns.meaning(heading.upper()) == column


@pytest.mark.parametrize("column", Column)
def test_each_column_is_known_by_its_own_headings(column: Column) -> None:
    assert [columns.meaning(heading) for heading in column.value] == [column] * 2


def test_the_head_is_found_below_a_title_and_a_gap() -> None:
    rows = [["Unsere Roboter"], [], ["Nr.", "Name", "Serien-Nr.", "Bemerkung"], ["1", "Käthe"]]
    found = columns.head(sheet("S", rows))
    assert found is not None
    assert (found.row, found.columns) == (3, {Column.NAME: 1, Column.SERIAL: 2})
    assert [cell.text for cell in found.unknown] == ["Nr.", "Bemerkung"]


def test_a_sheet_without_a_name_column_holds_no_list() -> None:
    assert columns.head(sheet("S", [["WLAN", "Passwort"], ["a", "b"]])) is None
    assert columns.head(sheet("S", [["ein", "Name"], ["der", "Stadt"]])) is None


def test_a_heading_with_a_wrong_letter_is_read_and_told() -> None:
    found = columns.head(sheet("S", [["Name", "Seriennumer", "Zeitzohne"]]))
    assert found is not None
    assert [(cell.text, column) for cell, column in found.guessed] == [
        ("Seriennumer", Column.SERIAL),
        ("Zeitzohne", Column.TIME_ZONE),
    ]


def test_two_headings_of_one_meaning_are_told() -> None:
    found = columns.head(sheet("S", [["Name", "SSID", "WLAN"]]))
    assert found is not None
    assert [(str(cell.place), str(place)) for cell, place in found.twice] == [
        ("sheet S, row 1, column C", "sheet S, row 1, column B")
    ]


def test_headings_in_two_lines_are_read_together() -> None:
    rows = [["Name", "WLAN", "", "Proxy"], ["", "Name", "Passwort", ""], ["Käthe", "a", "b", ""]]
    found = columns.head(sheet("S", rows, [((0, 1), (0, 2)), ((0, 0), (1, 0))]))
    assert found is not None
    assert found.row == 2
    assert found.columns == {
        Column.NAME: 0,
        Column.SSID: 1,
        Column.PASSWORD: 2,
        Column.PROXY: 3,
    }


def test_a_robot_below_one_line_of_headings_is_no_heading() -> None:
    found = columns.head(sheet("S", [["Name", "WLAN"], ["", "Name"]]))
    assert found is not None
    assert found.row == 2
    found = columns.head(sheet("S", [["Name", "WLAN"], ["Robot", "Schule"]]))
    assert found is not None
    assert found.row == 1
