import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory, MockPin, MockPWMPin

from hardware.config.config import BodyConfig, ProcessSection
from hardware.config.open import open_hardware
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import (
    ButtonPressed,
    ButtonReleased,
    DriverReport,
    LightState,
    Pose,
)
from hardware.drivers.pulse.config import Gpio, GpioServo
from tests.deadline import WAIT_S
from tests.hardware.conformance import Bench, Conformance, Opener, eventually

pytestmark = pytest.mark.long

PAN, TILT, HAND = 12, 13, 18
GPIO = Gpio(
    pin_factory="mock",
    pan=GpioServo(pin=PAN),
    tilt=GpioServo(pin=TILT, direction=-1, trim_deg=5.0),
    hand=GpioServo(pin=HAND),
    red_pin=22,
    green_pin=23,
    blue_pin=24,
    eye_upper_pin=5,
    eye_lower_pin=6,
    pause_pin=17,
    volume_up_pin=27,
    volume_down_pin=4,
)
CONFIG = BodyConfig(body=ProcessSection(driver="gpio"), gpio=GPIO)


def nobody(_: DriverReport) -> None:
    raise AssertionError("nothing was to be reported")


def mock_pins() -> MockFactory:
    return MockFactory(pin_class=MockPWMPin)


def pulse_us(pins: MockFactory, number: int) -> float | None:
    """The pulse that really leaves the pin; None without pulses."""
    pin = pins.pin(number)
    return None if pin.frequency is None else pin.state / pin.frequency * 1e6


@asynccontextmanager
async def opened(pins: MockFactory | None = None) -> AsyncIterator[Bench]:
    pins = pins or mock_pins()
    reports: list[DriverReport] = []

    def angle(servo: GpioServo | None) -> float | None:
        assert servo is not None
        pulse = pulse_us(pins, servo.pin)
        return None if pulse is None else servo.angle_deg(pulse)

    def sent() -> Pose | None:
        pan, tilt = angle(GPIO.pan), angle(GPIO.tilt)
        return None if pan is None or tilt is None else Pose(pan, tilt)

    async with open_hardware(CONFIG, reports.append, time.monotonic, pins) as hardware:
        yield Bench(
            hardware, sent, lambda: angle(GPIO.hand), lambda: angle(GPIO.tilt), reports=reports
        )


class TestGpio(Conformance):
    @pytest.fixture
    def opener(self) -> Opener:
        return opened

    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with opened() as bench:
            yield bench


@pytest.mark.parametrize(
    ("pose", "pan_us", "tilt_us"),
    [
        pytest.param(Pose(0.0, 5.0), 1500.0, 1500.0, id="middle"),
        pytest.param(Pose(45.0, 35.0), 1950.0, 1200.0, id="left-up"),
        pytest.param(Pose(-90.0, -35.0), 600.0, 1900.0, id="right-down"),
        pytest.param(Pose(0.3, 5.0), 1503.0, 1500.0, id="a-third-of-a-degree"),
    ],
)
async def test_angles_become_pulses_of_this_width(
    pose: Pose, pan_us: float, tilt_us: float
) -> None:
    pins = mock_pins()
    async with opened(pins) as bench:
        bench.hardware.head.move(pose)
        assert pins.pin(PAN).frequency == 50
        assert pins.pin(PAN).state == pytest.approx(pan_us / 20000)
        assert pulse_us(pins, PAN) == pytest.approx(pan_us)
        assert pulse_us(pins, TILT) == pytest.approx(tilt_us)


async def test_half_closed_eyes_shine_below_only() -> None:
    pins = mock_pins()
    async with opened(pins) as bench:
        assert bench.hardware.lights is not None
        bench.hardware.lights.show(LightState(0.25, 0.5, 1.0, 0.5))
        shown = [pins.pin(number).state for number in (22, 23, 24, 5, 6)]
        assert shown == pytest.approx([0.25, 0.5, 1.0, 0.0, 1.0])
        bench.hardware.lights.show(LightState(eyes=1.0))
        assert [pins.pin(number).state for number in (5, 6)] == [1.0, 1.0]


async def test_a_press_in_another_thread_arrives_on_the_loop() -> None:
    pins = mock_pins()
    threads: list[threading.Thread] = []
    reports: list[DriverReport] = []

    def report(given: DriverReport) -> None:
        reports.append(given)
        threads.append(threading.current_thread())

    async with open_hardware(CONFIG, report, time.monotonic, pins):
        async with asyncio.timeout(WAIT_S):
            await asyncio.to_thread(pins.pin(17).drive_low)
            await asyncio.to_thread(pins.pin(17).drive_high)
        await eventually(lambda: len(reports) == 2)
        assert reports == [ButtonPressed("pause"), ButtonReleased("pause")]
        assert set(threads) == {threading.current_thread()}


async def test_every_pin_is_free_again_after_leaving() -> None:
    pins = mock_pins()
    async with opened(pins):
        pass
    async with opened(pins) as bench:
        bench.hardware.head.move(Pose(0.0, 0.0))


async def test_pins_without_pulses_are_an_error_at_the_start() -> None:
    with pytest.raises(NotConnected, match=f"pin {PAN}"):
        async with open_hardware(CONFIG, nobody, time.monotonic, MockFactory(pin_class=MockPin)):
            raise AssertionError("opened")


async def test_a_pin_used_twice_is_an_error_at_the_start() -> None:
    twice = Gpio(pin_factory="mock", pan=GpioServo(pin=PAN), tilt=GpioServo(pin=PAN))
    config = BodyConfig(body=ProcessSection(driver="gpio"), gpio=twice)
    with pytest.raises(NotConnected, match=f"pin {PAN}"):
        async with open_hardware(config, nobody, time.monotonic, mock_pins()):
            raise AssertionError("opened")


class _DeadPin(MockPWMPin):  # type: ignore[misc]
    dead = False

    def _set_state(self, value: float) -> None:
        if _DeadPin.dead:
            raise gpiozero.PinInvalidState("the pin does not answer")
        super()._set_state(value)


@pytest.fixture
def dying() -> Any:
    _DeadPin.dead = False
    yield lambda: setattr(_DeadPin, "dead", True)
    _DeadPin.dead = False


async def test_a_pin_that_fails_names_its_part(dying: Callable[[], None]) -> None:
    async with opened(MockFactory(pin_class=_DeadPin)) as bench:
        dying()
        with pytest.raises(HardwareError, match="pan servo"):
            bench.hardware.head.move(Pose(1.0, 0.0))
        assert bench.hardware.lights is not None
        with pytest.raises(HardwareError) as failed:
            bench.hardware.lights.show(LightState(red=1.0))
        assert failed.value.code == "lights"
