import os
from pathlib import Path

import pytest

from robot.update.disk import DurableDisk


def test_a_file_is_replaced_also_over_what_a_cut_has_left(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    (tmp_path / ".state.json.new").write_text("half", encoding="utf-8")
    for data in (b"one", b"two"):
        DurableDisk().replace_file(path, data)
        assert path.read_bytes() == data
    assert os.listdir(tmp_path) == ["state.json"]  # noqa: PTH208


def test_a_link_is_never_missing_while_it_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / "current"
    seen: list[str] = []

    class Watching(DurableDisk):
        def make_link(self, path: Path, goal: str) -> None:
            super().make_link(path, goal)
            seen.append(str(link.readlink()) if link.is_symlink() else "")

    (tmp_path / ".current.new").symlink_to("left")
    for goal in ("releases/1", "releases/2"):
        Watching().replace_link(link, goal)
    assert seen == ["", "releases/1"]
    assert str(link.readlink()) == "releases/2"


def test_a_tree_goes_with_its_links_and_not_what_they_name(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("kept", encoding="utf-8")
    tree = tmp_path / "tree"
    (tree / "lib").mkdir(parents=True)
    (tree / "lib" / "file").write_text("gone", encoding="utf-8")
    (tree / "folder").symlink_to("../kept")
    (tree / "nowhere").symlink_to("missing")
    DurableDisk().remove_tree(tree)
    assert not tree.exists()
    assert (tmp_path / "kept" / "file").exists()


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("there", encoding="utf-8")
    with pytest.raises(FileExistsError):
        DurableDisk().write(tmp_path / "file", [b"new"])
