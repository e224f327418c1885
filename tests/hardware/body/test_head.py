import itertools
from collections.abc import Callable

import pytest

from hardware.body.head import DetachAxes, DetachHead, HeadEffect, HeadMotion, Mode, MoveHead
from hardware.contract.interfaces import Pose
from hardware.contract.wire import DEAD_MAN_S
from hardware.motion.config import Motion, NoView
from hardware.motion.gestures import GestureRun
from hardware.motion.trajectory import TICK_S

MOTION = Motion(rest_tilt_deg=-30.0)


class Ride:
    """A head and a clock."""

    def __init__(self, motion: Motion = MOTION) -> None:
        self.head = HeadMotion(motion)
        self.now = 50.0
        self.moves: list[tuple[float, Pose]] = []
        self.detached_s: list[float] = []
        self.idle: list[DetachAxes] = []

    def run(self, seconds: float, fed: bool = False, tick_s: float = TICK_S) -> None:
        for _ in range(round(seconds / tick_s)):
            self.now += tick_s
            if fed:
                self.head.keep(self.now)
            self.note(self.head.tick(self.now))

    def note(self, effects: list[HeadEffect]) -> None:
        for effect in effects:
            if isinstance(effect, MoveHead):
                self.moves.append((self.now, effect.pose))
            elif isinstance(effect, DetachAxes):
                self.idle.append(effect)
            else:
                self.detached_s.append(self.now)

    def aim(self, pan_deg: float, tilt_deg: float = 0.0) -> None:
        self.head.set_target(pan_deg, tilt_deg, self.now)


@pytest.fixture
def ride() -> Ride:
    return Ride()


def test_a_target_is_begun_at_once(ride: Ride) -> None:
    ride.aim(30)
    assert ride.head.deadline == ride.now
    ride.note(ride.head.tick(ride.now))
    assert ride.moves[0][0] == ride.now
    assert ride.moves[0][1].pan_deg > 0


def test_a_fed_head_arrives(ride: Ride) -> None:
    ride.aim(80, 20)
    ride.run(2, fed=True)
    assert ride.head.commanded == Pose(80, 20)
    assert not ride.head.moving


def test_an_unfed_head_stops_within_the_dead_mans_time_and_holds(ride: Ride) -> None:
    ride.aim(90)
    begun_s = ride.now
    ride.run(3)
    assert ride.moves[-1][0] <= begun_s + DEAD_MAN_S
    assert ride.head.mode is Mode.HELD
    assert 0 < ride.head.commanded.pan_deg < 90


def test_a_held_head_forgets_where_it_was_going(ride: Ride) -> None:
    ride.aim(90)
    ride.run(1)
    before = ride.head.commanded
    ride.run(1, fed=True)
    assert ride.head.commanded == before
    assert ride.head.mode is Mode.FOLLOWING


def test_a_hurry_of_less_than_the_dead_mans_time_is_made_up_for(ride: Ride) -> None:
    ride.aim(90)
    ride.run(0.44)
    ride.run(2, fed=True)
    assert ride.head.commanded.pan_deg == 90


def test_a_target_outside_is_clamped_and_said_so(ride: Ride) -> None:
    ride.aim(200, -100)
    assert ride.head.at_limit
    assert ride.head.target == Pose(90, -35)
    ride.aim(10)
    assert not ride.head.at_limit


def test_a_head_that_forgot_the_wish_stands_at_no_limit(ride: Ride) -> None:
    endings: list[Callable[[], object]] = [
        lambda: ride.run(1.0),  # unfed: the dead man's switch holds it
        ride.head.freeze,
        ride.head.fail,
        lambda: ride.head.park(ride.now),
    ]
    for end in endings:
        ride.aim(200)
        assert ride.head.at_limit
        end()
        assert not ride.head.at_limit


def test_a_stalled_clock_is_not_caught_up_with(ride: Ride) -> None:
    ride.aim(90)
    ride.run(0.3, fed=True)
    before = ride.head.commanded.pan_deg
    ride.now += 5
    ride.head.keep(ride.now)
    ride.note(ride.head.tick(ride.now))
    assert ride.head.commanded.pan_deg - before < 1


def test_parking_goes_to_rest_slowly_and_detaches(ride: Ride) -> None:
    ride.aim(90)
    ride.run(2, fed=True)
    ride.head.park(ride.now)
    begun_s = ride.now
    ride.run(5)
    assert ride.head.commanded == Pose(0, -30)
    assert ride.head.mode is Mode.DETACHED
    assert not ride.head.attached
    assert ride.moves[-1][0] - begun_s >= 90 / MOTION.park_speed_deg_s
    assert len(ride.detached_s) == 1


def test_parking_in_haste_is_faster(ride: Ride) -> None:
    ride.aim(90)
    ride.run(2, fed=True)
    ride.head.park(ride.now, fast=True)
    ride.run(1.3)
    assert ride.head.mode is Mode.DETACHED


def test_parking_at_rest_detaches_a_driven_head_only_once(ride: Ride) -> None:
    ride.head.park(ride.now)
    ride.run(1)
    assert ride.moves == []
    assert ride.detached_s == []


def test_a_target_on_the_way_to_rest_is_followed(ride: Ride) -> None:
    ride.aim(90)
    ride.run(2, fed=True)
    ride.head.park(ride.now)
    ride.run(0.5)
    ride.aim(50)
    ride.run(2, fed=True)
    assert ride.head.commanded.pan_deg == 50


def test_rising_waits_for_the_first_feed_and_is_slow(ride: Ride) -> None:
    ride.head.rise()
    ride.run(1)
    assert ride.moves == []
    begun_s = ride.now
    ride.run(2, fed=True)
    assert ride.head.commanded == Pose(0, 0)
    assert ride.moves[-1][0] - begun_s >= 30 / MOTION.park_speed_deg_s


def test_feeding_a_head_at_rest_changes_nothing(ride: Ride) -> None:
    ride.run(1, fed=True)
    assert ride.moves == []
    assert ride.head.mode is Mode.DETACHED


def test_an_attached_head_is_driven_even_where_it_already_is(ride: Ride) -> None:
    ride.aim(0, -30)
    ride.run(0.1, fed=True)
    assert ride.moves[0][1] == Pose(0, -30)
    assert ride.head.attached


def test_a_detached_head_starts_from_where_its_servos_really_are(ride: Ride) -> None:
    ride.head.sense(Pose(40, 10))
    ride.aim(50, 10)
    ride.run(0.02)
    assert ride.moves[0][1].pan_deg == pytest.approx(40, abs=1)
    assert ride.moves[0][1].tilt_deg == 10


def test_a_limp_head_waits_until_its_servos_said_where_they_are(ride: Ride) -> None:
    ride.head.sense(None)
    ride.aim(30)
    ride.run(0.1)
    assert ride.moves == []
    ride.head.sense(Pose(20, 0))
    ride.aim(30)
    ride.run(0.02)
    assert ride.moves[0][1].pan_deg == pytest.approx(20, abs=1)


def test_holding_stops_by_braking(ride: Ride) -> None:
    ride.aim(90)
    ride.run(0.5, fed=True)
    ride.head.hold(ride.now)
    before = ride.head.commanded.pan_deg
    ride.run(1)
    assert ride.head.mode is Mode.HELD
    assert before < ride.head.commanded.pan_deg < before + 15


def test_letting_go_ends_everything_at_once(ride: Ride) -> None:
    ride.aim(90)
    ride.run(0.3, fed=True)
    assert ride.head.detach() == [DetachHead()]
    count = len(ride.moves)
    ride.run(1)
    assert len(ride.moves) == count


def test_posture_is_added_within_limits(ride: Ride) -> None:
    ride.head.tilt_offset_deg = -12
    ride.aim(0, -30)
    ride.run(1, fed=True)
    assert ride.head.commanded.tilt_deg == -35


def test_hasty_targets_step_no_more_often_than_the_clock_allows(ride: Ride) -> None:
    begun_s = ride.now
    for i in range(1000):
        ride.now += 0.001
        ride.aim(0.1 * (i % 2), -30)
        ride.note(ride.head.tick(ride.now))
    assert len(ride.moves) <= (ride.now - begun_s) / TICK_S + 1


def test_a_look_of_a_resting_head_waits_for_no_idle_tick(ride: Ride) -> None:
    ride.aim(30)
    ride.run(2, fed=True)
    assert not ride.head.moving
    ride.moves.clear()
    ride.now += TICK_S / 4
    ride.aim(60)
    assert ride.head.deadline == ride.now
    ride.note(ride.head.tick(ride.now))
    assert [at_s for at_s, _ in ride.moves] == [ride.now]


def test_a_head_that_rests_lets_go_of_what_does_not_drop(ride: Ride) -> None:
    ride.aim(30, 10)
    ride.run(1.2, fed=True)
    assert ride.idle == []
    ride.run(2, fed=True)
    assert ride.idle == [DetachAxes(pan=True, tilt=False)]
    assert ride.head.attached


def test_a_head_held_by_silence_lets_go_too(ride: Ride) -> None:
    ride.aim(30)
    ride.run(4)
    assert ride.head.mode is Mode.HELD
    assert len(ride.idle) == 1


def test_noise_wakes_no_head_that_rests_but_feeds_it(ride: Ride) -> None:
    ride.aim(30)
    ride.run(3, fed=True)
    count = len(ride.moves)
    for i in range(100):
        ride.aim(30 + 0.25 * (i % 2), -0.2)
        ride.run(0.1)
    assert len(ride.moves) == count
    assert ride.head.mode is Mode.FOLLOWING


def test_a_slow_drag_adds_up_and_is_followed(ride: Ride) -> None:
    for i in range(100):
        ride.aim(0.1 * i, -30)
        ride.run(0.1)
    assert ride.head.commanded.pan_deg == pytest.approx(9.9, abs=0.35)


def test_a_head_that_was_pushed_at_rest_starts_from_there(ride: Ride) -> None:
    ride.aim(0, 0)
    ride.run(3, fed=True)
    ride.moves.clear()
    ride.head.sense(Pose(20, -3))
    ride.aim(30, 0)
    ride.run(0.02)
    assert ride.moves[0][1].pan_deg == pytest.approx(20, abs=1)
    assert ride.moves[0][1].tilt_deg == pytest.approx(0, abs=1)


def test_the_first_way_after_a_fault_is_slow(ride: Ride) -> None:
    ride.head.fail()
    begun_s = ride.now
    ride.aim(60, -30)
    ride.run(3, fed=True)
    assert ride.moves[-1][0] - begun_s >= 60 / MOTION.park_speed_deg_s
    begun_s = ride.now
    ride.aim(0, -30)
    ride.run(3, fed=True)
    assert ride.moves[-1][0] - begun_s < 1


def test_old_news_feeds_for_so_much_less(ride: Ride) -> None:
    ride.head.set_target(90, 0, ride.now, age_s=0.3)
    begun_s = ride.now
    ride.run(2)
    assert ride.moves[-1][0] <= begun_s + 0.2 + 1e-9


def test_a_gesture_moves_around_the_look_and_comes_back(ride: Ride) -> None:
    ride.aim(20, 0)
    ride.run(2, fed=True)
    ride.moves.clear()
    ride.head.perform(GestureRun("shake", True, ride.now), ride.now)
    ride.run(4, fed=True)
    pans = [pose.pan_deg for _, pose in ride.moves]
    assert max(pans) > 26
    assert min(pans) < 14
    assert ride.head.commanded == Pose(20, 0)
    assert ride.head.gesture is None


def test_a_gesture_needs_feeding(ride: Ride) -> None:
    ride.aim(20, 0)
    ride.run(2, fed=True)
    fed_s = ride.now
    ride.head.perform(GestureRun("look_around", True, ride.now), ride.now)
    ride.run(3)
    assert ride.moves[-1][0] <= fed_s + DEAD_MAN_S
    assert ride.head.gesture is None
    assert ride.head.mode is Mode.HELD


def test_a_new_target_ends_a_gesture_and_the_same_one_does_not(ride: Ride) -> None:
    ride.aim(20, 0)
    ride.run(2, fed=True)
    ride.head.perform(GestureRun("nod", True, ride.now), ride.now)
    ride.run(0.1)
    ride.aim(20.1, 0)
    assert isinstance(ride.head.gesture, GestureRun)
    ride.aim(-40, 0)
    assert not isinstance(ride.head.gesture, GestureRun)


@pytest.mark.parametrize("mode", [Mode.DETACHED, Mode.HELD, Mode.PARKING])
def test_only_a_head_that_follows_makes_gestures(ride: Ride, mode: Mode) -> None:
    ride.head.mode = mode
    ride.head.perform(GestureRun("nod", True, ride.now), ride.now)
    assert ride.head.gesture is None


def test_a_head_goes_around_a_zone_and_stops_at_its_edge_when_asked_inside() -> None:
    zone = NoView(10.0, 40.0, -35.0, 10.0)
    ride = Ride(Motion(no_view=(zone,)))
    ride.aim(0, -10)
    ride.run(2, fed=True)
    ride.aim(60, -10)
    ride.run(3, fed=True)
    assert ride.head.commanded == Pose(60, -10)
    at_limit = [ride.head.at_limit]
    ride.aim(30, -10)
    assert [*at_limit, ride.head.at_limit] == [False, True]
    ride.run(2, fed=True)
    assert ride.head.commanded == Pose(40, -10)
    assert not any(zone.rect.inside(pose) for _, pose in ride.moves)


def test_late_ticks_are_not_made_up_for_in_a_hurry(ride: Ride) -> None:
    ride.aim(90)
    before, count = ride.now, len(ride.moves)
    for late_s in (0.02, 0.055, 0.021, 0.005, 0.02, 0.02):
        ride.now += late_s
        ride.head.keep(ride.now)
        ride.note(ride.head.tick(ride.now))
    ways = [b[1].pan_deg - a[1].pan_deg for a, b in itertools.pairwise(ride.moves[count:])]
    assert max(ways) < MOTION.acceleration_deg_s2 * TICK_S * (ride.now - before)
    assert len(ride.moves) - count <= 6
