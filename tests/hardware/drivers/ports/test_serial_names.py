import errno
import os
from pathlib import Path

import pytest

from hardware.drivers.ports import serial_names
from hardware.drivers.ports.serial_names import found
from tests.bridge.process.device_files import plug


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
