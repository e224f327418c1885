import os
from pathlib import Path

import pytest

from tests.netlab.recordings import NAMES, absolute, load


def test_our_own_are_known_by_name() -> None:
    assert {"evdo-down", "umts-up", "lte-down", "wifi-up"} <= set(NAMES)
    assert absolute("lte-up") == "lte-up"
    assert load("lte-up").length_s == 60.0


def test_a_file_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bus.txt").write_text("3\n9\n")
    monkeypatch.chdir(tmp_path)
    name = absolute("bus.txt")
    assert name == str(tmp_path / "bus.txt")
    assert len(load(name)) == 2


def test_what_is_no_recording_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff\xe0")
    os.mkfifo(tmp_path / "pipe")
    for name, reason in (
        ("nowhere", "no such file; our own are called evdo-down"),
        ("empty", "not one packet opportunity"),
        ("picture", "no text of numbers"),
        ("pipe", "this is no file"),
        (".", "this is no file"),
    ):
        with pytest.raises(ValueError, match=reason) as told:
            absolute(str(tmp_path / name))
        assert str(tmp_path / name) in str(told.value) or name == "."


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(65 << 20)
    with pytest.raises(ValueError, match="more than 64 MB"):
        absolute(str(tmp_path / "huge"))
