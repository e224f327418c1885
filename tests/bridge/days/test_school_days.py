from datetime import date

import pytest

from bridge.days.school_days import (
    breaks,
    holiday_name,
    is_school_day,
    last_school_day,
    next_school_day,
    school_days,
)


@pytest.mark.parametrize(
    ("state", "last"),
    [("HH", "2026-12-18"), ("SH", "2026-12-18"), ("NI", "2026-12-22"), ("MV", "2026-12-18")],
)
def test_the_last_school_day_before_christmas(state: str, last: str) -> None:
    christmas = next(
        one for one in breaks(state, date(2026, 12, 1), date(2026, 12, 31)) if "Weih" in one.name
    )
    before = date.fromordinal(christmas.first.toordinal() - 1)
    assert last_school_day(before, state).isoformat() == last


def test_holidays_of_another_state_do_not_count() -> None:
    monday = date(2027, 2, 8)
    assert [is_school_day(monday, one) for one in ("HH", "SH", "NI", "MV", "")] == [
        *(True, True, True, False, True)
    ]
    assert holiday_name(monday, "MV") == "Winterferien"


def test_a_public_holiday_and_a_weekend_are_no_school_days() -> None:
    assert not is_school_day(date(2026, 5, 1), "HH")
    assert not is_school_day(date(2026, 11, 28), "HH")
    assert next_school_day(date(2026, 11, 28), "HH") == date(2026, 11, 30)
    assert school_days(date(2026, 11, 23), date(2026, 11, 29), "SH") == 5


def test_easter_and_new_year_part_no_holidays() -> None:
    for state in ("SH", "NI", "MV"):
        easter = [
            one for one in breaks(state, date(2027, 3, 1), date(2027, 5, 1)) if "Oster" in one.name
        ]
        assert len(easter) == 1
    (christmas,) = breaks("SH", date(2026, 12, 20), date(2027, 1, 4))
    assert christmas.first.year == 2026
    assert christmas.last == date(2027, 1, 6)
