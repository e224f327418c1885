from datetime import date

import pytest

from bridge.days.german import add_months, break_key, day_by_word, day_in, plural, week_of

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("heute", "2026-11-30"), ("übermorgen", "2026-12-02"), ("nächste woche", "2026-12-07")),
        *(("mittwoch", "2026-12-02"), ("nächsten mo", "2026-12-07"), ("sonnabend", "2026-12-05")),
    ],
)
def test_days_by_word(text: str, day: str) -> None:
    assert str(day_by_word(text, TODAY)) == day


@pytest.mark.parametrize("text", ["moin", "maifeier", "11.1.", ""])
def test_other_words_are_no_days(text: str) -> None:
    assert day_by_word(text, TODAY) is None


def test_weeks_with_and_without_their_year() -> None:
    assert week_of("kw 2") == (2, None)
    assert week_of("kw50/26") == (50, 2026)
    assert week_of("2 wochen") is None


def test_a_day_with_its_month_by_name() -> None:
    assert day_in("11. märz", TODAY) == date(2027, 3, 11)
    assert day_in("do, 11. mrz 27", TODAY) == date(2027, 3, 11)
    assert day_in("11", TODAY) is None


def test_months_end_on_days_that_exist() -> None:
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2027, 1, 31), -11) == date(2026, 2, 28)


def test_names_of_holidays() -> None:
    assert plural("Oster-/Frühjahrsferien") == "Osterferien"
    assert plural("Sommerferien") == "Sommerferien"
    assert break_key("ostern") == "oster"
