from pathlib import Path

from robot.errands.versions import versions_text
from tests.robot.doctor.trees import put


def test_software_and_computer_are_named(tmp_path: Path) -> None:
    put(tmp_path, "etc/os-release", 'ID=debian\nPRETTY_NAME="Debian 12"\n')
    put(tmp_path, "sys/firmware/devicetree/base/model", "Raspberry Pi 5\0")
    lines = versions_text(tmp_path).splitlines()
    assert lines[0].startswith("Karlsson ")
    assert lines[-2:] == ["Debian 12", "Raspberry Pi 5"]


def test_a_computer_that_tells_nothing_is_no_fault(tmp_path: Path) -> None:
    assert "Python" in versions_text(tmp_path)
