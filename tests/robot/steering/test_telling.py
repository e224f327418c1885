import itertools

from hypothesis import given
from hypothesis import strategies as st

from robot.steering.telling import CHANGE_S, MOVE_S, POSE_S, Telling


def test_a_change_is_told_at_once_and_the_next_together() -> None:
    telling = Telling()
    assert not telling.take(0.0, 0.0, 1.0)
    telling.changed(1.0)
    assert telling.take(0.0, 0.0, 1.0)
    telling.changed(1.01)
    telling.changed(1.02)
    assert telling.deadline == 1.0 + CHANGE_S
    assert not telling.take(0.0, 0.0, 1.05)
    assert telling.take(0.0, 0.0, 1.0 + CHANGE_S)
    assert telling.deadline is None


def test_a_head_that_only_trembles_is_no_news() -> None:
    telling = Telling()
    telling.moved(0.2, 0.2, 1.0)
    assert telling.deadline is None


def test_a_moving_head_is_told_more_slowly_and_never_holds_up_a_change() -> None:
    telling = Telling()
    telling.changed(1.0)
    telling.take(0.0, 0.0, 1.0)
    telling.moved(5.0, 0.0, 1.02)
    assert telling.deadline == 1.0 + MOVE_S
    telling.changed(1.03)
    assert telling.deadline == 1.0 + CHANGE_S


def test_poses_of_a_moving_head_come_at_most_twenty_times_a_second() -> None:
    telling = Telling()
    sent = sum(telling.take_pose(i * 0.02) for i in range(100))
    assert sent <= 2.0 / POSE_S
    assert sent >= 30


@given(st.lists(st.tuples(st.floats(0, 0.3), st.booleans(), st.floats(-90, 90)), max_size=200))
def test_snapshots_never_flood(steps: list[tuple[float, bool, float]]) -> None:
    telling, now, told = Telling(), 0.0, []
    for pause_s, is_change, pan_deg in steps:
        now += pause_s
        if is_change:
            telling.changed(now)
        else:
            telling.moved(pan_deg, 0.0, now)
        if telling.take(pan_deg, 0.0, now):
            told.append(now)
    assert all(b - a >= CHANGE_S - 1e-9 for a, b in itertools.pairwise(told))
