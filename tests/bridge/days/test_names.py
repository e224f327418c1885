from datetime import date

from bridge.days.names import MONTHS, SHORT_WEEKDAYS, WEEKDAYS


def test_names_stand_in_the_order_of_the_calendar() -> None:
    day = date(2026, 11, 30)
    assert WEEKDAYS[day.weekday()] == ("Montag", "Monday")
    assert SHORT_WEEKDAYS[day.weekday()] == ("Mo", "Mon")
    assert MONTHS[day.month - 1] == ("November", "November")
    assert (len(WEEKDAYS), len(MONTHS)) == (7, 12)
