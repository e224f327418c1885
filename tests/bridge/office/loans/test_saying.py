from datetime import date

import pytest

from bridge.office.loans.saying import day_said, since_said, used_said, weeks_said

TODAY = date(2026, 11, 30)


def test_a_near_day_is_said_with_its_weekday() -> None:
    assert day_said(date(2026, 12, 4), TODAY) == ("Fr, 04.12.2026", "Fri, 04.12.2026")
    assert day_said(date(2026, 12, 4), TODAY, year=False) == ("Fr, 04.12.", "Fri, 04.12.")
    assert day_said(date(2027, 1, 3), TODAY) == ("03.01.2027", "03.01.2027")


def test_when_something_was_used_last_is_said_by_the_day() -> None:
    assert used_said(None, TODAY) == ("noch nie", "never yet")
    assert used_said(TODAY, TODAY) == ("heute", "today")
    assert used_said(date(2026, 11, 24), TODAY) == ("Di, 24.11.", "Tue, 24.11.")
    assert used_said(date(2026, 9, 8), TODAY).de == "08.09."
    assert used_said(date(2026, 3, 2), TODAY).de == "02.03.2026"


@pytest.mark.parametrize(
    ("days", "de", "en"),
    [(1, "1 Tag", "1 day"), (13, "13 Tage", "13 days"), (74, "11 Wochen", "11 weeks")],
)
def test_how_long(days: int, de: str, en: str) -> None:
    assert weeks_said(days) == (de, en)


@pytest.mark.parametrize(
    ("first", "de"),
    [
        (date(2026, 12, 1), "seit heute"),
        (TODAY, "seit heute"),
        (date(2026, 11, 29), "seit gestern"),
        (date(2026, 11, 20), "seit 10 Tagen"),
        (date(2026, 9, 1), "seit 12 Wochen"),
    ],
)
def test_since_when(first: date, de: str) -> None:
    assert since_said(first, TODAY).de == de
