import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.simulated.servo import ServoTraits, SimulatedServo


def hanging(angle_deg: float) -> float:
    return -0.05 * math.cos(math.radians(angle_deg))


def track(servo: SimulatedServo, since_s: float, seconds: float) -> list[float]:
    """Return where it was every 20 ms."""
    return [servo.advance(since_s + 0.02 * i) for i in range(1, round(seconds / 0.02) + 1)]


stiffnesses = st.floats(20, 100)
goals = st.floats(-100, 100)


@given(goals, stiffnesses, st.floats(50, 2000), st.sampled_from([None, hanging]))
def test_it_arrives_and_comes_to_rest_without_hunting(
    target: float, stiffness: float, top: float, gravity: object
) -> None:
    traits = ServoTraits(stiffness_hz=stiffness, top_deg_s=top)
    if gravity is hanging:
        traits = ServoTraits(stiffness_hz=stiffness, top_deg_s=top, gravity=hanging)
    servo = SimulatedServo(0.0, traits)
    servo.drive(0.0, 0.0)
    servo.drive(target, 0.0)
    way = track(servo, 0.0, 5.0)
    # Weight and friction over stiffness, and the play of the gear.
    most_off = 1.5 * (0.05 + 0.015) * traits.strength_deg_s2 / stiffness**2 + 0.15
    assert abs(way[-1] - target) <= most_off
    assert max(abs(angle) for angle in way) <= abs(target) + most_off + 0.15 * abs(target)
    assert way[-1] == way[-2]


@given(goals, stiffnesses, st.lists(st.floats(0.0001, 0.5), min_size=1, max_size=40))
def test_it_ends_the_same_however_often_somebody_looks(
    target: float, stiffness: float, waits: list[float]
) -> None:
    often, once = (SimulatedServo(0.0, ServoTraits(stiffness_hz=stiffness)) for _ in range(2))
    for servo in (often, once):
        servo.drive(target, 0.0)
    now = 0.0
    for wait in waits:
        now += wait
        often.advance(now)
    once.advance(now)
    if now < 5.0:
        assert often.angle_deg == once.angle_deg
    assert often.temperature_c == pytest.approx(once.temperature_c, abs=0.01)


@given(goals, st.floats(50, 2000), st.lists(st.floats(0.005, 0.2), min_size=1, max_size=40))
def test_it_never_turns_faster_than_it_can(target: float, top: float, waits: list[float]) -> None:
    servo = SimulatedServo(0.0, ServoTraits(top_deg_s=top))
    servo.drive(target, 0.0)
    now, before = 0.0, 0.0
    for wait in waits:
        now += wait
        angle = servo.advance(now)
        assert abs(angle - before) <= top * (wait + 0.005) + 0.3
        before = angle


def test_it_is_late_and_needs_time_to_gather_speed() -> None:
    servo = SimulatedServo(0.0)
    servo.drive(30.0, 0.0)
    way = track(servo, 0.0, 0.4)
    steps = [later - sooner for sooner, later in pairwise([0.0, *way])]
    assert steps[0] < steps[1] < steps[2]
    assert way[0] < 3.0
    assert way[-1] == pytest.approx(30.0, abs=0.1)


def test_a_change_of_direction_loses_the_play_of_the_gear_first() -> None:
    tight, loose = (
        SimulatedServo(0.0, ServoTraits(backlash_deg=0.0)),
        SimulatedServo(0.0, ServoTraits(backlash_deg=4.0)),
    )
    for servo in (tight, loose):
        servo.drive(20.0, 0.0)
        servo.advance(2.0)
        servo.drive(10.0, 2.0)
    assert loose.advance(2.03) == pytest.approx(20.0, abs=0.1)
    assert tight.advance(2.03) < 19.7


def test_a_head_that_hangs_forward_sags_a_little_and_costs_torque() -> None:
    servo = SimulatedServo(0.0, ServoTraits(gravity=hanging))
    servo.drive(0.0, 0.0)
    track(servo, 0.0, 2.0)
    assert -0.6 < servo.angle_deg < -0.01
    assert servo.load == pytest.approx(0.05, abs=0.02)


def test_let_go_in_full_motion_it_runs_out_and_stays() -> None:
    servo = SimulatedServo(0.0)
    servo.drive(90.0, 0.0)
    at = servo.advance(0.15)
    servo.drive(None, 0.15)
    ended = servo.advance(0.6)
    assert at < ended < at + 30.0
    assert servo.advance(60.0) == ended
    assert servo.load == 0.0


def test_blocked_it_pulls_with_all_it_has_and_gets_hot() -> None:
    servo = SimulatedServo(0.0)
    servo.drive(0.0, 0.0)
    servo.block(True, 0.0)
    servo.drive(40.0, 0.0)
    assert servo.advance(1.0) == 0.0
    assert servo.load == 1.0
    servo.advance(120.0)
    assert servo.temperature_c > 70.0
    servo.block(False, 120.0)
    assert servo.advance(122.0) == pytest.approx(40.0, abs=0.1)


def test_the_end_of_the_mechanics_stops_it() -> None:
    servo = SimulatedServo(0.0, ServoTraits(lowest_deg=-10.0, highest_deg=10.0))
    servo.drive(40.0, 0.0)
    servo.advance(3.0)
    assert servo.angle_deg == pytest.approx(10.0, abs=0.2)
    assert servo.load == 1.0


def test_it_cools_down_to_the_room_while_let_go() -> None:
    servo = SimulatedServo(0.0)
    servo.advance(0.0)
    servo.warm(80.0)
    servo.advance(120.0)
    assert servo.temperature_c == pytest.approx(25.0 + 55.0 / math.e, abs=0.1)
    servo.advance(3600.0)
    assert servo.temperature_c == pytest.approx(25.0, abs=0.1)


def test_a_weak_supply_makes_it_slow_and_a_weaker_one_lets_go() -> None:
    full, weak, dead = (SimulatedServo(0.0) for _ in range(3))
    for servo, share in ((full, 1.0), (weak, 0.75), (dead, 0.5)):
        servo.supply(share)
        servo.drive(90.0, 0.0)
        servo.advance(0.2)
    assert dead.angle_deg == 0.0
    assert not dead.powered
    assert weak.angle_deg < full.angle_deg * 0.85
    dead.supply(1.0)
    assert dead.advance(2.0) == pytest.approx(90.0, abs=0.1)


def test_a_hand_can_turn_it_only_while_it_does_not_pull() -> None:
    servo = SimulatedServo(0.0)
    servo.turn(33.0, 0.0)
    assert servo.angle_deg == 33.0
    servo.turn(500.0, 0.0)
    assert servo.angle_deg == 120.0
    servo.drive(120.0, 1.0)
    servo.turn(0.0, 1.0)
    assert servo.angle_deg == 120.0


def test_a_clock_that_runs_backwards_changes_nothing() -> None:
    servo = SimulatedServo(0.0)
    servo.drive(90.0, 10.0)
    at = servo.advance(10.1)
    assert servo.advance(9.0) == at
