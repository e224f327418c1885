from datetime import date, timedelta

from bridge.office.desk.coming import all_on_holiday, coming_days, next_breaks
from tests.bridge.office.desk.rows import MONDAY, a_loan, a_robot


def test_days_hold_what_begins_ends_and_is_erased() -> None:
    friday = MONDAY + timedelta(days=4)
    begins = a_loan(
        id=2, state="reserved", handed_over=False, first=friday, short_name="P. K.", school="IGS"
    )
    robots = [a_robot(a_loan(last=MONDAY), name="Otto"), a_robot(begins, name="Jonte")]
    robots += [a_robot(a_loan(id=9, last=friday)) for _ in range(3)]
    first, second = coming_days(robots, [friday, MONDAY - timedelta(days=9)], MONDAY)
    assert [words.de for words, _below in first.events] == [
        *("Otto kommt zurück", "Der Name eines Kindes wird gelöscht"),
    ]
    assert [words.de for words, _below in second.events] == [
        *("Jonte beginnt", "3 Leihen enden", "Der Name eines Kindes wird gelöscht"),
    ]
    assert second.events[0][1] == "IGS, P. K."


def test_only_the_next_days_are_shown() -> None:
    robots = [a_robot(a_loan(last=MONDAY + timedelta(days=n))) for n in range(30)]
    assert len(coming_days(robots, [], MONDAY)) == 6
    assert coming_days([a_robot(a_loan(last=MONDAY + timedelta(days=90)))], [], MONDAY) == []


def test_the_next_holidays_are_those_of_each_state() -> None:
    found = dict(next_breaks(MONDAY))
    assert set(found) == {"HH", "SH", "NI", "MV"}
    assert all(one.first >= date(2026, 12, 19) for one in found.values())
    assert all_on_holiday(list(found.items()), MONDAY) is None
    christmas = date(2026, 12, 28)
    assert all_on_holiday(next_breaks(christmas), christmas) == date(2027, 1, 1)
