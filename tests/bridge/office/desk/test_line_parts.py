from datetime import date, timedelta

import pytest

from bridge.base.words import Words
from bridge.office.desk.line_parts import joined, on_day, school_days_words, since_day, where_of
from tests.bridge.office.desk.rows import MONDAY, a_loan


@pytest.mark.parametrize(
    ("days", "de"), [(0, "heute"), (1, "morgen"), (4, "am Freitag"), (7, "am 07.12.")]
)
def test_a_day_to_come_is_said_as_people_do(days: int, de: str) -> None:
    assert on_day(MONDAY + timedelta(days=days), MONDAY).de == de


@pytest.mark.parametrize(
    ("then", "de"),
    [
        (MONDAY - timedelta(days=4), "Donnerstag"),
        (date(2026, 11, 13), "13.11."),
        (date(2025, 11, 13), "13.11.2025"),
    ],
)
def test_a_day_of_the_past_is_said_as_people_do(then: date, de: str) -> None:
    assert since_day(then, MONDAY).de == de


def test_parts_are_joined_and_a_town_is_not_said_twice() -> None:
    assert joined([Words("a", "b"), Words("", ""), Words("c", "d")]) == ("a · c", "b · d")
    assert where_of(a_loan(school="GS Kiel-Süd", town="Kiel")).de == "GS Kiel-Süd"
    assert where_of(None).de == where_of(a_loan(school="")).de == ""
    assert [school_days_words(n).de for n in (1, 2)] == ["1 Schultag", "2 Schultage"]
