from datetime import date

from bridge.days.zone import local, local_day, span_words, unix_of, with_weekday


def test_the_wall_shows_the_same_time_over_both_changes_of_clock() -> None:
    for day in (date(2027, 3, 26), date(2027, 3, 29), date(2026, 10, 23), date(2026, 10, 26)):
        shown = local(unix_of(day, 8 * 60 + 50))
        assert (shown.date(), shown.hour, shown.minute) == (day, 8, 50)
    assert unix_of(date(2027, 3, 29), 480) - unix_of(date(2027, 3, 28), 480) == 24 * 3600
    assert unix_of(date(2027, 3, 28), 480) - unix_of(date(2027, 3, 27), 480) == 23 * 3600
    assert unix_of(date(2026, 10, 25), 480) - unix_of(date(2026, 10, 24), 480) == 25 * 3600


def test_the_hour_that_is_missing_or_twice_has_one_time() -> None:
    assert local(unix_of(date(2027, 3, 28), 150)).hour == 3
    twice = unix_of(date(2026, 10, 25), 150)
    assert local(twice).hour == 2
    assert local(twice + 3600).hour == 2


def test_a_day_ends_at_midnight_of_the_schools() -> None:
    midnight = unix_of(date(2026, 11, 30), 1440)
    assert local_day(midnight) == date(2026, 12, 1)
    assert local_day(midnight - 1) == date(2026, 11, 30)


def test_days_are_written_as_in_germany() -> None:
    assert with_weekday(date(2026, 11, 30)).de == "Mo, 30.11.2026"
    assert span_words(date(2027, 1, 11), date(2027, 3, 25)).de == "11.01. bis 25.03.2027"
    assert span_words(date(2026, 12, 1), date(2027, 1, 2)).de == "01.12.2026 bis 02.01.2027"
