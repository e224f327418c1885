import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.config.config import BodyConfig, ProcessSection, contradiction
from hardware.config.open import open_hardware
from hardware.contract.calibration import PulseCalibration
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import DriverReport, PartFailed, Pose
from hardware.drivers.pulse.config import BoardServo, Gpio, Pca9685
from hardware.drivers.pulse.pca9685 import Pca9685Board, Prescaler
from tests.hardware.conformance import Bench, Conformance, Opener, eventually
from tests.hardware.drivers.ports.i2c_bench import Chip, I2cBench, i2c_bench
from tests.hardware.drivers.pulse.pca9685_chip import Pca9685Chip

pytestmark = pytest.mark.long

PAN, TILT, HAND = 0, 1, 15
SECTION = Pca9685(
    pan=BoardServo(channel=PAN),
    tilt=BoardServo(channel=TILT, direction=-1, trim_deg=5.0),
    hand=BoardServo(channel=HAND),
)
CONFIG = BodyConfig(
    body=ProcessSection(driver="pca9685"),
    pca9685=SECTION,
    gpio=Gpio(pin_factory="mock", red_pin=22, pause_pin=17),
)
STEP_DEG = 0.5


@pytest.fixture
def i2c() -> Iterator[I2cBench]:
    with i2c_bench() as bench:
        yield bench


@pytest.fixture
def chip(i2c: I2cBench) -> Pca9685Chip:
    return i2c.plug(0x40, Pca9685Chip())


@asynccontextmanager
async def opened_on(chip: Pca9685Chip, config: BodyConfig = CONFIG) -> AsyncIterator[Bench]:
    reports: list[DriverReport] = []
    pins = MockFactory(pin_class=MockPWMPin)

    def angle(channel: int, servo: PulseCalibration) -> float | None:
        pulse = None if chip.unplugged else chip.pulse_us(channel)
        return None if pulse is None else servo.angle_deg(pulse)

    def sent() -> Pose | None:
        pan, tilt = angle(PAN, SECTION.pan), angle(TILT, SECTION.tilt)
        return None if pan is None or tilt is None else Pose(pan, tilt)

    def plugged(unplugged: bool) -> None:
        chip.unplugged = unplugged

    def leave() -> None:
        board = Pca9685Board(config.pca9685 or SECTION)
        board.open()
        board.send({PAN: 1500.0, TILT: 1500.0})

    def disturb() -> Callable[[], bool]:
        chip.nacks = 2
        return lambda: chip.nacks == 0

    hand = SECTION.hand
    assert hand is not None
    async with open_hardware(config, reports.append, time.monotonic, pins) as hardware:
        yield Bench(
            hardware,
            sent,
            lambda: angle(HAND, hand),
            lambda: angle(TILT, SECTION.tilt),
            STEP_DEG,
            reports,
            unplug=lambda: plugged(True),
            plug=lambda: plugged(False),
            leave=leave,
            dip=chip.power_dip,
            disturb=disturb,
        )


@pytest.fixture
async def bench(chip: Pca9685Chip) -> AsyncIterator[Bench]:
    async with opened_on(chip) as bench:
        yield bench


class TestPca9685(Conformance):
    @pytest.fixture
    def opener(self, chip: Pca9685Chip) -> Opener:
        return lambda: opened_on(chip)


async def failed(bench: Bench) -> PartFailed:
    await eventually(lambda: bool(bench.reports))
    report = bench.reports[0]
    assert isinstance(report, PartFailed)
    return report


async def test_a_frame_is_a_servo_s_and_pulses_are_as_wide_as_asked(
    bench: Bench, chip: Pca9685Chip
) -> None:
    assert chip.frame_hz == pytest.approx(50, rel=0.01)
    bench.hardware.head.move(Pose(45.0, 5.0))
    await eventually(lambda: bench.sent() is not None)
    assert chip.pulse_us(PAN) == pytest.approx(1950, abs=2.5)
    assert chip.pulse_us(TILT) == pytest.approx(1500, abs=2.5)


async def test_a_chip_whose_clock_is_off_is_corrected_by_configuration(i2c: I2cBench) -> None:
    fast = i2c.plug(0x41, Pca9685Chip(26.6e6))
    section = msgspec.structs.replace(SECTION, address=0x41, oscillator_hz=26.6e6)
    async with opened_on(fast, msgspec.structs.replace(CONFIG, pca9685=section)) as bench:
        assert fast.frame_hz == pytest.approx(50, rel=0.01)
        bench.hardware.head.move(Pose(0.0, 5.0))
        await eventually(lambda: bench.sent() is not None)
        assert fast.pulse_us(PAN) == pytest.approx(1500, abs=2.5)


def test_an_external_clock_is_chosen_in_sleep(chip: Pca9685Chip) -> None:
    section = msgspec.structs.replace(SECTION, external_clock=True)
    board = Pca9685Board(section)
    board.open()
    assert chip.registers[0] & 0x40
    board.check()
    board.close()


async def test_a_board_that_is_plugged_in_again_ends_the_pulses_it_still_has(
    bench: Bench, chip: Pca9685Chip
) -> None:
    bench.hardware.head.move(Pose(20.0, 0.0))
    await eventually(lambda: bench.sent() is not None)
    chip.unplugged = True
    fault = await failed(bench)
    assert fault.code == "servo_unplugged"
    assert "check its plug" in fault.text
    assert chip.pulse_us(PAN) is not None  # nobody could tell it
    chip.unplugged = False
    await eventually(lambda: chip.pulse_us(PAN) is None)


async def test_after_a_dip_it_hears_no_call_to_all_chips(bench: Bench, chip: Pca9685Chip) -> None:
    chip.power_dip()
    fault = await failed(bench)
    assert fault.part == "servo board PCA9685 (I2C bus 1, address 0x40)"
    assert not chip.registers[0] & 0x01


async def test_a_held_bus_is_a_fault_of_the_bus(
    bench: Bench, chip: Pca9685Chip, i2c: I2cBench
) -> None:
    i2c.held = True
    assert (await failed(bench)).code == "servo_bus"


async def test_a_mode_that_nobody_set_is_a_fault_of_the_bus(
    bench: Bench, chip: Pca9685Chip
) -> None:
    chip.registers[0] = 0x0F
    fault = await failed(bench)
    assert fault.code == "servo_bus"
    assert "0x0f" in fault.text


async def test_a_board_that_is_not_there_is_an_error_at_the_start(i2c: I2cBench) -> None:
    with pytest.raises(NotConnected, match=r"address 0x40\): does not answer: check its plug"):
        async with open_hardware(CONFIG, print, time.monotonic, MockFactory()):
            raise AssertionError("opened")
    assert i2c.opened == 0


def test_another_chip_under_its_address_is_told_from_it(i2c: I2cBench) -> None:
    class Stubborn(Chip):
        def store(self, register: int, value: int) -> None:
            pass

    i2c.plug(0x40, Stubborn())
    with pytest.raises(NotConnected, match="this is no PCA9685"):
        Pca9685Board(SECTION).open()
    assert i2c.opened == 0


def test_a_board_that_was_never_opened_takes_nothing(i2c: I2cBench) -> None:
    board = Pca9685Board(SECTION)
    assert not board.all_off()
    with pytest.raises(HardwareError, match="is not open"):
        board.send({PAN: 1500.0})
    board.close()


@pytest.mark.parametrize("oscillator_hz", [23e6, 25e6, 27e6, 50e6])
def test_every_pulse_is_made_within_half_a_step(oscillator_hz: float) -> None:
    scale = Prescaler(oscillator_hz)
    for pulse_us in (500.0, 1500.0, 2500.0):
        assert abs(scale.nearest(pulse_us) - pulse_us) <= scale.step_us / 2
    assert 3 <= scale.value <= 255


def test_pins_of_the_bus_are_not_for_lights() -> None:
    gpio = Gpio(pin_factory="mock", red_pin=2)
    wrong = contradiction(msgspec.structs.replace(CONFIG, gpio=gpio))
    assert wrong is not None
    assert "gpio.red_pin = 2: the I2C bus of pca9685.address" in wrong
