import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus.dynamixel_table import (
    ALERT,
    READING_BYTES,
    SETTINGS_BYTES,
    Settings,
    alarm,
    long,
    reading,
    settings,
    velocity,
    watchdog,
)


def memory(position: int = 2048, pwm: int = 0, tenths: int = 74, degrees_c: int = 30) -> bytes:
    found = bytearray(READING_BYTES)
    found[0] = 1
    found[2:4] = pwm.to_bytes(2, "little", signed=True)
    found[10:14] = position.to_bytes(4, "little", signed=True)
    found[22:24] = tenths.to_bytes(2, "little")
    found[24] = degrees_c
    return bytes(found)


def test_a_reading_is_taken_apart() -> None:
    found = reading(memory(-5, -885, 117, 41), alert=False, heard=None)
    assert (found.position, found.load, found.voltage_v) == (-5, -1.0, 11.7)
    assert (found.temperature_c, found.moving) == (41, True)
    assert (found.torque, found.tripped, found.alarm) == (None, False, None)


def test_settings_say_torque_reason_and_watchdog() -> None:
    told = bytearray(SETTINGS_BYTES)
    told[0], told[6], told[34] = 1, 0x20, 0xFF
    heard = settings(bytes(told))
    assert heard == Settings(True, alarm(0x20), tripped=True)
    found = reading(memory(), alert=True, heard=heard)
    assert (found.torque, found.tripped, found.alarm) == (True, True, alarm(0x20))


def test_an_alert_without_its_reason_is_an_alarm_too() -> None:
    assert reading(memory(), alert=True, heard=None).alarm == ALERT


@pytest.mark.parametrize(
    ("bits", "code"),
    [
        pytest.param(0x01, "servo_brownout", id="voltage"),
        pytest.param(0x04, "servo_hot", id="heat"),
        pytest.param(0x08, "driver", id="encoder"),
        pytest.param(0x10, "servo_brownout", id="shock"),
        pytest.param(0x20, "servo_stalled", id="overload"),
    ],
)
def test_its_hardware_error_is_told_in_the_words_of_the_body(bits: int, code: str) -> None:
    found = alarm(bits)
    assert found is not None
    assert found.code == code


def test_speeds_are_in_its_own_unit_and_never_without_limit() -> None:
    assert velocity(512.0, 4096.0) == 33  # 45 deg/s, 7.5 turns a minute
    assert velocity(0.0, 4096.0) == 1


def test_the_watchdog_counts_in_20_ms_within_its_bounds() -> None:
    assert (watchdog(0.5), watchdog(0.001), watchdog(9.0)) == (25, 1, 127)


def test_a_position_has_four_bytes_with_a_sign() -> None:
    assert long(-2) == b"\xfe\xff\xff\xff"


@given(st.binary(min_size=READING_BYTES, max_size=READING_BYTES), st.booleans())
def test_any_memory_of_the_right_size_is_a_reading(told: bytes, alert: bool) -> None:
    assert -1 <= reading(told, alert, None).load <= 1


def test_memory_of_another_size_is_refused() -> None:
    with pytest.raises(OutOfRange):
        reading(b"\x00", alert=False, heard=None)
    with pytest.raises(OutOfRange):
        settings(b"\x00")
