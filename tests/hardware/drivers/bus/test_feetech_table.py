import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus.feetech_table import READING_BYTES, alarm, reading, word

MEMORY = bytes([1]) + bytes(15) + bytes.fromhex("00 08 00 00 64 04 4a 1e 00 00 01")


def test_a_reading_is_taken_apart() -> None:
    found = reading(MEMORY, 0, "little")
    assert (found.position, found.load, found.voltage_v) == (2048, -0.1, 7.4)
    assert (found.temperature_c, found.moving, found.torque) == (30, True, True)
    assert found.alarm is None


def test_scs_servos_count_the_other_way_round() -> None:
    assert word(0x0102, "big") == b"\x01\x02"
    assert reading(MEMORY, 0, "big").position == 8


@pytest.mark.parametrize(
    ("bits", "code"),
    [
        pytest.param(0x01, "servo_brownout", id="voltage"),
        pytest.param(0x02, "driver", id="sensor"),
        pytest.param(0x04, "servo_hot", id="heat"),
        pytest.param(0x08, "servo_stalled", id="current"),
        pytest.param(0x20, "servo_stalled", id="overload"),
        pytest.param(0x25, "servo_hot", id="the-worst-of-several"),
    ],
)
def test_its_status_is_told_in_the_words_of_the_body(bits: int, code: str) -> None:
    found = alarm(bits)
    assert found is not None
    assert found.code == code
    assert reading(MEMORY, bits, "little").alarm == found


@given(st.binary(min_size=READING_BYTES, max_size=READING_BYTES), st.integers(0, 255))
def test_any_memory_of_the_right_size_is_a_reading(memory: bytes, bits: int) -> None:
    found = reading(memory, bits, "little")
    assert -0x8000 < found.position < 0x8000
    assert -1 <= found.load <= 1


def test_a_reading_of_another_size_is_refused() -> None:
    with pytest.raises(OutOfRange):
        reading(b"\x00", 0, "big")
