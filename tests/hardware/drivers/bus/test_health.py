import pytest

from hardware.contract.interfaces import PartFailed
from hardware.drivers.bus.config import BusServo, Feetech
from hardware.drivers.bus.health import (
    MOST_ATTACHED,
    MOST_LOW,
    MOST_NOISE,
    MOST_SILENT,
    NOISE_PER_S,
    Health,
    Noise,
)
from hardware.drivers.bus.reading import Alarm, Reading

SECTION = Feetech(
    port="x",
    pan=BusServo(id=1),
    tilt=BusServo(id=2),
    lights="none",
    buttons="none",
    low_v=6.0,
    stall_s=0.5,
)


def saying(
    position: int = 2048,
    load: float = 0.1,
    temperature_c: int = 30,
    alarm: Alarm | None = None,
    torque: bool | None = True,
    voltage_v: float = 7.4,
) -> Reading:
    return Reading(position, load, voltage_v, temperature_c, True, torque, alarm=alarm)


def pan() -> Health:
    return Health("pan", SECTION)


def test_a_servo_that_turns_is_sound() -> None:
    health = pan()
    for i in range(100):
        assert health.answered(saying(position=2048 + 10 * i, load=1.0), 4000, i * 0.02) is None
    assert not health.suspicious


def test_silence_is_a_fault_after_some_readings() -> None:
    health = pan()
    said = [health.missed(garbled=False) for _ in range(MOST_SILENT)]
    assert said[:-1] == [None] * (MOST_SILENT - 1)
    assert said[-1] == PartFailed("servo_silent", "pan", "does not answer")


def test_an_answer_in_between_ends_the_silence() -> None:
    health = pan()
    for _ in range(10):
        for _ in range(MOST_SILENT - 1):
            assert health.missed(garbled=False) is None
            assert health.suspicious
        assert health.answered(saying(), None, 0.0) is None


def test_answers_that_stay_garbled_are_a_fault_of_checksums() -> None:
    health = pan()
    said = [health.missed(garbled=True) for _ in range(MOST_SILENT)]
    assert said[-1] is not None
    assert said[-1].code == "servo_checksum"


def test_somebody_else_who_answers_is_named() -> None:
    health = pan()
    said = [health.missed(garbled=False, stranger=65) for _ in range(MOST_SILENT)]
    assert said[-1] is not None
    assert said[-1].code == "servo_id"
    assert "id 65" in said[-1].text


def test_somebody_else_who_answered_once_is_named_although_it_fell_silent() -> None:
    health = pan()
    said = [health.missed(garbled=False, stranger=n) for n in (65, None, None)]
    assert said[-1] is not None
    assert (said[-1].code, "id 65" in said[-1].text) == ("servo_id", True)
    assert health.answered(saying(), None, 0.0) is None
    said = [health.missed(garbled=False) for _ in range(MOST_SILENT)]
    assert said[-1] == PartFailed("servo_silent", "pan", "does not answer")


def test_what_it_says_of_itself_is_believed() -> None:
    alarm = Alarm("servo_stalled", "is overloaded")
    assert pan().answered(saying(alarm=alarm), 2048, 0.0) == PartFailed(
        "servo_stalled", "pan", "is overloaded"
    )


def test_heat_is_measured_and_not_only_believed() -> None:
    failure = pan().answered(saying(temperature_c=70), 2048, 0.0)
    assert failure == PartFailed("servo_hot", "pan", "70 degrees hot")


def test_a_low_supply_is_a_brownout_after_some_readings() -> None:
    health = pan()
    for _ in range(MOST_LOW - 1):
        assert health.answered(saying(voltage_v=5.1), None, 0.0) is None
    assert health.answered(saying(), None, 0.0) is None
    said = [health.answered(saying(voltage_v=5.1), None, 0.0) for _ in range(MOST_LOW)]
    assert said[-1] == PartFailed("servo_brownout", "pan", "its supply is down to 5.1 V")


def test_torque_that_went_by_itself_is_a_brownout() -> None:
    health = pan()
    assert health.attached() is None
    assert health.answered(saying(), 2048, 0.0) is None
    assert health.answered(saying(torque=None), 2048, 0.1) is None
    failure = health.answered(saying(torque=False), 2048, 0.2)
    assert failure is not None
    assert failure.code == "servo_brownout"


def test_torque_that_never_came_is_an_order_that_got_lost() -> None:
    health = pan()
    for _ in range(MOST_ATTACHED):
        assert health.attached() is None
        assert health.answered(saying(torque=False), 2048, 0.0) is None
        assert health.lost_torque(saying(torque=False))
    assert health.attached() == PartFailed("driver", "pan", "does not take its torque")


def test_letting_go_on_purpose_is_no_brownout() -> None:
    health = pan()
    for _ in range(MOST_ATTACHED + 1):
        assert health.attached() is None
        assert health.answered(saying(), 2048, 0.0) is None
        health.detached()
        assert health.answered(saying(torque=False), None, 0.0) is None


def test_standing_under_load_far_from_the_goal_is_stalled_after_a_while() -> None:
    health = pan()
    said = [health.answered(saying(load=-0.9), 3000, i * 0.02) for i in range(40)]
    assert said[:20] == [None] * 20
    assert health.suspicious
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


def test_a_few_garbled_readings_are_counted_and_forgiven() -> None:
    noise = Noise("port x")
    for i in range(100):
        assert noise.note(True, i / NOISE_PER_S) is None
    assert noise.count == 100


def test_many_garbled_readings_are_a_fault() -> None:
    noise = Noise("port x")
    said = [noise.note(True, i * 0.02) for i in range(round(MOST_NOISE) + 3)]
    failure = next(found for found in said if found is not None)
    assert (failure.code, failure.part) == ("servo_checksum", "port x")


def test_sound_readings_are_no_noise() -> None:
    noise = Noise("port x")
    assert all(noise.note(False, i * 0.02) is None for i in range(100))
    assert noise.count == 0
