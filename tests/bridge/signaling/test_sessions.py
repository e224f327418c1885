from typing import get_args

import pytest

from bridge.base.counts import Role
from bridge.base.records import Robot
from bridge.protocol.presence import Power
from bridge.signaling.connection import Connection
from bridge.signaling.reception import Guest
from bridge.signaling.sessions import MOST_OF_ONE, Session, Sessions
from tests.bridge.people import snapshot

ROBOT = Robot("karlsson-1", "Karlsson", "K" * 43, 1)
KEYS = {"robot": "", "pupil": "L" * 43, "teacher": "", "buddy": ""}


class Unplugged(Connection):
    """A connection without a socket."""

    def __init__(self, number: int) -> None:
        self.number = number


def session(number: int, role: Role, token_hash: str = "") -> Session:
    return Session(Guest(role, ROBOT, None, KEYS[role], token_hash), Unplugged(number), 0.0)


@pytest.mark.parametrize("role", get_args(Role))
def test_one_guest_has_a_few_sessions_and_not_all_of_the_bridge(role: Role) -> None:
    sessions = Sessions()
    kept = [one for one in (session(n, role) for n in range(100)) if sessions.add(one)]
    assert len(kept) == MOST_OF_ONE[role]
    sessions.remove(kept[0])
    assert sessions.get(kept[0].connection.number) is None
    assert sessions.add(session(200, role))


def test_a_photographed_link_does_not_keep_the_next_classes_teacher_out() -> None:
    sessions = Sessions()
    for number in range(100):
        sessions.add(session(number, "teacher", "one"))
    assert sessions.add(session(200, "teacher", "other"))
    assert sessions.get(200) in list(sessions)


def test_news_are_told_once_for_each_change() -> None:
    robot = session(1, "robot")
    low = Power(level="low", gauge="known")
    assert robot.news(snapshot(None, 1, battery_percent=19.0, power=low)) == [
        "battery is low (19 %)"
    ]
    assert robot.news(snapshot(None, 2, battery_percent=18.0, power=low)) == []
