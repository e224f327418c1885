import logging

import pytest

from bridge.base.journal import LINE_RATE_HZ, LINES, Journal
from tests.bridge.people import TurnedClock


def test_a_robot_that_flaps_is_told_of_and_not_recorded(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clock = TurnedClock()
    journal = Journal(logging.getLogger("bridge.test"), clock)
    for _ in range(1000):
        journal.tell("karlsson-1", "robot", "robot of robot %s is here", "karlsson-1")
    assert len(caplog.records) == LINES
    assert journal.left_out == 1000 - LINES
    clock.now_s += 1 / LINE_RATE_HZ
    journal.tell("karlsson-1", "robot", "robot of robot %s is here", "karlsson-1")
    assert len(caplog.records) == LINES + 1


def test_one_robot_hides_neither_another_nor_its_own_other_news(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    journal = Journal(logging.getLogger("bridge.test"), TurnedClock())
    for _ in range(1000):
        journal.tell("karlsson-1", "pupil", "in and out")
    journal.tell("karlsson-2", "pupil", "another")
    journal.tell("karlsson-1", "news", "battery is low")
    assert [record.getMessage() for record in caplog.records[-2:]] == ["another", "battery is low"]


def test_a_fault_of_ours_is_told_a_few_times_and_does_not_hide_another(
    caplog: pytest.LogCaptureFixture,
) -> None:
    journal = Journal(logging.getLogger("bridge.test"), TurnedClock())
    for _ in range(1000):
        journal.fail("an opening could not be checked: %s", "disk")
    journal.fail("a request failed: %s", "KeyError")
    assert len(caplog.records) == LINES + 1
    assert {record.levelname for record in caplog.records} == {"ERROR"}
