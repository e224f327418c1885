import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.motion.trajectory import TICK_S, Axis

SPEED, ACCELERATION = 180.0, 600.0
targets = st.floats(-400, 400, allow_nan=False)


def test_half_a_turn_takes_at_most_one_and_a_half_seconds() -> None:
    axis = Axis(-90, 90, -90)
    steps = 0
    while not axis.settled(90):
        axis.step(90, SPEED, ACCELERATION)
        steps += 1
    assert steps * TICK_S <= 1.5


@given(st.lists(st.tuples(targets, st.integers(1, 40)), min_size=1, max_size=12))
def test_no_limit_is_passed_whatever_is_asked_and_when(asked: list[tuple[float, int]]) -> None:
    axis = Axis(-90, 60, 0)
    positions = [0.0, 0.0]
    for target, steps in asked:
        positions += [axis.step(target, SPEED, ACCELERATION) for _ in range(steps)]
    speeds = [(b - a) / TICK_S for a, b in itertools.pairwise(positions)]
    changes = [(b - a) / TICK_S for a, b in itertools.pairwise(speeds)]
    assert all(-90 <= position <= 60 for position in positions)
    assert all(abs(speed) <= SPEED + 1e-6 for speed in speeds)
    assert all(abs(change) <= ACCELERATION + 1e-3 for change in changes)


@given(targets, targets)
def test_it_arrives_exactly_and_stays(start: float, target: float) -> None:
    axis = Axis(-90, 90, start)
    for _ in range(150):
        axis.step(target, SPEED, ACCELERATION)
    assert axis.position_deg == axis.clamp(target)
    assert axis.settled(target)


@given(targets)
def test_a_single_target_is_not_passed(target: float) -> None:
    axis = Axis(-90, 90, 0)
    goal = axis.clamp(target)
    for _ in range(150):
        assert abs(axis.step(target, SPEED, ACCELERATION)) <= abs(goal) + 1e-9


@given(targets, st.integers(1, 60))
def test_braking_takes_as_many_steps_as_it_says(target: float, steps: int) -> None:
    axis = Axis(-1000, 1000, 0)
    for _ in range(steps):
        axis.step(target, SPEED, ACCELERATION)
    needed = axis.steps_to_stop(1800)
    for _ in range(needed):
        axis.brake(1800)
    assert axis.speed_deg_s == 0


def test_the_first_step_moves() -> None:
    axis = Axis(-90, 90, 0)
    assert axis.step(45, SPEED, ACCELERATION) > 0


def test_a_slower_speed_is_reached_by_braking() -> None:
    axis = Axis(-90, 90, -90)
    for _ in range(20):
        axis.step(90, SPEED, ACCELERATION)
    assert axis.speed_deg_s == pytest.approx(SPEED)
    axis.step(90, 45, ACCELERATION)
    assert axis.speed_deg_s == pytest.approx(SPEED - ACCELERATION * TICK_S)


def test_placing_and_halting_leave_it_at_rest_within_limits() -> None:
    axis = Axis(-90, 90, 0)
    axis.step(90, SPEED, ACCELERATION)
    axis.halt()
    assert axis.speed_deg_s == 0
    axis.place(200)
    assert axis.position_deg == 90
    assert axis.settled(500)
