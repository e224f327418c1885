import itertools
import random

import pytest

from hardware.contract.interfaces import Pose
from hardware.motion.config import Motion
from hardware.motion.lookahead import MOST_AHEAD_DEG, Stream
from hardware.motion.trajectory import TICK_S, Axis

MOTION = Motion()


def drag(rate_hz: float, speed_deg_s: float, noise_deg: float = 0.2) -> tuple[list[float], float]:
    """Return the axis's places as a hand drags for two seconds and stops, and where it stops."""
    chance, stream = random.Random(3), Stream()
    stream.rest(Pose(0, 0))
    axis = Axis(-300, 300, 0, MOTION.window)
    places, last, next_s, now = [], 0.0, 0.0, 0.0
    while now < 4:
        if next_s <= now < 2:
            last = speed_deg_s * now + chance.uniform(-noise_deg, noise_deg)
            stream.set_target(Pose(last, 0), now)
            next_s = now + (1 + chance.uniform(-0.3, 0.3)) / rate_hz
        goal = stream.at(now)
        places.append(axis.step(goal.pan_deg, MOTION.speed_deg_s, MOTION.acceleration_deg_s2))
        now += TICK_S
    return places, last


@pytest.mark.parametrize("rate_hz", [5, 8, 10, 15, 20])
@pytest.mark.parametrize("speed_deg_s", [20, 60, 120])
def test_a_dragged_target_is_followed_without_stutter(rate_hz: float, speed_deg_s: float) -> None:
    places, _ = drag(rate_hz, speed_deg_s)
    speeds = [(b - a) / TICK_S for a, b in itertools.pairwise(places)][40:95]
    assert min(speeds) > 0.6 * speed_deg_s
    assert max(speeds) < 1.5 * speed_deg_s


@pytest.mark.parametrize("rate_hz", [5, 10, 20])
def test_a_hand_that_stops_suddenly_is_hardly_passed(rate_hz: float) -> None:
    places, last = drag(rate_hz, 60)
    assert places[-1] == pytest.approx(last)
    assert max(places) - last <= MOST_AHEAD_DEG + 1


def test_a_first_target_is_gone_for_at_once() -> None:
    stream = Stream()
    stream.set_target(Pose(40, 10), 5.0)
    assert stream.at(5.0) == Pose(40, 10)
    assert stream.ended(5.0)


def test_looks_with_a_pause_between_are_no_stream() -> None:
    stream = Stream()
    for i in range(4):
        stream.set_target(Pose(10.0 * i, 0), 5.0 + i)
        assert stream.at(5.0 + i) == Pose(10.0 * i, 0)


def test_a_stream_comes_to_rest_exactly_at_its_last_target() -> None:
    stream = Stream()
    for i in range(10):
        stream.set_target(Pose(3.0 * i, 0), 5.0 + 0.1 * i)
    assert not stream.ended(5.95)
    assert stream.at(6.5) == Pose(27, 0)
    assert stream.ended(6.5)


def test_a_hand_that_turns_back_is_not_run_ahead_of() -> None:
    stream = Stream()
    for i, pan_deg in enumerate((0, 5, 10, 5)):
        stream.set_target(Pose(pan_deg, 0), 5.0 + 0.1 * i)
    assert all(5 <= stream.at(5.3 + 0.01 * i).pan_deg <= 10.01 + MOST_AHEAD_DEG for i in range(30))


def test_two_targets_in_one_moment_are_taken() -> None:
    stream = Stream()
    stream.set_target(Pose(1, 1), 5.0)
    stream.set_target(Pose(2, 2), 5.0)
    assert stream.at(6.0) == Pose(2, 2)
