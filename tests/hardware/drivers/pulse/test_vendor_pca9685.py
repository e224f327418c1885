"""Adafruit's library and our driver on one PCA9685: the same pulses by the same registers."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from adafruit_pca9685 import PCA9685
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.calibration import FRAME_S
from hardware.drivers.pulse.config import BoardServo, Pca9685
from hardware.drivers.pulse.pca9685 import Pca9685Board, Prescaler
from tests.hardware.drivers.ports.i2c_bench import i2c_bench
from tests.hardware.drivers.pulse.pca9685_chip import (
    ALL_FIRST,
    FIRST,
    MODE1,
    PRE_SCALE,
    Pca9685Chip,
)
from tests.hardware.vendor_bus import VendorBus

ADDRESS = 0x40
CLOCKS_HZ = st.integers(23_000_000, 27_500_000)
"""The data sheet's typical 25 MHz, and what boards were measured at."""


@contextmanager
def both_on(chip: Pca9685Chip) -> Iterator[VendorBus]:
    with i2c_bench() as bench:
        bench.plug(ADDRESS, chip)
        yield VendorBus(bench.chips[1])


def our_board(oscillator_hz: float = 25e6) -> Pca9685Board:
    section = Pca9685(
        pan=BoardServo(channel=0), tilt=BoardServo(channel=1), oscillator_hz=oscillator_hz
    )
    board = Pca9685Board(section)
    board.open()
    return board


def channel_bytes(chip: Pca9685Chip, channel: int) -> list[int]:
    return [chip.registers.get(FIRST + 4 * channel + byte, 0) for byte in range(4)]


@given(oscillator_hz=CLOCKS_HZ)
def test_the_prescaler_of_a_servo_s_frame_is_the_same(oscillator_hz: int) -> None:
    chip = Pca9685Chip(oscillator_hz)
    with both_on(chip) as bus:
        theirs = PCA9685(bus, address=ADDRESS, reference_clock_speed=oscillator_hz)
        theirs.frequency = 1.0 / FRAME_S
        assert chip.registers[PRE_SCALE] == Prescaler(oscillator_hz).value
        assert theirs.frequency == pytest.approx(chip.frame_hz)


@given(pulse_us=st.floats(500.0, 2500.0), channel=st.integers(0, 15))
def test_a_pulse_is_the_same_four_bytes(pulse_us: float, channel: int) -> None:
    ours_chip, theirs_chip = Pca9685Chip(), Pca9685Chip()
    scale = Prescaler(25e6)
    with both_on(ours_chip):
        our_board().send({channel: pulse_us})
    with both_on(theirs_chip) as bus:
        theirs = PCA9685(bus, address=ADDRESS)
        theirs.frequency = 1.0 / FRAME_S
        theirs.channels[channel].duty_cycle = scale.steps(pulse_us) << 4
    assert channel_bytes(ours_chip, channel) == channel_bytes(theirs_chip, channel)
    assert ours_chip.pulse_us(channel) == pytest.approx(theirs_chip.pulse_us(channel))
    assert ours_chip.pulse_us(channel) == pytest.approx(pulse_us, abs=scale.step_us)


@given(pulse_us=st.floats(500.0, 2500.0))
def test_theirs_reads_the_pulse_that_ours_wrote(pulse_us: float) -> None:
    chip = Pca9685Chip()
    with both_on(chip) as bus:
        theirs = PCA9685(bus, address=ADDRESS)  # first: its start leaves the chip without counting
        our_board().send({3: pulse_us})
        assert theirs.pwm_regs[3] == (0, Prescaler(25e6).steps(pulse_us))


def test_no_pulse_is_full_off_for_both() -> None:
    chip = Pca9685Chip()
    with both_on(chip) as bus:
        theirs = PCA9685(bus, address=ADDRESS)
        theirs.frequency = 1.0 / FRAME_S
        theirs.channels[0].duty_cycle = 0x1000
        theirs.channels[1].duty_cycle = 0x1000
        theirs.channels[1].duty_cycle = 0
        assert chip.pulse_us(1) is None
        board = our_board()
        assert chip.pulse_us(0) is None
        board.send({0: 1500.0})
        board.send({0: None})
        assert channel_bytes(chip, 0)[3] & 0x10 == channel_bytes(chip, 1)[3] & 0x10 == 0x10
        assert theirs.channels[0].duty_cycle == 0


def test_ours_shuts_out_the_all_call_that_theirs_shuts_out_too() -> None:
    chip = Pca9685Chip()
    with both_on(chip) as bus:
        PCA9685(bus, address=ADDRESS).frequency = 1.0 / FRAME_S
        theirs = chip.registers[MODE1] & 0x7F
        our_board()
        assert chip.registers[MODE1] & 0x7F == theirs
        assert chip.registers.get(ALL_FIRST) is None
