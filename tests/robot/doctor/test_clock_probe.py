from pathlib import Path

from robot.doctor.clock import ClockReading
from robot.doctor.clock_probe import MARK, read_clock
from tests.robot.doctor.trees import healthy_tree, put, put_command


async def test_a_clock_that_chrony_sets(tmp_path: Path) -> None:
    found = await read_clock(healthy_tree(tmp_path))
    assert found == ClockReading(True, True, "chrony (ntp.school.example)", True)


async def test_a_clock_that_timesyncd_sets(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    (root / "usr/bin/chronyc").unlink()
    words = (
        'case "$1" in show) echo NTP=yes; echo NTPSynchronized=yes;; *) echo ServerName=a.b;; esac'
    )
    put_command(root, "timedatectl", words)
    assert (await read_clock(root)).source == "a.b"


async def test_a_clock_that_nothing_has_set(tmp_path: Path) -> None:
    root = healthy_tree(tmp_path)
    put_command(root, "timedatectl", "echo NTP=no; echo NTPSynchronized=no")
    put_command(root, "chronyc", "echo 7F7F0101,,0,0,0")
    assert await read_clock(root) == ClockReading(False, False, "", True)


async def test_a_system_without_timedatectl_is_asked_for_its_mark(tmp_path: Path) -> None:
    assert await read_clock(tmp_path) == ClockReading()
    put(tmp_path, MARK, "")
    assert await read_clock(tmp_path) == ClockReading(True)
