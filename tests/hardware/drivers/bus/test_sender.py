"""Orders to the servos, through a cycle on a bus of numbers."""

import pytest

from hardware.drivers.bus.cycle import HELD_S, MOVING_S
from tests.hardware.drivers.bus.numbers import Bench
from tests.hardware.drivers.bus.sections import PAN, TILT


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_torque_begins_where_the_servo_stands_and_the_goal_comes_after(bench: Bench) -> None:
    bench.bus.set(PAN, position=2500)
    bench.now += 1.0
    bench.cycle.send("pan", 2100)
    assert bench.once() == MOVING_S
    assert bench.bus.take() == [("attach", {PAN: 2500}), ("send", {PAN: 2100})]


def test_an_arrived_servo_may_be_fast_and_is_looked_at_less_often(bench: Bench) -> None:
    bench.cycle.send("pan", 2100)
    bench.once()
    bench.once()
    assert ("lift_speed_limit", [PAN]) in bench.bus.take()
    bench.run(1.0)
    assert bench.once() == HELD_S


def test_a_settled_servo_is_held_softly_and_firmly_again_for_the_next_goal(bench: Bench) -> None:
    bench.driven()
    bench.run(1.5)
    assert bench.bus.take("send") == [("limit_torque", {PAN: 0.4, TILT: 0.4})]
    bench.cycle.send("pan", 2200)
    bench.once()
    assert bench.bus.take() == [("limit_torque", {PAN: 1.0}), ("send", {PAN: 2200})]


def test_after_a_soft_hold_and_letting_go_the_force_is_whole_again(bench: Bench) -> None:
    bench.driven()
    bench.run(1.5)
    bench.cycle.detach("pan", "tilt")
    bench.once()
    bench.bus.take()
    bench.cycle.send("pan", 2100)
    bench.once()
    assert bench.bus.take()[0] == ("limit_torque", {PAN: 1.0})


def test_the_last_goal_of_a_movement_is_sent_twice(bench: Bench) -> None:
    bench.driven()
    bench.run(3.0)
    assert [each for each in bench.bus.take() if each[0] == "send"] == [
        ("send", {PAN: 2100, TILT: 2048})
    ]


def test_a_goal_that_jumps_is_gone_to_slowly(bench: Bench) -> None:
    bench.driven()
    bench.cycle.send("pan", 2400)
    bench.once()
    assert bench.bus.take() == [
        ("limit_speed", [PAN]),
        ("send", {PAN: 2400}),
        ("lift_speed_limit", [PAN]),
    ]
