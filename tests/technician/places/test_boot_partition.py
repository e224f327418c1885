import shutil
from pathlib import Path

import pytest

from technician.places import boot_partition
from technician.places.boot_partition import BootPartition, owner
from technician.places.errors import CardError
from tests.technician.places.images import content, drive, fill, image, mtools, names

FILES = {
    "karlsson.json": b'{"robot": "karlsson-3"}',
    "meta-data": b"{}",
    "user-data": b"#new" * 3000,
}


def test_files_are_written_and_read_back_and_others_stay(tmp_path: Path) -> None:
    path = image(tmp_path / "a.img")
    before = names(path)
    BootPartition(path).write(FILES)
    assert {name: content(path, name) for name in FILES} == FILES
    assert names(path) == before | set(FILES)
    assert content(path, "config.txt") == b"old"


def test_it_says_whose_card_it_is(tmp_path: Path) -> None:
    partition = BootPartition(image(tmp_path / "a.img"))
    assert owner(partition, "karlsson.json") == ""
    partition.write(FILES)
    assert owner(partition, "karlsson.json") == "karlsson-3"
    partition.write({"karlsson.json": b"broken"})
    assert owner(partition, "karlsson.json") == ""


def test_a_write_that_is_cut_off_leaves_nothing_that_starts(tmp_path: Path) -> None:
    path = image(tmp_path / "a.img")
    fill(path)
    with pytest.raises(CardError, match="boot partition is full"):
        BootPartition(path).write(FILES)
    assert "user-data" not in names(path)
    mtools("mdel", "-i", drive(path), "::/400000-0")
    BootPartition(path).write(FILES)
    assert content(path, "user-data") == FILES["user-data"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_bytes(bytes(4096)), "has no boot partition"),
        (lambda path: image(path, files=("readme",)), "not the boot partition of a Raspberry Pi"),
        (lambda path: None, "is not there"),
    ],
)
def test_what_is_no_card_is_named_and_not_written(tmp_path: Path, make: object, told: str) -> None:
    path = tmp_path / "a.img"
    assert callable(make)
    make(path)
    with pytest.raises(CardError, match=told):
        BootPartition(path)


def test_a_broken_file_system_is_named(tmp_path: Path) -> None:
    path = image(tmp_path / "a.img")
    with path.open("r+b") as file:
        file.seek(64 * 512)
        file.write(bytes(512))
    with pytest.raises(CardError, match="run the same command"):
        BootPartition(path)


def test_missing_mtools_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CardError, match="apt-get install mtools"):
        BootPartition(tmp_path / "a.img")


def test_who_may_not_write_is_sent_to_sudo() -> None:
    found = boot_partition.unopened(Path("/dev/sdb"), PermissionError(13, "Permission denied"))
    assert "sudo" in str(found)
    assert "in the reader" in str(
        boot_partition.unopened(Path("/dev/sdb"), OSError(123, "No medium"))
    )


FAILING = """#!/bin/sh
echo . >>{steps}
[ "$(wc -l <{steps})" -ne {step} ] || {{ echo "plain_io: Input/output error" >&2; exit 1; }}
exec {real} "$@"
"""


@pytest.mark.thorough
def test_a_card_that_is_pulled_out_at_any_step_starts_as_a_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call of mtools fails once; what then lies on the card is looked at by others."""
    fresh, path, steps = image(tmp_path / "fresh.img"), tmp_path / "a.img", tmp_path / "steps"
    shims = tmp_path / "bin"
    shims.mkdir()
    real = {name: shutil.which(name) for name in ("mcopy", "mdel", "mdir", "mren")}
    usual = str(shims) + ":" + "/usr/bin:/bin"
    for step in range(1, 100):
        shutil.copy(fresh, path)
        steps.write_text("", encoding="utf-8")
        for name, program in real.items():
            text = FAILING.format(steps=steps, step=step, real=program)
            (shims / name).write_text(text, encoding="utf-8")
            (shims / name).chmod(0o755)
        with monkeypatch.context() as patch:
            patch.setenv("PATH", usual)
            try:
                BootPartition(path).write(FILES)
            except CardError as error:
                told = str(error)
            else:
                break
        assert "run the same command" in told
        left = content(path, "user-data") if "user-data" in names(path) else b""
        assert left in (b"", b"old", FILES["user-data"])
        if left:
            # Either nothing was changed yet, or everything lies there.
            whole = {name: content(path, name) for name in FILES if name in names(path)}
            assert whole == FILES or "karlsson.json" not in whole
    assert step > 20
