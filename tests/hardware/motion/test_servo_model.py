import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.motion.servo_model import ServoModel


@given(st.floats(-90, 90), st.lists(st.floats(0.001, 0.2), min_size=1, max_size=50))
def test_it_comes_nearer_without_passing_and_no_faster_than_it_can(
    goal: float, waits: list[float]
) -> None:
    servo = ServoModel(0.0, speed_deg_s=300.0)
    now = 0.0
    servo.drive(goal, now)
    before = 0.0
    for wait in waits:
        now += wait
        angle = servo.advance(now)
        assert abs(angle - before) <= 300.0 * wait + 1e-6
        assert abs(angle) <= abs(goal) + 1e-6 + abs(goal) * 0.05
        before = angle


def test_it_arrives() -> None:
    servo = ServoModel(0.0)
    servo.drive(90.0, 0.0)
    for i in range(100):
        servo.advance(i * 0.02)
    assert servo.angle_deg == pytest.approx(90.0, abs=0.01)


def test_it_is_late() -> None:
    servo = ServoModel(0.0)
    servo.drive(10.0, 0.0)
    assert 0 < servo.advance(0.02) < 5.0


def test_let_go_it_stays() -> None:
    servo = ServoModel(0.0)
    servo.drive(90.0, 0.0)
    at = servo.advance(0.1)
    servo.drive(None, 0.1)
    assert servo.advance(5.0) == at


def test_a_clock_that_runs_backwards_changes_nothing() -> None:
    servo = ServoModel(0.0)
    servo.drive(90.0, 10.0)
    at = servo.advance(10.1)
    assert servo.advance(9.0) == at
