import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.pulse import maestro_frames as frames
from tests.hardware.drivers.pulse.maestro_emulator import remainder


def test_the_bytes_are_those_of_the_user_s_guide() -> None:
    data = frames.target(0, 1500.0)
    compact = frames.request(frames.SET_TARGET, data, "compact", 12, False)
    assert compact == bytes([0x84, 0x00, 0x70, 0x2E])
    pololu = frames.request(frames.SET_TARGET, data, "pololu", 12, False)
    assert pololu == bytes([0xAA, 0x0C, 0x04, 0x00, 0x70, 0x2E])


def test_the_checksum_is_that_of_the_user_s_guide() -> None:
    assert frames.crc7(b"\x83\x01") == 0x17
    assert frames.request(0x83, b"\x01", "compact", 12, True) == b"\x83\x01\x17"


@given(st.binary(max_size=12))
def test_the_checksum_is_the_remainder_of_a_long_division(message: bytes) -> None:
    assert frames.crc7(message) == remainder(message)


@given(st.integers(0, 23), st.floats(400, 2600))
def test_a_target_is_within_an_eighth_of_a_microsecond(channel: int, pulse_us: float) -> None:
    where, low, high = frames.target(channel, pulse_us)
    assert where == channel
    assert low < 128
    assert high < 128
    assert (low + 128 * high) / 4 == frames.nearest(pulse_us)
    assert abs(frames.nearest(pulse_us) - pulse_us) <= 0.125


def test_no_pulses_are_a_target_of_0_which_no_pulse_is() -> None:
    assert frames.target(3, None) == bytes([3, 0, 0])
    assert frames.quarters(0.0) == 1


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        pytest.param(1 << 3, "serial CRC", id="one"),
        pytest.param(1 << 4 | 1 << 5, "serial protocol, serial timeout", id="two"),
        pytest.param(1 << 15, "", id="unknown"),
    ],
)
def test_error_bits_are_spelled_out(bits: int, words: str) -> None:
    assert frames.spelled(bits) == words
