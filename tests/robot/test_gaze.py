import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.gaze import FEED_S, RISE_S, Aim, Feed, Gaze, Limits


@pytest.fixture
def gaze() -> Gaze:
    gaze = Gaze()
    gaze.limits = Limits(-90.0, 90.0, -20.0, 30.0)
    return gaze


def test_nobody_steers_before_the_head_rises(gaze: Gaze) -> None:
    assert gaze.look(10.0, 0.0) is None
    assert gaze.beat() is None


def test_rising_goes_to_the_wish_that_waited(gaze: Gaze) -> None:
    gaze.look(10.0, 5.0)
    assert gaze.rise(1.0) == Aim(10.0, 5.0)


def test_a_look_is_kept_within_the_limits_and_says_so(gaze: Gaze) -> None:
    gaze.rise(0.0)
    assert gaze.look(120.0, -50.0) == Aim(90.0, -20.0)
    assert gaze.at_limit
    assert gaze.look(30.0, 0.0) == Aim(30.0, 0.0)
    assert not gaze.at_limit


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
    assert gaze.rise(5.0) == Aim(20.0, 0.0)


def test_the_next_child_looks_straight_ahead(gaze: Gaze) -> None:
    gaze.rise(0.0)
    gaze.look(200.0, 0.0)
    gaze.forget()
    assert not gaze.at_limit
    assert gaze.rise(5.0) == Aim(0.0, 0.0)


@given(st.floats(-360, 360), st.floats(-360, 360))
def test_no_wish_leaves_the_limits(pan_deg: float, tilt_deg: float) -> None:
    gaze = Gaze()
    gaze.limits = Limits(-90.0, 90.0, -20.0, 30.0)
    gaze.rise(0.0)
    aim = gaze.look(pan_deg, tilt_deg)
    assert aim is not None
    assert -90.0 <= aim.pan_deg <= 90.0
    assert -20.0 <= aim.tilt_deg <= 30.0
