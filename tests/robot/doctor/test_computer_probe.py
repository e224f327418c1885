import shutil
from pathlib import Path

import pytest

from robot.doctor.computer import SupplyReading
from robot.doctor.computer_probe import ComputerReading, read_computer
from tests.robot.doctor.trees import healthy_tree, put


def read(root: Path) -> ComputerReading:
    return read_computer(root, root / "var/lib/karlsson-robot")  # which is not there yet


def test_the_files_of_a_healthy_computer(tmp_path: Path) -> None:
    found = read(healthy_tree(tmp_path))
    assert (found.celsius, found.supply) == (48.312, SupplyReading())
    assert found.memory_mb == pytest.approx(1171.9, abs=0.1)
    disk = found.disk
    assert (disk.read_only, disk.wear, disk.reserve, disk.errors) == (False, 0.2, 1, 0)
    assert 0 < disk.free_mb < disk.total_mb


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        ("50005", SupplyReading(True, True, True)),
        ("10000", SupplyReading(False, True, False)),
        ("8", SupplyReading(False, False, True)),
        ("rubbish", SupplyReading()),
    ],
)
def test_the_firmwares_bits(tmp_path: Path, bits: str, expected: SupplyReading) -> None:
    root = healthy_tree(tmp_path)
    put(root, "sys/devices/platform/soc/soc:firmware/get_throttled", bits)
    assert read(root).supply == expected


def test_the_kernels_alarm_counts_without_the_firmwares_bits(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    shutil.rmtree(root / "sys/devices")
    put(root, "sys/class/hwmon/hwmon2/in0_lcrit_alarm", "1")
    assert read(root).supply == SupplyReading(weak_now=True)


def test_the_innermost_file_system_says_whether_it_can_be_written(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    mounts = f"/dev/root / ext4 rw 0 0\n/dev/sda1 {root}/var ext4 ro,errors=remount-ro 0 0\n"
    put(root, "proc/mounts", mounts)
    assert read(root).disk.read_only
    assert not read_computer(root, root / "etc").disk.read_only


def test_a_computer_that_tells_nothing(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.celsius, found.supply, found.memory_mb) == (None, None, None)
    assert (found.disk.wear, found.disk.reserve, found.disk.errors) == (None, None, None)
