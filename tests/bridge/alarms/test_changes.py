from dataclasses import replace

from bridge.alarms.changes import AlarmChanges, AlarmNews, compared, to_tell, told
from bridge.base.records import RaisedAlarm

NEW = RaisedAlarm("a", "doctor", 100)
TOLD = replace(NEW, told_at=110)
OVER = replace(TOLD, over_at=200)


def test_an_alarm_is_raised_once() -> None:
    assert compared([], {"a": {"doctor"}, "b": set()}, 100) == AlarmChanges((NEW,))
    assert compared([NEW], {"a": {"doctor"}}, 160) == AlarmChanges()
    assert to_tell([NEW]) == [AlarmNews("a", "doctor", False, 100)]
    assert told([NEW], 110) == AlarmChanges((TOLD,))
    assert to_tell([TOLD]) == []


def test_its_end_is_told_once() -> None:
    assert compared([TOLD], {"a": set()}, 200) == AlarmChanges((OVER,))
    assert compared([OVER], {"a": set()}, 260) == AlarmChanges()
    assert to_tell([OVER]) == [AlarmNews("a", "doctor", True, 200)]
    assert told([OVER], 210) == AlarmChanges((), (OVER,))


def test_what_nobody_was_told_of_ends_in_silence() -> None:
    assert compared([NEW], {"a": set()}, 200) == AlarmChanges((), (NEW,))


def test_what_begins_again_before_its_end_was_told_goes_on() -> None:
    assert compared([OVER], {"a": {"doctor"}}, 300) == AlarmChanges((TOLD,))


def test_a_robot_that_is_gone_has_no_alarm() -> None:
    assert compared([TOLD], {}, 200) == AlarmChanges((OVER,))
