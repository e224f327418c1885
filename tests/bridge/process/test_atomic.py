import stat
from pathlib import Path

import pytest

from bridge.process import atomic


def test_a_new_file_is_for_us_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "key"
    atomic.write_new(path, b"secret")
    assert path.read_bytes() == b"secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        atomic.write_new(path, b"new")
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_replacing_puts_the_new_where_the_old_was(tmp_path: Path) -> None:
    path = tmp_path / "note"
    atomic.replace(path, b"old")
    atomic.replace(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        atomic.replace(tmp_path / "gone" / "note", b"new")


def test_a_file_for_others_to_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "calibration"
    atomic.replace(path, b"new", 0o644)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
