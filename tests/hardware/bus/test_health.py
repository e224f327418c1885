import pytest

from hardware.bus.config import BusServo, Feetech
from hardware.bus.feetech_frames import Reading
from hardware.bus.health import MOST_SILENT, ServoHealth
from hardware.interfaces import PartFailed

SECTION = Feetech(
    port="x",
    pan=BusServo(id=1),
    tilt=BusServo(id=2),
    lights="none",
    buttons="none",
)


def saying(
    position: int = 2048, load: float = 0.1, temperature_c: int = 30, status: int = 0
) -> Reading:
    return Reading(position, load, 7.4, temperature_c, status, moving=True)


def pan() -> ServoHealth:
    return ServoHealth("pan", SECTION)


def test_a_servo_that_turns_is_sound() -> None:
    health = pan()
    for i in range(100):
        assert health.answered(saying(position=2048 + 10 * i, load=1.0), 4000, i * 0.02) is None


def test_silence_is_a_fault_after_some_cycles() -> None:
    health = pan()
    said = [health.missed(garbled=False) for _ in range(MOST_SILENT)]
    assert said[:-1] == [None] * (MOST_SILENT - 1)
    assert said[-1] == PartFailed("servo_silent", "pan", "does not answer")


def test_an_answer_in_between_ends_the_silence() -> None:
    health = pan()
    for _ in range(10):
        for _ in range(MOST_SILENT - 1):
            assert health.missed(garbled=False) is None
        assert health.answered(saying(), None, 0.0) is None


def test_noise_is_a_fault_of_the_bus() -> None:
    health = pan()
    said = [health.missed(garbled=True) for _ in range(MOST_SILENT)]
    assert said[-1] is not None
    assert said[-1].code == "servo_bus"


@pytest.mark.parametrize(
    ("reading", "code"),
    [
        pytest.param(saying(temperature_c=70), "servo_hot", id="hot"),
        pytest.param(saying(status=0x04), "servo_hot", id="says-hot"),
        pytest.param(saying(status=0x20), "servo_stalled", id="says-overloaded"),
        pytest.param(saying(status=0x01), "servo_stalled", id="says-voltage"),
    ],
)
def test_what_it_says_of_itself_is_believed(reading: Reading, code: str) -> None:
    failure = pan().answered(reading, 2048, 0.0)
    assert failure is not None
    assert failure.code == code


def test_standing_under_load_far_from_the_goal_is_stalled_after_a_while() -> None:
    health = pan()
    said = [health.answered(saying(load=0.9), 3000, i * 0.02) for i in range(40)]
    assert said[:20] == [None] * 20
    assert PartFailed("servo_stalled", "pan", "is blocked") in said


@pytest.mark.parametrize(
    ("load", "goal"),
    [
        pytest.param(0.3, 3000, id="light-load"),
        pytest.param(1.0, 2050, id="at-its-goal"),
        pytest.param(1.0, None, id="detached"),
    ],
)
def test_standing_otherwise_is_no_stall(load: float, goal: int | None) -> None:
    health = pan()
    for i in range(200):
        assert health.answered(saying(load=load), goal, i * 0.02) is None


def test_after_forgetting_it_starts_anew() -> None:
    health = pan()
    for _ in range(MOST_SILENT - 1):
        health.missed(garbled=False)
    health.forget()
    assert health.missed(garbled=False) is None
