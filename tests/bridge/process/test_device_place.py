from pathlib import Path

import pytest

from bridge.process.device_place import DevicePlace, present
from tests.bridge.process.device_files import plug


@pytest.fixture
def dev(tmp_path: Path) -> Path:
    for folder in ("by-id", "by-path"):
        (tmp_path / folder).mkdir()
    return tmp_path


def place(dev: Path, number: str) -> DevicePlace:
    return DevicePlace(str(dev / number), (dev / "by-id", dev / "by-path"))


def unplug(dev: Path, device: Path) -> None:
    for folder in ("by-id", "by-path"):
        for link in (dev / folder).iterdir():
            if link.resolve() == device:
                link.unlink()
    device.unlink()


def test_a_renumbered_adapter_is_found_by_its_id(dev: Path) -> None:
    device = plug(dev, "ttyUSB0", "usb-FTDI_A1", "1.1")
    at = place(dev, "ttyUSB0")
    assert at.now() == str(device)
    assert at.opened() == str(dev / "by-id" / "usb-FTDI_A1")
    unplug(dev, device)
    plug(dev, "ttyUSB1", "usb-FTDI_A1", "1.2")
    assert Path(at.now()).resolve() == dev / "ttyUSB1"


def test_one_without_an_id_is_found_by_its_socket(dev: Path) -> None:
    device = plug(dev, "ttyUSB0", None, "1.1")
    at = place(dev, "ttyUSB0")
    at.opened()
    unplug(dev, device)
    plug(dev, "ttyUSB0", None, "1.3")  # another adapter now has the number
    plug(dev, "ttyUSB1", None, "1.1")
    assert Path(at.now()).resolve() == dev / "ttyUSB1"


def test_a_name_that_is_a_link_is_taken_at_its_word(dev: Path) -> None:
    plug(dev, "ttyUSB0", "usb-FTDI_A1", "1.1")
    link = dev / "by-id" / "usb-FTDI_A1"
    at = DevicePlace(str(link), (dev / "by-id",))
    assert at.opened() is None
    link.unlink()
    assert at.now() == str(link)


def test_without_udev_the_number_stays(tmp_path: Path) -> None:
    at = DevicePlace("/dev/ttyAMA0", (tmp_path / "no", tmp_path / "none"))
    assert at.opened() is None
    assert at.now() == "/dev/ttyAMA0"


def test_what_is_plugged_in_is_named_by_id_where_it_has_one(dev: Path) -> None:
    plug(dev, "ttyUSB1", "usb-FTDI_A1", "1.1")
    plug(dev, "ttyACM0", None, "1.2")
    found = present((dev / "by-id", dev / "by-path"), dev, ("ttyUSB*", "ttyACM*"))
    assert found == [str(dev / "by-id" / "usb-FTDI_A1"), str(dev / "ttyACM0")]
