from pathlib import Path

import pytest

from hardware.contract.errors import NotConnected
from hardware.drivers.gauges.board import RaspberryPi
from tests.hardware.drivers.gauges.sysfs import Sysfs


@pytest.fixture
def sysfs(tmp_path: Path) -> Sysfs:
    return Sysfs(tmp_path)


def test_the_temperature_is_read_in_degrees(sysfs: Sysfs) -> None:
    sysfs.temperature(61.234)
    found = RaspberryPi(sysfs.root).sample(0.0)
    assert found.soc_c == pytest.approx(61.234)
    assert not found.undervoltage
    assert not found.throttled


def test_a_weak_supply_is_told_by_the_kernels_alarm(sysfs: Sysfs) -> None:
    sysfs.alarm(True)
    board = RaspberryPi(sysfs.root)
    assert board.sample(0.0).undervoltage
    sysfs.alarm(False)
    assert not board.sample(0.0).undervoltage


def test_the_alarm_belongs_to_the_sensor_of_its_name(sysfs: Sysfs) -> None:
    sysfs.alarm(True, name="cpu_thermal")
    assert not RaspberryPi(sysfs.root).sample(0.0).undervoltage


@pytest.mark.parametrize(
    ("bits", "undervoltage", "throttled"),
    [
        ("0", False, False),
        ("1", True, False),
        ("2", False, True),
        ("4", False, True),
        ("8", False, True),
        ("50005", True, True),
        ("f0000", False, False),
    ],
)
def test_the_firmwares_bits_of_this_moment_count(
    sysfs: Sysfs, bits: str, undervoltage: bool, throttled: bool
) -> None:
    sysfs.firmware(bits)
    found = RaspberryPi(sysfs.root).sample(0.0)
    assert (found.undervoltage, found.throttled) == (undervoltage, throttled)


def test_the_firmware_of_a_later_board_is_found(sysfs: Sysfs) -> None:
    sysfs.write("sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled", "4\n")
    assert RaspberryPi(sysfs.root).sample(0.0).throttled


@pytest.mark.parametrize("text", ["", "warm", "0x", "-274000", "999999999"])
def test_a_file_that_says_something_else_is_not_believed(sysfs: Sysfs, text: str) -> None:
    sysfs.firmware("0x")
    board = RaspberryPi(sysfs.root)
    sysfs.write("sys/class/thermal/thermal_zone0/temp", text)
    found = board.sample(0.0)
    assert found.soc_c is None
    assert not found.throttled


def test_a_computer_without_a_temperature_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NotConnected, match=r'write \[board\] driver = "none"'):
        RaspberryPi(tmp_path)
