from datetime import date

import pytest

from bridge.lists import breaks
from tests.bridge.lists.lists import TODAY

AUTUMN = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("text", "state", "day"),
    [
        ("bis Ferien", "HH", date(2026, 12, 18)),
        ("vor Weihnachten", "MV", date(2026, 12, 18)),
        ("bis Weihnachtsferien", "NI", date(2026, 12, 22)),
        ("bis Ostern", "NI", date(2027, 3, 19)),
        ("Sommer", "HH", date(2027, 6, 30)),
        ("Ende Schuljahr", "SH", date(2027, 7, 2)),
        ("Herbst", "HH", date(2026, 10, 16)),
        ("Halbjahr", "HH", date(2027, 1, 28)),
        ("bis Zeugnisse", "NI", date(2027, 1, 29)),
        ("Jahresende", "SH", date(2026, 12, 18)),
    ],
)
def test_the_last_school_day_before_holidays_is_the_states_own(
    text: str, state: str, day: date
) -> None:
    found = breaks.before(text, AUTUMN, TODAY, state)
    assert found
    assert found.day == day


def test_other_holidays_are_named_where_any_could_be_meant() -> None:
    found = breaks.before("bis Ferien", AUTUMN, TODAY, "HH")
    assert found
    assert date(2026, 10, 16) in [day for day, _ in found.others]
    assert breaks.before("bald", AUTUMN, TODAY, "HH") is None


def test_after_holidays_school_begins_again() -> None:
    found = breaks.after("nach den Ferien", date(2026, 11, 26), "MV")
    assert found
    assert found.day == date(2027, 1, 4)
    assert breaks.after("irgendwann", TODAY, "MV") is None


@pytest.mark.parametrize(
    ("state", "day"),
    [("HH", (1, 28)), ("SH", (1, 29)), ("NI", (1, 29)), ("MV", (2, 5)), ("", (1, 28))],
)
def test_a_half_year_ends_with_january_or_the_winter_holidays(
    state: str, day: tuple[int, int]
) -> None:
    assert breaks.half_year(TODAY, state) == date(2027, *day)


def test_the_second_half_year_ends_before_summer() -> None:
    assert breaks.half_year(date(2027, 3, 1), "HH") == date(2027, 6, 30)
