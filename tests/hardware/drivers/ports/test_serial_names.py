import errno
import os
from pathlib import Path

import pytest

from hardware.drivers.ports import serial_names
from hardware.drivers.ports.serial_names import SerialPlace, found


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(serial_names, "DEVICES", tmp_path)
    for name, folder in (("BY_ID", "by-id"), ("BY_PATH", "by-path")):
        monkeypatch.setattr(serial_names, name, tmp_path / folder)
        (tmp_path / folder).mkdir()
    return tmp_path


def refusal(path: str, error: Exception) -> str:
    code, text = serial_names.refusal(path, error)
    assert code == ("servo_unplugged" if isinstance(error, FileNotFoundError) else "driver")
    return text


def plug(dev: Path, number: str, by_id: str | None, by_path: str) -> Path:
    device = dev / number
    device.touch()
    for folder, name in (("by-id", by_id), ("by-path", by_path)):
        if name is not None:
            (dev / folder / name).unlink(missing_ok=True)
            (dev / folder / name).symlink_to(device)
    return device


def unplug(dev: Path, device: Path) -> None:
    for folder in ("by-id", "by-path"):
        for link in (dev / folder).iterdir():
            if link.resolve() == device:
                link.unlink()
    device.unlink()


def test_a_renumbered_adapter_is_found_by_its_id(dev: Path) -> None:
    device = plug(dev, "ttyUSB0", "usb-FTDI_A1", "1.1")
    place = SerialPlace(str(device))
    assert place.now() == str(device)
    assert place.opened() == str(dev / "by-id" / "usb-FTDI_A1")
    unplug(dev, device)
    plug(dev, "ttyUSB1", "usb-FTDI_A1", "1.2")
    assert Path(place.now()).resolve() == dev / "ttyUSB1"


def test_one_without_an_id_is_found_by_its_socket(dev: Path) -> None:
    device = plug(dev, "ttyUSB0", None, "1.1")
    place = SerialPlace(str(device))
    place.opened()
    unplug(dev, device)
    plug(dev, "ttyUSB0", None, "1.3")  # another adapter now has the number
    plug(dev, "ttyUSB1", None, "1.1")
    assert Path(place.now()).resolve() == dev / "ttyUSB1"


def test_a_name_that_is_a_link_is_taken_at_its_word(dev: Path) -> None:
    plug(dev, "ttyUSB0", "usb-FTDI_A1", "1.1")
    link = dev / "by-id" / "usb-FTDI_A1"
    place = SerialPlace(str(link))
    assert place.opened() is None
    link.unlink()
    assert place.now() == str(link)


def test_without_udev_the_number_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serial_names, "BY_ID", tmp_path / "no")
    monkeypatch.setattr(serial_names, "BY_PATH", tmp_path / "none")
    place = SerialPlace("/dev/ttyAMA0")
    assert place.opened() is None
    assert place.now() == "/dev/ttyAMA0"


def test_a_missing_port_proposes_what_is_there(dev: Path) -> None:
    missing = FileNotFoundError(errno.ENOENT, "No such file or directory")
    assert "no serial adapter is there now" in refusal("/dev/ttyUSB0", missing)
    plug(dev, "ttyUSB1", "usb-FTDI_A1", "1.1")
    plug(dev, "ttyACM0", None, "1.2")
    assert found() == [str(dev / "by-id" / "usb-FTDI_A1"), str(dev / "ttyACM0")]
    said = refusal("/dev/ttyUSB0", missing)
    assert "is not there" in said
    assert "usb-FTDI_A1" in said


def test_a_forbidden_port_names_its_group(dev: Path) -> None:
    denied = PermissionError(errno.EACCES, "Permission denied")
    assert "group dialout" in refusal(str(dev / "missing"), denied)
    port = plug(dev, "ttyUSB0", None, "1.1")
    assert "group dialout" in refusal(str(port), denied)  # a test's file belongs to root
    if os.geteuid() == 0:
        os.chown(port, 0, 10)
        assert "group uucp" in refusal(str(port), denied)


def test_a_taken_port_and_an_odd_one_are_named(dev: Path) -> None:
    assert "in use by another program" in refusal("x", OSError(errno.EBUSY, "busy"))
    assert "cannot be used as a serial port: odd" in refusal("x", ValueError("odd"))
