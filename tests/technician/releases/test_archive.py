import os
import tarfile
from pathlib import Path

import pytest

from technician.releases.archive import pack
from technician.releases.errors import ReleaseError
from tests.technician.releases.makers import a_release


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = a_release(tmp_path / name, "1.4.0")
        os.utime(folder / "bin/karlsson-robot", (1, len(name)))
        pack(folder, tmp_path / f"{name}.tar.xz")
    assert (tmp_path / "one.tar.xz").read_bytes() == (tmp_path / "two.tar.xz").read_bytes()


def test_an_archive_holds_files_folders_and_links_and_nobodys_name(tmp_path: Path) -> None:
    folder = a_release(tmp_path / "1.4.0", "1.4.0")
    (folder / "lib" / "__pycache__").mkdir()
    (folder / ".complete").write_text("{}", encoding="utf-8")
    packed = pack(folder, tmp_path / "a.tar.xz")
    with tarfile.open(tmp_path / "a.tar.xz") as tar:
        entries = {one.name: one for one in tar}
    assert len(entries) == packed.files
    assert entries["bin/python"].linkname == "/usr/bin/python3"
    assert entries["bin/karlsson-robot"].mode == 0o755
    assert entries["lib/karlsson/version.txt"].mode == 0o644
    assert {(one.uid, one.uname, one.mtime) for one in entries.values()} == {(0, "", 0)}
    assert not {"lib/__pycache__", ".complete"} & set(entries)


def test_what_is_no_release_is_not_packed(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="bin/karlsson-robot is not in it"):
        pack(tmp_path, tmp_path / "a.tar.xz")
    folder = a_release(tmp_path / "1.4.0", "1.4.0")
    os.mkfifo(folder / "pipe")
    with pytest.raises(ReleaseError, match="pipe: is neither a file, a folder nor a link"):
        pack(folder, tmp_path / "a.tar.xz")


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    folder = a_release(tmp_path / "1.4.0", "1.4.0")
    with pytest.raises(ReleaseError, match="/dev/full: there is no room left on the disk"):
        pack(folder, FullDisk("/dev/full"))


class FullDisk(type(Path())):  # type: ignore[misc]
    def unlink(self, missing_ok: bool = False) -> None:
        """Leave the device where it is."""
