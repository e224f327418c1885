import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from gpiozero.pins.mock import MockFactory, MockPWMPin

from hardware.config.config import BodyConfig, ProcessSection
from hardware.config.open import open_hardware
from hardware.contract.calibration import PulseCalibration
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import DriverReport, PartFailed, Pose
from hardware.drivers.pulse.config import Gpio
from hardware.drivers.pulse.maestro import MaestroBoard
from hardware.drivers.pulse.maestro_config import Maestro, MaestroServo
from tests.hardware.conformance import Bench, Conformance, Opener, eventually
from tests.hardware.drivers.pulse import maestro_emulator as emulator

pytestmark = pytest.mark.long

PAN, TILT, HAND = 0, 1, 5


def section(port: str, **more: Any) -> Maestro:
    return msgspec.structs.replace(
        Maestro(
            port=port,
            pan=MaestroServo(channel=PAN),
            tilt=MaestroServo(channel=TILT, direction=-1, trim_deg=5.0),
            hand=MaestroServo(channel=HAND),
            answer_s=2.0,  # the Maestro shares a busy machine, and even its interpreter
        ),
        **more,
    )


def config(maestro: Maestro) -> BodyConfig:
    return BodyConfig(
        body=ProcessSection(driver="maestro"),
        maestro=maestro,
        gpio=Gpio(pin_factory="mock", red_pin=22, pause_pin=17),
    )


class Desk:
    """A place to plug Maestros in: always under the same path, as a rule of udev does."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.port = folder / "maestro"
        self._settings = settings
        self.maestro = emulator.Maestro(**settings)
        self.port.symlink_to(self.maestro.path)

    def unplug(self) -> None:
        self.port.unlink()
        self.maestro.unplug()

    def plug(self) -> None:
        self.maestro.close()
        self.maestro = emulator.Maestro(**self._settings)
        self.port.symlink_to(self.maestro.path)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.maestro.close()


@asynccontextmanager
async def opened_on(desk: Desk, **more: Any) -> AsyncIterator[Bench]:
    reports: list[DriverReport] = []
    pins = MockFactory(pin_class=MockPWMPin)
    given = section(str(desk.port), **more)

    def angle(servo: PulseCalibration | None) -> float | None:
        assert isinstance(servo, MaestroServo)
        pulse = desk.maestro.pulse_us(servo.channel)
        return None if pulse is None else servo.angle_deg(pulse)

    def sent() -> Pose | None:
        pan, tilt = angle(given.pan), angle(given.tilt)
        return None if pan is None or tilt is None else Pose(pan, tilt)

    def leave() -> None:
        for servo in (PAN, TILT):
            desk.maestro.channels[servo].target = 6000

    def disturb() -> Callable[[], bool]:
        desk.maestro.corrupt = 1
        return lambda: desk.maestro.corrupt == 0

    async with open_hardware(config(given), reports.append, time.monotonic, pins) as hardware:
        yield Bench(
            hardware,
            sent,
            lambda: angle(given.hand),
            lambda: angle(given.tilt),
            0.025,
            reports,
            unplug=desk.unplug,
            plug=desk.plug,
            leave=leave,
            dip=lambda: desk.maestro.brown_out(),
            disturb=disturb,
        )


@pytest.fixture
async def bench(desk: Desk) -> AsyncIterator[Bench]:
    async with opened_on(desk) as bench:
        yield bench


class TestMaestro(Conformance):
    @pytest.fixture
    def opener(self, desk: Desk) -> Opener:
        return lambda: opened_on(desk)


async def failed(bench: Bench) -> PartFailed:
    await eventually(lambda: bool(bench.reports))
    report = bench.reports[0]
    assert isinstance(report, PartFailed)
    return report


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        pytest.param({"crc": True}, {"crc": True}, id="compact-with-checksum"),
        pytest.param({"device": 7}, {"protocol": "pololu", "device": 7}, id="pololu"),
        pytest.param(
            {"device": 7, "crc": True},
            {"protocol": "pololu", "device": 7, "crc": True},
            id="pololu-with-checksum",
        ),
    ],
)
async def test_every_protocol_moves_the_head(
    tmp_path: Path, settings: dict[str, Any], more: dict[str, Any]
) -> None:
    desk = Desk(tmp_path, **settings)
    try:
        async with opened_on(desk, **more) as bench:
            bench.hardware.head.move(Pose(45.0, 5.0))
            await eventually(lambda: desk.maestro.pulse_us(PAN) == 1950.0)
            await eventually(lambda: desk.maestro.pulse_us(TILT) == 1500.0)
            assert bench.reports == []
    finally:
        desk.maestro.close()


async def test_its_own_ramps_are_taken_out(bench: Bench, desk: Desk) -> None:
    for number in (PAN, TILT, HAND):
        channel = desk.maestro.channels[number]
        assert (channel.speed, channel.acceleration) == (0, 0)
    assert desk.maestro.channels[3].speed == 5


@pytest.mark.parametrize(
    ("bits", "code", "remedy"),
    [
        pytest.param(1 << 3, "servo_checksum", r"serial CRC.*crc is as set there", id="checksum"),
        pytest.param(1 << 0, "servo_bus", "serial signal.*baud", id="signal"),
        pytest.param(1 << 4, "servo_bus", "serial protocol", id="protocol"),
        pytest.param(1 << 5, "servo_silent", "serial timeout", id="timeout"),
        pytest.param(1 << 6, "driver", "script stack", id="script"),
        pytest.param(1 << 12, "driver", "unknown bits 0x1000", id="unknown"),
    ],
)
async def test_an_error_that_it_reports_is_a_named_fault_and_every_pulse_ends(
    bench: Bench, desk: Desk, bits: int, code: str, remedy: str
) -> None:
    bench.hardware.head.move(Pose(20.0, 0.0))
    await eventually(lambda: bench.sent() is not None)
    desk.maestro.errors = bits
    fault = await failed(bench)
    assert fault.code == code
    assert fault.part == f"Maestro (port {desk.port})"
    with pytest.raises(HardwareError, match=remedy):
        raise HardwareError(fault.part, fault.text)
    await eventually(lambda: bench.sent() is None)


async def test_errors_from_before_the_start_do_not_count(desk: Desk) -> None:
    desk.maestro.errors = 1 << 5
    async with opened_on(desk) as bench:
        bench.hardware.head.move(Pose(20.0, 0.0))
        await eventually(lambda: bench.sent() is not None)
        assert bench.reports == []


async def test_a_range_too_small_in_its_settings_is_a_wrong_calibration(
    bench: Bench, desk: Desk
) -> None:
    desk.maestro.channels[PAN].most = 4 * 2000
    bench.hardware.head.move(Pose(80.0, 0.0))
    fault = await failed(bench)
    assert fault.code == "calibration"
    assert "stands at 2000 us and not at 2300 us" in fault.text


async def test_one_that_falls_silent_is_a_fault(desk: Desk) -> None:
    async with opened_on(desk, answer_s=0.1) as bench:
        desk.maestro.silent = True
        fault = await failed(bench)
        assert fault.code == "servo_silent"
        assert "USB Dual Port" in fault.text


async def test_more_bytes_than_asked_for_are_a_fault_of_the_bus(bench: Bench, desk: Desk) -> None:
    desk.maestro.noise = b"\x00" * 7
    assert (await failed(bench)).code in ("servo_bus", "servo_checksum")


@pytest.mark.parametrize(
    ("settings", "more"),
    [
        pytest.param({"device": 3}, {"protocol": "pololu", "answer_s": 0.02}, id="other-number"),
        pytest.param({"crc": True}, {"answer_s": 0.02}, id="checksum-not-sent"),
    ],
)
async def test_settings_that_differ_are_an_error_at_the_start(
    tmp_path: Path, settings: dict[str, Any], more: dict[str, Any]
) -> None:
    desk = Desk(tmp_path, **settings)
    try:
        with pytest.raises(HardwareError, match="Maestro"):
            async with opened_on(desk, **more):
                raise AssertionError("opened")
    finally:
        desk.maestro.close()


async def test_a_port_that_is_not_there_is_an_error_at_the_start(tmp_path: Path) -> None:
    given = config(section(str(tmp_path / "none")))
    with pytest.raises(NotConnected, match="plug it in") as refused:
        async with open_hardware(given, print, time.monotonic, MockFactory()):
            raise AssertionError("opened")
    assert refused.value.code == "servo_unplugged"


def test_a_board_that_was_never_opened_takes_nothing(tmp_path: Path) -> None:
    board = MaestroBoard(section(str(tmp_path / "none")))
    assert not board.all_off()
    with pytest.raises(HardwareError, match="is not open"):
        board.send({PAN: 1500.0})
    board.close()
