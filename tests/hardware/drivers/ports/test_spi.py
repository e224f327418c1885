import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from hardware.contract.errors import HardwareError, NotConnected
from hardware.drivers.ports import spi
from hardware.drivers.ports.spi import SpiDevice


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that takes the orders of a bus."""
    path = tmp_path / "spidev0.0"
    path.touch()
    monkeypatch.setattr(spi, "ioctl", lambda *order: orders.append(order[1:]))
    orders.clear()
    return path


orders: list[tuple[object, ...]] = []


def test_bytes_go_out_at_the_speed_that_was_asked(bus: Path) -> None:
    device = SpiDevice(str(bus), 3_200_000, "ring")
    device.write(b"\x8e\x88")
    device.close()
    assert bus.read_bytes() == b"\x8e\x88"
    assert (spi.SPI_IOC_WR_MAX_SPEED_HZ, (3_200_000).to_bytes(4, "little")) in orders


def test_a_missing_bus_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NotConnected, match=r"ring .*spidev9.*do_spi 0"):
        SpiDevice(str(tmp_path / "spidev9.0"), 1, "ring")


def test_what_is_no_bus_is_refused_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(NotConnected, match="does not support"):
        SpiDevice(str(path), 1, "ring")


def test_a_bus_that_may_not_be_opened_names_the_group(
    bus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    system = SimpleNamespace(open=denied, O_WRONLY=0, O_CLOEXEC=0)
    monkeypatch.setattr("hardware.drivers.ports.spi.os", system)
    with pytest.raises(NotConnected, match="group spi"):
        SpiDevice(str(bus), 1, "ring")


def test_a_bus_that_takes_too_little_has_failed(bus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = SpiDevice(str(bus), 1, "ring")
    system = SimpleNamespace(write=lambda *_: 1)
    monkeypatch.setattr("hardware.drivers.ports.spi.os", system)
    with pytest.raises(HardwareError, match="took 1 of 2 bytes"):
        device.write(b"ab")
    monkeypatch.undo()
    device.close()
    with pytest.raises(HardwareError) as failed:
        device.write(b"ab")
    assert failed.value.code == "lights"
