from pathlib import Path

import pytest

from hardware.finding.accepting import accept, is_same


def test_the_old_file_is_kept_beside_each_new_one(tmp_path: Path) -> None:
    path = tmp_path / "karlsson" / "body.toml"
    assert accept(path, "one") is None
    assert accept(path, "two") == path.with_name("body.toml.before-1")
    assert accept(path, "three") == path.with_name("body.toml.before-2")
    assert path.read_text() == "three"
    assert path.with_name("body.toml.before-1").read_text() == "one"
    assert path.with_name("body.toml.before-2").read_text() == "two"
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_power_cut_before_the_new_file_leaves_no_second_copy(tmp_path: Path) -> None:
    path = tmp_path / "body.toml"
    path.write_text("one")
    path.with_name("body.toml.before-1").hardlink_to(path)
    assert accept(path, "two") == path.with_name("body.toml.before-1")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["body.toml", "body.toml.before-1"]


def test_a_disk_that_refuses_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "file" / "body.toml"
    path.parent.write_text("no folder")
    with pytest.raises(OSError, match="exists"):
        accept(path, "one")


def test_the_same_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "body.toml"
    assert not is_same(path, "one")
    path.write_text("one")
    assert is_same(path, "one")
