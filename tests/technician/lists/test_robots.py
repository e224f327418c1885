import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.tables.cells import sheet
from technician.lists import robots
from technician.lists.columns import Column
from technician.lists.records import Outside
from technician.lists.robots import ForAll
from tests.technician.lists.lists import (
    BRIDGE,
    FOR_ALL,
    PEM,
    ZONES,
    NamedFiles,
    notes,
    one,
    read,
    rows_of,
    wrong,
)

HEAD = ["Name", "Seriennummer", "Token"]


def test_a_row_with_everything() -> None:
    robot = one(
        Kennung="karlsson-3",
        Seriennummer=7.0,
        Bauart="gut",
        Token="tok-1234",
        Zeitzone="Europe/Vienna",
        Zeitserver="ntp.schule.example, 192.0.2.1",
        Proxy="http://u@proxy.schule.example:3128",
        **{"Proxy-Passwort": "p", "Schul-CA": "ca.crt", "WLAN-Land": "AT"},
    )
    assert (robot.id, robot.name, robot.serial, robot.token) == (
        *("karlsson-3", "Käthe", "7", "tok-1234"),
    )
    assert (robot.country, robot.time_zone, robot.bridge_url) == ("AT", "Europe/Vienna", BRIDGE)
    assert robot.body == '[body]\ndriver = "gut"\n'
    assert robot.outside == Outside(
        ("ntp.schule.example", "192.0.2.1"), "http://u@proxy.schule.example:3128", "p", PEM
    )


def test_a_name_alone_is_enough() -> None:
    robot = one()
    assert (robot.id, robot.name, robot.wifi, robot.body) == ("kaethe", "Käthe", None, "")


def test_what_holds_for_all_holds_where_a_row_is_silent() -> None:
    shared = Outside(("ntp.example",), "http://proxy.example:1", "", PEM)
    for_all = ForAll(BRIDGE, "CH", "Europe/Berlin", shared, "einfach", {"a": "tok-a"}, ZONES)
    head = ["Name", "Proxy", "Schul-CA", "Bauart", "Token"]
    first, second = read(
        [head, ["a", "", "", "", ""], ["b", "ohne", "-", "gut", "tok-b"]], for_all
    ).robots
    assert (first.outside, first.country, first.body_name) == (shared, "CH", "einfach")
    assert (first.token, second.token) == ("tok-a", "tok-b")
    assert (second.outside.proxy, second.outside.ca, second.body_name) == ("", "", "gut")


def test_empty_rows_sums_and_remarks_are_no_robots() -> None:
    rows = [
        HEAD,
        ["Käthe", "1"],
        [],
        ["", ""],
        ["Pelle", "2"],
        ["Summe", "2"],
        ["", "", "Stand Mai"],
    ]
    found = read(rows)
    assert [robot.name for robot in found.robots] == ["Käthe", "Pelle"]
    assert wrong(found) == []
    assert len(notes(found)) == 2


def test_a_row_without_a_name_is_named() -> None:
    found = wrong(read([HEAD, ["", "KRL-1", "tok-1"]]))
    assert found == [
        "sheet Geräte, row 2, column A (Name): this row has no name; write one, or empty the row"
    ]


def test_hidden_rows_are_left_out_and_told() -> None:
    found = read([HEAD, ["Käthe", "1"], ["Pelle", "2"]], hidden=frozenset({1}))
    assert [robot.name for robot in found.robots] == ["Pelle"]
    assert "row 2: is hidden" in notes(found)[0]


def test_a_merged_cell_counts_for_each_row_it_covers() -> None:
    rows = [["Name", "WLAN", "Passwort"], ["a", "Schule", "geheim-1"], ["b", "", ""]]
    found = read(rows, areas=[((1, 1), (2, 1)), ((1, 2), (2, 2))])
    assert wrong(found) == []
    assert found.robots[0].wifi == found.robots[1].wifi


@pytest.mark.parametrize(
    ("rows", "column", "told"),
    [
        ([["Käthe", "1"], ["Käthe", "2"]], "A", "the id 'kaethe' stands in row 2 as well"),
        ([["Käthe", "KRL-1"], ["Pelle", "krl-1"]], "B", "serial number 'krl-1' stands in row 2"),
        ([["Käthe", "", "tok-1"], ["Pelle", "", "tok-1"]], "C", "the token stands in row 2"),
    ],
)
def test_two_robots_never_share_what_tells_them_apart(
    rows: list[list[str]], column: str, told: str
) -> None:
    found = wrong(read([HEAD, *rows]))
    assert len(found) == 1
    assert told in found[0]
    assert f"row 3, column {column} (" in found[0]


def test_a_name_that_makes_no_id_needs_one() -> None:
    assert wrong(rows_of(Name="中"))[0].endswith("write one under Kennung/Id")
    assert one(Name="中", Kennung="karlsson-9").id == "karlsson-9"
    assert len(wrong(rows_of(Name="x" * 41))) == 1


def test_leading_zeros_of_a_text_stay() -> None:
    assert one(Seriennummer="0007").serial == "0007"


def test_all_mistakes_are_told_at_once() -> None:
    rows = [["Name", "WLAN", "Passwort", "Zeitzone", "Bauart"], ["a", "x", "kurz", "Mond", "rot"]]
    assert len(wrong(read(rows, ForAll(known_zones=ZONES)))) == 4


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Proxy-Passwort": "p"}, "no proxy is"),
        ({"Proxy-Passwort": "p", "Proxy": "a.example:1"}, "no user"),
        ({"Proxy-Passwort": "p", "Proxy": "http://u:q@a.example:1"}, "a password as well"),
    ],
)
def test_a_proxys_password_needs_its_user(cells: dict[str, str], told: str) -> None:
    assert told in wrong(rows_of(**cells))[0]


def test_the_sheet_with_the_list_is_found_among_others() -> None:
    sheets = [sheet("Notizen", [["x"]]), sheet("Liste", [["Name", "SN"], ["Käthe", "1"]])]
    assert len(robots.robots(sheets, FOR_ALL, NamedFiles()).robots) == 1


def test_of_several_lists_one_has_to_be_chosen() -> None:
    rows = [["Name", "SN"], ["Käthe", "1"]]
    sheets = [sheet("Nord", rows), sheet("Süd", rows), sheet("Alt", rows, hidden=True)]
    found = robots.robots(sheets, FOR_ALL, NamedFiles())
    assert "--sheet 'Nord'" in wrong(found)[0]
    assert "sheet Alt: is hidden" in notes(found)[0]
    assert robots.robots(sheets, FOR_ALL, NamedFiles(), "süd").robots[0].place.sheet == "Süd"
    assert "the file has Nord" in wrong(robots.robots(sheets, FOR_ALL, NamedFiles(), "West"))[0]
    empty = [sheet("Nord", [["x"]])]
    assert "no row with headings" in wrong(robots.robots(empty, FOR_ALL, NamedFiles(), "Nord"))[0]


def test_a_file_without_a_list_says_what_a_list_is() -> None:
    assert "card template" in wrong(read([["a", "b"], ["c", "d"]]))[0]
    assert "no robot stands below" in wrong(read([HEAD]))[0]


def test_doubts_about_headings_are_told() -> None:
    found = read([["Name", "Seriennumer", "Farbe"], ["Käthe", "1", "rot"]])
    assert any("was read as Seriennummer" in note for note in notes(found))
    assert any("'Farbe' is not used" in note for note in notes(found))
    assert "same as the heading in" in wrong(read([["Name", "SN", "Serien-Nr."], ["a"]]))[0]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=True),
    st.dates(),
    st.text(max_size=20),
    st.sampled_from(["dito", "ja", "ohne", "PEAP", "TLS", "WPA2", "a.example:1", "Käthe"]),
)


@given(st.lists(st.lists(CELLS, min_size=len(Column), max_size=len(Column)), max_size=4))
def test_any_list_gives_robots_or_remarks(rows: list[list[object]]) -> None:
    found = read([[column.value[0] for column in Column], *rows])
    assert found.robots or found.remarks
    for remark in found.remarks:
        assert str(remark)
