import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.tables import delimited
from bridge.tables.cells import Value
from bridge.tables.errors import TableFileError

LIST = "Name;Ort\r\nKäthe;Köln Süd\r\nÄnne;Groß Ölße\r\n"
ROWS = [["Name", "Ort"], ["Käthe", "Köln Süd"], ["Änne", "Groß Ölße"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "mac_roman"]
)
def test_umlauts_come_through_in_each_encoding_of_excel(encoding: str) -> None:
    assert delimited.rows(LIST.encode(encoding)) == ROWS


def test_umlauts_of_dos_are_known_without_an_impossible_byte() -> None:
    assert delimited.decoded("Name;Käthe;Löwe".encode("cp850")) == "Name;Käthe;Löwe"


def test_quotation_marks_of_windows_stay_what_they_are() -> None:
    assert delimited.decoded("die „Insel” ä".encode("cp1252")) == "die „Insel” ä"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = LIST.replace(";", separator)
    assert delimited.rows(text.encode()) == ROWS


def test_a_separator_inside_of_quotation_marks_is_not_counted() -> None:
    assert delimited.rows(b'a;"1,2,3"\nb;"4,5,6"') == [["a", "1,2,3"], ["b", "4,5,6"]]


def test_apostrophes_are_quotation_marks_where_a_line_has_no_others() -> None:
    text = "'Liste, neu';;;\r\n'Gerät';'Schule';;\r\n'KRL-0001';'GS Hain; West';3;\r\n"
    assert delimited.rows(text.encode()) == [
        ["Liste, neu", "", "", ""],
        ["Gerät", "Schule", "", ""],
        ["KRL-0001", "GS Hain; West", "3", ""],
    ]
    assert delimited.rows(b"'a';b\r\n'c';d") == [["'a'", "b"], ["'c'", "d"]]


def test_excels_own_line_with_the_separator_is_no_row() -> None:
    assert delimited.rows(b"sep=,\r\na,b;c\r\n") == [["a", "b;c"]]


def test_a_line_break_inside_of_a_cell_stays() -> None:
    assert delimited.rows(b'a;"x\ny";c') == [["a", "x\ny", "c"]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a;b\0c", "neither a table nor text"),
        (b"\xff\xfea\0;", "cut off"),
        (b'a;"' + b"x" * 200_000, "quotation mark"),
    ],
)
def test_what_is_no_csv_is_named(data: bytes, told: str) -> None:
    with pytest.raises(TableFileError, match=told):
        delimited.rows(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_named_error(data: bytes) -> None:
    with contextlib.suppress(TableFileError):
        delimited.rows(data)


def test_rows_of_a_csv_in_one_column_are_spread_and_others_stay() -> None:
    assert delimited.spread([["a;b;c", ""], [], ['"d;e";f;g', None]]) == [
        ["a", "b", "c"],
        [],
        ["d;e", "f", "g"],
    ]
    others: list[list[list[Value]]] = [
        [["a;b;c"]],
        [["a;b;c"], ["d;e"]],
        [["a;b"], ["c;d"]],
        [["a;b;c"], ["d;e;f", "x"]],
        [["a;b;c"], [1.0]],
        [["a;b;c"], ["d;e;" + "x" * 200_000]],
    ]
    for rows in others:
        assert delimited.spread([*rows]) == rows
