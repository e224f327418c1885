import errno
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.config.config import BodyConfig, ProcessSection
from hardware.config.open import open_hardware
from hardware.contract.calibration import PulseCalibration
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import DriverReport, Pose
from hardware.drivers.pulse import sysfs
from hardware.drivers.pulse.config import Gpio, Pwm, PwmServo
from hardware.drivers.pulse.sysfs import PwmChannel, find_chip, put
from tests.hardware.conformance import Bench, Conformance, Opener
from tests.hardware.drivers.pulse.kernel_pwm import KernelPwm, kernel_pwm

pytestmark = pytest.mark.long

CHIP = "1f00098000.pwm"
PAN, TILT, HAND = 0, 1, 2


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[KernelPwm]:
    with kernel_pwm(tmp_path) as kernel:
        kernel.add_chip("pwmchip0", "fan.pwm", 1)
        kernel.add_chip("pwmchip2", CHIP, 4)
        yield kernel


def section(kernel: KernelPwm, chip: str = CHIP, polarity: str = "normal") -> Pwm:
    return Pwm(
        chip=chip,
        root=str(kernel.root),
        pan=PwmServo(channel=PAN),
        tilt=PwmServo(channel=TILT, direction=-1, trim_deg=5.0),
        hand=PwmServo(channel=HAND),
        polarity="inversed" if polarity == "inversed" else "normal",
    )


def config(kernel: KernelPwm, pwm: Pwm | None = None) -> BodyConfig:
    return BodyConfig(
        body=ProcessSection(driver="pwm"),
        pwm=pwm or section(kernel),
        gpio=Gpio(pin_factory="mock", red_pin=22, pause_pin=17),
    )


@asynccontextmanager
async def opened_on(kernel: KernelPwm, pwm: Pwm | None = None) -> AsyncIterator[Bench]:
    reports: list[DriverReport] = []
    pins = MockFactory(pin_class=MockPWMPin)
    given = pwm or section(kernel)

    def angle(servo: PulseCalibration | None) -> float | None:
        assert isinstance(servo, PwmServo)
        pulse = kernel.pulse_us("pwmchip2", servo.channel)
        return None if pulse is None else servo.angle_deg(pulse)

    def sent() -> Pose | None:
        pan, tilt = angle(given.pan), angle(given.tilt)
        return None if pan is None or tilt is None else Pose(pan, tilt)

    def leave() -> None:
        chip = kernel.root / "pwmchip2"
        for channel in (given.pan.channel, given.tilt.channel):
            kernel.put(chip / "export", str(channel))
            # With a frame of another length, as another program has it.
            for name, value in (("period", "5000000"), ("duty_cycle", "2000000"), ("enable", "1")):
                kernel.put(chip / f"pwm{channel}" / name, value)

    whole = config(kernel, given)
    async with open_hardware(whole, reports.append, time.monotonic, pins) as hardware:
        yield Bench(
            hardware,
            sent,
            lambda: angle(given.hand),
            lambda: angle(given.tilt),
            1e-3,
            reports,
            leave=leave,
        )


@pytest.fixture
async def bench(kernel: KernelPwm) -> AsyncIterator[Bench]:
    async with opened_on(kernel) as bench:
        yield bench


class TestPwm(Conformance):
    @pytest.fixture
    def opener(self, kernel: KernelPwm) -> Opener:
        return lambda: opened_on(kernel)


async def test_a_pulse_is_exact_to_the_nanosecond_in_a_servo_s_frame(
    bench: Bench, kernel: KernelPwm
) -> None:
    bench.hardware.head.move(Pose(0.3, 5.0))
    folder = kernel.root / "pwmchip2" / "pwm0"
    assert (folder / "period").read_text() == "20000000\n"
    assert (folder / "duty_cycle").read_text() == "1503000\n"
    assert (folder / "enable").read_text() == "1\n"


async def test_the_channels_are_given_back(kernel: KernelPwm) -> None:
    async with opened_on(kernel) as bench:
        bench.hardware.head.move(Pose(0.0, 0.0))
        assert (kernel.root / "pwmchip2" / "pwm0").exists()
    assert not (kernel.root / "pwmchip2" / "pwm0").exists()


async def test_turned_over_pulses_are_set_before_they_begin(kernel: KernelPwm) -> None:
    async with opened_on(kernel, section(kernel, polarity="inversed")) as bench:
        bench.hardware.head.move(Pose(0.0, 5.0))
        folder = kernel.root / "pwmchip2" / "pwm0"
        assert (folder / "polarity").read_text() == "inversed\n"


async def test_the_rights_that_udev_sets_late_are_waited_for(kernel: KernelPwm) -> None:
    kernel.late = 3
    async with opened_on(kernel) as bench:
        assert bench.hardware.name == "pwm"


async def test_rights_that_never_come_are_an_error_that_names_the_group(
    kernel: KernelPwm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sysfs, "RIGHTS_S", 0.0)
    kernel.late = 1_000_000
    with pytest.raises(NotConnected, match=r"pan servo \(pwmchip2, channel 0\).*group gpio"):
        async with opened_on(kernel):
            raise AssertionError("opened")


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        pytest.param(errno.EACCES, "group gpio", id="rights"),
        pytest.param(errno.EROFS, "ProtectKernelTunables=no", id="hardened-service"),
    ],
)
async def test_a_folder_that_may_not_be_written_names_the_remedy(
    kernel: KernelPwm, number: int, remedy: str
) -> None:
    kernel.refuses = number
    with pytest.raises(NotConnected, match=rf"pan servo.*{remedy}"):
        async with opened_on(kernel):
            raise AssertionError("opened")


def test_a_chip_is_found_by_its_number_too(kernel: KernelPwm) -> None:
    assert find_chip(section(kernel, "pwmchip2")).name == "pwmchip2"


async def test_a_chip_that_is_not_there_names_those_that_are_and_the_overlay(
    kernel: KernelPwm,
) -> None:
    with pytest.raises(NotConnected, match=r"pwmchip0 \(fan\.pwm\).*dtoverlay=pwm-2chan"):
        async with opened_on(kernel, section(kernel, "fe20c000.pwm")):
            raise AssertionError("opened")


def test_no_chip_at_all_is_said(tmp_path: Path) -> None:
    with kernel_pwm(tmp_path) as kernel, pytest.raises(NotConnected, match="no chip at all"):
        find_chip(section(kernel))


async def test_a_channel_that_the_chip_has_not_is_an_error(kernel: KernelPwm) -> None:
    pwm = msgspec.structs.replace(section(kernel), hand=PwmServo(channel=4))
    with pytest.raises(NotConnected, match=r"hand servo.*pwmchip2 has channels 0 to 3"):
        async with opened_on(kernel, pwm):
            raise AssertionError("opened")
    assert not (kernel.root / "pwmchip2" / "pwm0").exists()


async def test_a_channel_that_the_kernel_uses_itself_is_an_error(kernel: KernelPwm) -> None:
    kernel.busy.add(("pwmchip2", TILT))
    with pytest.raises(NotConnected, match=r"tilt servo.*another driver of the kernel"):
        async with opened_on(kernel):
            raise AssertionError("opened")


async def test_a_chip_that_vanishes_is_a_failure_of_the_move_and_detaching_still_works(
    bench: Bench, kernel: KernelPwm
) -> None:
    bench.hardware.head.move(Pose(10.0, 0.0))
    kernel.gone = True
    with pytest.raises(HardwareError, match=r"pan servo.*the kernel refuses"):
        bench.hardware.head.move(Pose(20.0, 0.0))
    bench.hardware.head.detach()
    kernel.gone = False
    bench.hardware.head.detach()
    bench.hardware.head.reset()
    bench.hardware.head.move(Pose(20.0, 5.0))
    assert kernel.pulse_us("pwmchip2", PAN) == 1700.0


def test_the_files_themselves_are_written_without_creating_any(tmp_path: Path) -> None:
    (tmp_path / "enable").write_text("0")
    put(tmp_path / "enable", "1")
    assert (tmp_path / "enable").read_text() == "1"
    with pytest.raises(FileNotFoundError):
        put(tmp_path / "period", "1")


def test_a_channel_answers_for_itself(kernel: KernelPwm) -> None:
    channel = PwmChannel(kernel.root / "pwmchip2", 3, "normal", "spare")
    channel.open()
    assert channel.send(1500.0004) == 1500.0
    assert kernel.pulse_us("pwmchip2", 3) == 1500.0
    channel.close()
    channel.close()
