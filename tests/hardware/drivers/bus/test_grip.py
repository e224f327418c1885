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
    assert not grip.hurries(1000, 2048, 1.0)
    assert grip.hurries(2040, 2048, 2.0)
    assert not grip.hurries(2048, 2048, 2.1)
    grip.attached(3.0)
    assert grip.slow


def test_a_servo_that_never_arrives_is_not_slow_for_ever() -> None:
    grip = attached()
    assert not grip.hurries(1000, 2048, MOST_SLOW_S - 0.1)
    assert grip.hurries(1000, 2048, MOST_SLOW_S)


def test_a_goal_that_jumps_is_gone_to_slowly_and_said_so_once() -> None:
    grip = attached()
    assert grip.hurries(2048, 2048, 0.1)
    assert not grip.jumps(2048, 2100, 1.0)
    assert grip.jumps(2048, 3000, 1.0)
    assert not grip.jumps(3000, 2048, 1.1)
    assert not grip.hurries(2100, 3000, 1.2)
    assert grip.hurries(2990, 3000, 2.0)


def test_a_settled_servo_is_held_softly_until_its_next_goal() -> None:
    grip = attached()
    grip.sent(1.0)
    assert grip.force(2048, 2048, 1.0 + SETTLED_S / 2) is None
    assert grip.force(2048, 2048, 1.0 + SETTLED_S) == 0.4
    assert grip.force(2048, 2048, 9.0) is None
    assert grip.sent(10.0)
    assert not grip.sent(10.02)
    assert grip.share == 1.0


def test_one_that_sags_is_held_firmly_again_and_stays_so() -> None:
    grip = attached()
    assert grip.force(2048, 2048, 5.0) == 0.4
    assert grip.force(2052, 2048, 5.1) is None
    assert grip.force(2080, 2048, 5.2) == 1.0
    assert all(grip.force(2048, 2048, 5.3 + i) is None for i in range(20))
    grip.sent(30.0)
    assert grip.force(2048, 2048, 32.0) == 0.4


def test_one_that_did_not_arrive_is_not_held_softly() -> None:
    assert attached().force(1000, 2048, 9.0) is None


def test_a_hold_of_1_never_softens() -> None:
    grip = attached(hold=1.0)
    assert all(grip.force(2048, 2048, float(i)) is None for i in range(9))


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
            grip.sent(float(i))
            assert grip.share == 1.0
        told = grip.force(position, goal, float(i) + 0.5)
        assert told in (None, hold, 1.0)
        assert grip.share in (hold, 1.0)
