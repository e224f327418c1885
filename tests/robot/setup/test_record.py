from pathlib import Path

import pytest

from robot.setup.record import FILE, SetupRecord, read, write


def test_it_is_kept_and_a_broken_one_counts_as_none(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert read(folder) == SetupRecord()
    written = SetupRecord("mark", 12.5, "Käthe")
    write(folder, written)
    assert read(folder) == written
    (folder / FILE).write_text("{")
    assert read(folder) == SetupRecord()


def test_a_disk_that_refuses_says_so(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(OSError, match="exists"):
        write(tmp_path / "state", SetupRecord())
