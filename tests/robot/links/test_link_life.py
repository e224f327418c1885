import pytest

from bridge.protocol.limits import GRACE_S, PATIENCE_S
from robot.links.link_life import CONNECT_S, SETTLED_S, LinkLife, RoadWatch, connect_s


def with_child(answers: bool = True) -> LinkLife:
    """Return a link on which bridge and child were heard at second 100."""
    life = LinkLife(answers, 90.0)
    life.heard(100.0)
    life.child_heard(100.0)
    return life


def test_the_bridge_is_asked_as_soon_as_the_child_falls_silent() -> None:
    life = with_child()
    assert [life.step(now) for now in (100.4, 100.5, 100.6)] == ["nothing", "ask", "nothing"]


def test_no_sign_within_a_second_ends_the_link() -> None:
    life = with_child()
    assert life.step(100.5) == "ask"
    assert life.step(100.5 + PATIENCE_S) == "nothing"
    assert life.step(100.6 + PATIENCE_S) == "give up"


def test_any_message_is_a_sign_and_the_next_question_follows_while_the_child_is_missing() -> None:
    life = with_child()
    assert life.step(100.5) == "ask"
    life.heard(100.7)
    assert [life.step(now) for now in (101.6, 101.7)] == ["nothing", "ask"]
    life.heard(101.8)
    life.child_heard(102.0)
    assert [life.step(now) for now in (102.4, 102.5)] == ["nothing", "ask"]


def test_a_child_that_comes_back_needs_no_question() -> None:
    life = with_child()
    life.child_heard(104.9)
    assert life.step(105.0) == "nothing"


def test_a_robot_without_a_child_asks_nothing() -> None:
    assert LinkLife(True, 0.0).step(1000.0) == "nothing"
    assert with_child().step(100.1 + GRACE_S) == "nothing"


def test_a_child_that_was_silent_before_this_link_is_still_missing() -> None:
    assert LinkLife(True, 101.0, child_s=100.0).step(101.5) == "ask"


def test_an_older_bridge_is_not_asked() -> None:
    assert with_child(answers=False).step(105.0) == "nothing"


def test_every_third_connection_has_longer() -> None:
    assert [connect_s(failures) for failures in range(6)] == [*CONNECT_S, *CONNECT_S]


def test_the_road_that_the_link_took_is_left_alone() -> None:
    road = RoadWatch("10.0.0.2")
    assert not any(road.moved(source, True, now) for now, source in enumerate(("10.0.0.2", None)))


def test_an_address_that_is_gone_is_followed_at_once() -> None:
    road = RoadWatch("10.0.0.2")
    assert not road.moved(None, False, 0.0)
    assert road.moved("10.0.0.7", False, 0.2)


@pytest.mark.parametrize("between", [None, "10.0.0.2"])
def test_another_road_is_followed_once_it_has_settled(between: str | None) -> None:
    road = RoadWatch("10.0.0.2")
    assert not road.moved("10.0.1.2", True, 0.0)
    assert not road.moved(between, True, 0.4)
    assert not road.moved("10.0.1.2", True, 0.6)
    assert not road.moved("10.0.1.2", True, 0.5 + SETTLED_S)
    assert road.moved("10.0.1.2", True, 0.7 + SETTLED_S)
