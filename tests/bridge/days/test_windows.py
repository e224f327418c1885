from datetime import date, datetime

import pytest

from bridge.base.words import Declined
from bridge.days.windows import (
    LessonWindow,
    next_window,
    openings_of,
    read_windows,
    window_at,
    write_windows,
)
from bridge.days.zone import BERLIN, unix_of

TYPED = "Mo 08:00-08:45, Mo 08:50-09:35, Di 10:00-11:30"


def test_windows_are_typed_and_stored_alike() -> None:
    read = read_windows(TYPED)
    assert write_windows(read) == TYPED
    assert read[0] == LessonWindow(0, 480, 525)
    assert read_windows("") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "mo-fr 8-13",
            "Mo 08:00-13:00, Di 08:00-13:00, Mi 08:00-13:00, Do 08:00-13:00, Fr 08:00-13:00",
        ),
        ("Montag 8.00 - 8.45; 9:50–10:35", "Mo 08:00-08:45, Mo 09:50-10:35"),
        ("Di und Do 10:00 bis 11:30 Uhr", "Di 10:00-11:30, Do 10:00-11:30"),
        ("wed 8:00-9:00, Mi 8:30-9:30", "Mi 08:00-09:30"),
    ],
)
def test_windows_as_people_type_them(text: str, said: str) -> None:
    assert write_windows(read_windows(text)) == said


@pytest.mark.parametrize("text", ["8-13", "Mo", "Mo 9-8", "Mo 25:00-26:00", "Mo 8:75-9", "x 1-2"])
def test_what_is_no_window_is_refused_in_words(text: str) -> None:
    with pytest.raises(Declined):
        read_windows(text)


def test_a_window_opens_on_its_minute_and_closes_on_its_end() -> None:
    windows = read_windows(TYPED)
    monday = datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN)
    assert window_at(windows, monday) == windows[0]
    assert window_at(windows, monday.replace(minute=45)) is None
    assert window_at(windows, monday.replace(hour=7, minute=59)) is None
    assert next_window(windows, monday) == (monday.date(), windows[1])
    assert next_window(windows, monday.replace(hour=12)) == (date(2026, 12, 1), windows[2])


def test_openings_follow_the_wall_over_a_change_of_clock() -> None:
    windows = read_windows("So 08:00-09:00")
    (opening,) = openings_of(windows, date(2027, 3, 28))
    assert opening.from_s == unix_of(date(2027, 3, 28), 480)
    assert opening.until_s - opening.from_s == 3600
