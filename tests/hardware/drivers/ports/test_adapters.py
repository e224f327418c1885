"""Conformance of every serial driver with the adapters that there are."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import serial

from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import DriverReport, Hardware, PartFailed, Pose
from hardware.drivers.bus.config import BusServo
from hardware.drivers.bus.driver import open_bus
from hardware.drivers.ports import latency_timer, serial_names
from hardware.drivers.pulse.maestro import open_maestro
from hardware.drivers.pulse.maestro_config import Maestro, MaestroServo
from hardware.motion.config import Motion
from tests.hardware.conformance import eventually
from tests.hardware.drivers.bus import dynamixel_emulator, feetech_emulator
from tests.hardware.drivers.bus.sections import HAND, PAN, TILT, dynamixel, feetech
from tests.hardware.drivers.pulse import maestro_emulator

pytestmark = pytest.mark.long

ANSWER_S = 1.0
"""The emulators share a busy machine, and even its interpreter."""


@dataclass(frozen=True)
class Driver:
    """One serial driver over its emulator.

    Args:
        rate: A rate at which its devices may be by mistake, asked early.
        driven: Whether the emulated pan is driven.
        asked_s: Longest time for one answer while rates are tried: a bus is asked often.
    """

    emulated: Callable[[], Any]
    section: Callable[..., Any]
    open: Callable[..., AbstractAsyncContextManager[Hardware]]
    rate: int
    driven: Callable[[Any], bool]
    asked_s: float = 0.2


def scs_section(port: str, **more: Any) -> Any:
    def servo(number: int) -> BusServo:
        return BusServo(id=number, positions_per_turn=1229, centre=512, high=1023)

    ids = {"pan": servo(PAN), "tilt": servo(TILT), "hand": servo(HAND)}
    return feetech(port, "scs", **ids, **more)


def maestro_section(port: str, **more: Any) -> Maestro:
    pan, tilt = MaestroServo(channel=0), MaestroServo(channel=23)
    return Maestro(port=port, pan=pan, tilt=tilt, **more)


@contextmanager
def scs_emulated() -> Iterator[Any]:
    with feetech_emulator.emulated(PAN, TILT, HAND, little=False) as servos:
        for servo in servos.servos.values():
            servo.position = 512.0
        yield servos


def has_torque(servos: Any) -> bool:
    return bool(servos.servos[PAN].torque)


DRIVERS = {
    "sts": Driver(
        lambda: feetech_emulator.emulated(PAN, TILT, HAND), feetech, open_bus, 500_000, has_torque
    ),
    "scs": Driver(scs_emulated, scs_section, open_bus, 500_000, has_torque),
    "dynamixel": Driver(
        lambda: dynamixel_emulator.emulated(PAN, TILT, HAND),
        dynamixel,
        open_bus,
        57_600,
        has_torque,
    ),
    "maestro": Driver(
        maestro_emulator.emulated,
        maestro_section,
        open_maestro,
        9_600,
        lambda maestro: maestro.pulse_us(0) is not None,
        asked_s=ANSWER_S,
    ),
}


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> Driver:
    return DRIVERS[request.param]


@pytest.fixture
def device(driver: Driver) -> Iterator[Any]:
    with driver.emulated() as device:
        yield device


@pytest.fixture
def by_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "by-id"
    folder.mkdir()
    monkeypatch.setattr(serial_names, "BY_ID", folder)
    monkeypatch.setattr(serial_names, "DEVICES", tmp_path)
    return folder


class Opened:
    """A driver, and what it reports."""

    def __init__(self, driver: Driver, port: str, answer_s: float = ANSWER_S) -> None:
        self.reports: list[DriverReport] = []
        section = driver.section(port, answer_s=answer_s)
        self.context = driver.open(section, Motion(), self.reports.append, time.monotonic)


async def moves(driver: Driver, device: Any, hardware: Hardware, opened: Opened) -> None:
    told = len(opened.reports)
    hardware.head.move(Pose(20.0, 5.0))
    await eventually(lambda: driver.driven(device) or len(opened.reports) > told)
    assert opened.reports[told:] == []


async def refused(driver: Driver, port: str, answer_s: float = ANSWER_S) -> HardwareError:
    with pytest.raises(HardwareError) as caught:
        async with Opened(driver, port, answer_s).context:
            raise AssertionError("opened")
    return caught.value


async def test_an_adapter_that_sends_everything_back_is_used_like_any_other(
    driver: Driver, device: Any, caplog: pytest.LogCaptureFixture
) -> None:
    device.echo = True
    caplog.set_level(logging.INFO)
    opened = Opened(driver, device.path)
    async with opened.context as hardware:
        await moves(driver, device, hardware, opened)
        hardware.head.detach()
        await eventually(lambda: not driver.driven(device))
        await moves(driver, device, hardware, opened)
    assert opened.reports == []
    assert "sends back what is sent" in caplog.text


async def test_a_device_at_another_baud_rate_is_found_and_named(
    driver: Driver, device: Any
) -> None:
    device.baud = driver.rate
    error = await refused(driver, device.path, driver.asked_s)
    assert f"answers at {driver.rate} baud and not at" in error.text
    assert f"write baud = {driver.rate}" in error.text


async def test_a_device_that_nowhere_answers_is_silent(driver: Driver, device: Any) -> None:
    device.baud = 110
    error = await refused(driver, device.path, answer_s=0.005)
    assert error.code == "servo_silent"


async def test_a_port_that_may_not_be_opened_names_the_group(
    driver: Driver, device: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(serial.serialposix.os, "open", denied)
    error = await refused(driver, device.path)
    assert isinstance(error, NotConnected)
    assert "group dialout" in error.text or "group tty" in error.text


async def test_a_port_in_use_is_told_from_a_missing_one(driver: Driver, device: Any) -> None:
    with serial.Serial(device.path, exclusive=True):
        error = await refused(driver, device.path)
    assert "in use by another program" in error.text


async def test_a_missing_port_proposes_the_adapters_that_are_there(
    driver: Driver, device: Any, by_id: Path
) -> None:
    link = by_id / "usb-Adapter_A1"
    link.symlink_to(device.path)
    error = await refused(driver, "/dev/ttyUSB99")
    assert error.code == "servo_unplugged"
    assert str(link) in error.text


async def test_an_adapter_that_gets_another_number_is_opened_again(
    driver: Driver, by_id: Path, caplog: pytest.LogCaptureFixture
) -> None:
    link = by_id / "usb-Adapter_A1"
    with driver.emulated() as first, driver.emulated() as second:
        number = os.open(first.path, os.O_RDWR | os.O_NOCTTY)
        link.symlink_to(first.path)
        opened = Opened(driver, first.path)
        async with opened.context as hardware:
            assert f"name it {link}" in caplog.text
            await moves(driver, first, hardware, opened)
            link.unlink()
            link.symlink_to(second.path)
            first.unplug()
            await eventually(lambda: bool(opened.reports))
            assert isinstance(opened.reports[0], PartFailed)
            hardware.head.detach()
            hardware.head.reset()
            await moves(driver, second, hardware, opened)
        os.close(number)


async def test_a_slow_latency_timer_is_set(
    driver: Driver, device: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(latency_timer, "TTYS", tmp_path)
    timer = tmp_path / Path(device.path).name / "device" / "latency_timer"
    timer.parent.mkdir(parents=True)
    timer.write_text("16\n", encoding="ascii")
    async with Opened(driver, device.path).context:
        assert timer.read_text(encoding="ascii") == "1\n"
