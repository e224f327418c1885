from datetime import date, datetime

import pytest

from bridge.days.zone import BERLIN
from bridge.office.frame.saying import day, initials, leaf, long_day, moment, near_day

MONDAY = date(2026, 11, 30)


def test_dates_are_written_as_people_here_do() -> None:
    assert (day(date(2027, 1, 3)), day(date(2027, 1, 3), year=False)) == ("03.01.2027", "03.01.")
    assert long_day(MONDAY) == ("Montag, 30. November 2026", "Monday, 30 November 2026")


@pytest.mark.parametrize(
    ("value", "de"),
    [
        (date(2026, 12, 4), "Fr, 04.12."),
        (date(2026, 11, 26), "Do, 26.11."),
        (date(2026, 12, 8), "08.12."),
        (date(2027, 7, 7), "07.07.2027"),
    ],
)
def test_a_near_date_has_its_weekday_and_a_far_one_its_year(value: date, de: str) -> None:
    assert near_day(value, MONDAY, "de") == de


def test_a_moment_is_told_by_how_long_it_is_ago() -> None:
    now = datetime(2026, 11, 30, 9, 0, tzinfo=BERLIN).timestamp()
    early = datetime(2026, 11, 30, 7, 2, tzinfo=BERLIN).timestamp()
    last_night = datetime(2026, 11, 29, 23, 30, tzinfo=BERLIN).timestamp()
    told = [moment(then, now, "de") for then in (None, now - 5, early, last_night)]
    assert told == ["–", "gerade eben", "heute 07:02", "So, 29.11."]
    assert moment(early, now, "en") == "today 07:02"


def test_a_name_has_two_letters_and_a_robot_its_own_leaf() -> None:
    assert [initials(name) for name in ("Anna Beispiel", "Ole", "A. von der Heide", "")] == [
        "AB",
        "O",
        "AH",
        "",
    ]
    assert leaf("KRL-0007") != leaf("KRL-0008")
    assert leaf("kiwi") == leaf("kiwi")
