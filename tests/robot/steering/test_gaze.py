import pytest

from robot.steering.gaze import FEED_S, RISE_S, Feed, Gaze, HeadTarget


@pytest.fixture
def gaze() -> Gaze:
    return Gaze()


def test_nobody_steers_before_the_head_rises(gaze: Gaze) -> None:
    assert gaze.look(10.0, 0.0) is None
    assert gaze.beat() is None


def test_rising_goes_to_the_wish_that_waited(gaze: Gaze) -> None:
    gaze.look(10.0, 5.0)
    assert gaze.rise(1.0) == HeadTarget(10.0, 5.0)


def test_a_look_goes_to_the_body_as_it_was_made(gaze: Gaze) -> None:
    gaze.rise(0.0)
    assert gaze.look(120.0, -50.0) == gaze.target == HeadTarget(120.0, -50.0)


def test_each_beat_feeds_the_switch_once(gaze: Gaze) -> None:
    gaze.rise(0.0)
    assert gaze.beat() == Feed()


def test_the_rising_head_is_fed_until_it_is_up_and_no_longer(gaze: Gaze) -> None:
    gaze.rise(0.0)
    fed = []
    while gaze.deadline is not None:
        now = gaze.deadline
        assert gaze.tick(now - 0.01) is None
        assert gaze.tick(now) == Feed()
        fed.append(now)
    assert fed[0] == FEED_S
    assert RISE_S - 2 * FEED_S <= fed[-1] <= RISE_S
    assert gaze.tick(100.0) is None


def test_a_closed_gaze_feeds_nothing_and_keeps_the_wish(gaze: Gaze) -> None:
    gaze.rise(0.0)
    gaze.look(20.0, 0.0)
    gaze.close()
    assert gaze.beat() is None
    assert gaze.deadline is None
    assert gaze.rise(5.0) == HeadTarget(20.0, 0.0)


def test_the_next_child_looks_straight_ahead(gaze: Gaze) -> None:
    gaze.rise(0.0)
    gaze.look(200.0, 0.0)
    gaze.forget()
    assert gaze.rise(5.0) == HeadTarget(0.0, 0.0)
