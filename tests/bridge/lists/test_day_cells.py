from dataclasses import replace
from datetime import date

import pytest

from bridge.base.words import Words
from bridge.lists.day_cells import read_day
from bridge.lists.day_readings import DayFrame, DayRole
from bridge.lists.grid import ListCell
from tests.bridge.lists.lists import TODAY

FRAME = DayFrame(TODAY, date(2026, 11, 27), Words("Stand", "as of"), state="HH")
UNTIL = replace(FRAME, first=date(2026, 10, 5))


@pytest.mark.parametrize(
    ("text", "role", "verdict", "day"),
    [
        ("14.09.26", "from", "read", date(2026, 9, 14)),
        ("1.10.", "from", "read", date(2026, 10, 1)),
        ("3.2.", "from", "read", date(2027, 2, 3)),
        ("18.12.", "until", "read", date(2026, 12, 18)),
        ("15.1.", "until", "read", date(2027, 1, 15)),
        ("13.11.", "past", "read", date(2026, 11, 13)),
        ("24.12.", "past", "read", date(2025, 12, 24)),
        ("KW 50", "until", "read", date(2026, 12, 11)),
        ("KW 41", "from", "read", date(2026, 10, 5)),
        ("KW 3", "until", "read", date(2027, 1, 22)),
        ("Mo, 07.09.2026", "from", "read", date(2026, 9, 7)),
        ("seit 7.9.", "from", "read", date(2026, 9, 7)),
        ("8 Wochen", "until", "read", date(2026, 11, 27)),
        ("Mitte Dezember", "until", "ask", date(2026, 12, 15)),
        ("Ende Januar", "until", "ask", date(2027, 1, 28)),
        ("ca. 15.12.", "until", "ask", date(2026, 12, 15)),
        ("15.12.???", "until", "ask", date(2026, 12, 15)),
        ("18.12., verl. bis 15.1.27", "until", "ask", date(2027, 1, 15)),
        ("nach den Ferien", "from", "ask", date(2027, 1, 4)),
        ("ab sofort", "from", "read", date(2026, 12, 1)),
        ("31.11.2026", "until", "stop", None),
        ("29.02.2027", "until", "stop", None),
        ("12.18.2026", "until", "stop", None),
        ("demnächst", "until", "stop", None),
        ("01.01.2014", "from", "stop", None),
        ("07.09.2062", "from", "stop", date(2027, 9, 7)),
        ("KW 77", "from", "stop", None),
    ],
)
def test_a_cell_means_a_day(text: str, role: DayRole, verdict: str, day: date | None) -> None:
    reading = read_day(ListCell(text), role, UNTIL if role == "until" else FRAME)
    assert (reading.verdict, reading.day) == (verdict, day)
    assert reading.words.de
    assert reading.words.en


def test_a_day_of_the_file_is_clear_and_its_number_is_read() -> None:
    day = date(2026, 9, 7)
    assert read_day(ListCell("2026-09-07", "day", day), "from", FRAME).verdict == "ok"
    reading = read_day(ListCell("46272", "number"), "from", FRAME)
    assert (reading.verdict, reading.day) == ("read", day)


def test_a_csv_holds_texts_alone_so_a_whole_day_is_clear() -> None:
    csv = replace(FRAME, is_typed=False)
    for text in ("07.09.2026", "7.9.26", "2026-09-07"):
        assert read_day(ListCell(text), "from", csv).verdict == "ok"


def test_two_days_in_one_cell_are_a_span() -> None:
    reading = read_day(ListCell("15.9. - 18.12."), "from", FRAME)
    assert reading.last
    assert (reading.day, reading.last.day) == (date(2026, 9, 15), date(2026, 12, 18))
    year = read_day(ListCell("1.12. bis 31.1.27"), "from", FRAME)
    assert year.last
    assert (year.day, year.last.day) == (date(2026, 12, 1), date(2027, 1, 31))


def test_a_day_that_does_not_exist_is_asked_with_its_neighbours() -> None:
    reading = read_day(ListCell("31.11.2026"), "until", FRAME)
    assert [one.value for one in reading.choices] == ["2026-11-30", "2026-12-01"]
    swapped = read_day(ListCell("12.18.2026"), "until", FRAME)
    assert [one.value for one in swapped.choices] == ["2026-12-18"]


@pytest.mark.parametrize("text", ["offen", "bis auf weiteres", "?", "unbefristet"])
def test_an_open_end_is_said_to_be_open(text: str) -> None:
    assert read_day(ListCell(text), "until", UNTIL).is_open


def test_a_note_beside_a_day_is_kept() -> None:
    reading = read_day(ListCell("18.12.2026 (verlängert)"), "until", UNTIL)
    assert (reading.day, reading.rest) == (date(2026, 12, 18), "verlängert")
