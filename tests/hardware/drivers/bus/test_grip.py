import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.bus.grip import MOST_SLOW_S, RETURN_DEG_S, SETTLED_S, Grip

PER_TURN = 4096.0


def attached(hold: float = 0.4) -> Grip:
    grip = Grip(hold, PER_TURN)
    grip.attached(0.0)
    return grip


def test_a_servo_that_got_its_torque_is_slow_until_it_arrived() -> None:
    grip = attached()
    assert grip.return_speed == RETURN_DEG_S * PER_TURN / 360
    assert not grip.speeds_up(1000, 2048, 1.0)
    assert grip.speeds_up(2040, 2048, 2.0)
    assert not grip.speeds_up(2048, 2048, 2.1)
    grip.attached(3.0)
    assert grip.slow


def test_a_servo_that_never_arrives_is_not_slow_for_ever() -> None:
    grip = attached()
    assert not grip.speeds_up(1000, 2048, MOST_SLOW_S - 0.1)
    assert grip.speeds_up(1000, 2048, MOST_SLOW_S)


def test_a_goal_that_jumps_is_gone_to_slowly_and_said_so_once() -> None:
    grip = attached()
    assert grip.speeds_up(2048, 2048, 0.1)
    assert not grip.slows_down(2048, 2100, 1.0)
    assert grip.slows_down(2048, 3000, 1.0)
    assert not grip.slows_down(3000, 2048, 1.1)
    assert not grip.speeds_up(2100, 3000, 1.2)
    assert grip.speeds_up(2990, 3000, 2.0)


def test_a_settled_servo_is_held_softly_until_its_next_goal() -> None:
    grip = attached()
    grip.retarget(1.0)
    assert grip.torque_share(2048, 2048, 1.0 + SETTLED_S / 2) is None
    assert grip.torque_share(2048, 2048, 1.0 + SETTLED_S) == 0.4
    assert grip.torque_share(2048, 2048, 9.0) is None
    assert grip.retarget(10.0)
    assert not grip.retarget(10.02)
    assert grip.share == 1.0


def test_one_that_sags_is_held_firmly_again_and_stays_so() -> None:
    grip = attached()
    assert grip.torque_share(2048, 2048, 5.0) == 0.4
    assert grip.torque_share(2052, 2048, 5.1) is None
    assert grip.torque_share(2080, 2048, 5.2) == 1.0
    assert all(grip.torque_share(2048, 2048, 5.3 + i) is None for i in range(20))
    grip.retarget(30.0)
    assert grip.torque_share(2048, 2048, 32.0) == 0.4


def test_one_that_did_not_arrive_is_not_held_softly() -> None:
    assert attached().torque_share(1000, 2048, 9.0) is None


def test_a_hold_of_1_never_softens() -> None:
    grip = attached(hold=1.0)
    assert all(grip.torque_share(2048, 2048, float(i)) is None for i in range(9))


@pytest.mark.long
@given(
    st.lists(st.tuples(st.integers(0, 4095), st.integers(0, 4095), st.booleans()), max_size=60),
    st.floats(0.1, 1.0),
)
def test_the_share_is_always_that_of_the_hold_or_full(
    seen: list[tuple[int, int, bool]], hold: float
) -> None:
    grip = attached(hold)
    for i, (position, goal, new) in enumerate(seen):
        if new:
            grip.retarget(float(i))
            assert grip.share == 1.0
        told = grip.torque_share(position, goal, float(i) + 0.5)
        assert told in (None, hold, 1.0)
        assert grip.share in (hold, 1.0)
