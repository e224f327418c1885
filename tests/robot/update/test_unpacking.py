import io
import tarfile
from pathlib import Path

import pytest

from bridge.process.release_info import ReleaseInfo
from robot.update.disk import DurableDisk
from robot.update.errors import UpdateError
from robot.update.unpacking import unpack
from tests.robot.update.places import packed


def made(place: Path, *entries: tuple[str, bytes, str, int]) -> Path:
    """Make an archive of entries: name, kind, goal of a link, bytes."""
    path = place / "made.tar.xz"
    with tarfile.open(path, "w:xz") as tar:
        for name, kind, goal, size in (("bin", tarfile.DIRTYPE, "", 0), *entries):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.size = kind, goal, size
            entry.mode = 0o755
            tar.addfile(entry, io.BytesIO(bytes(size)))
    return path


LEAST = ("bin/karlsson-robot", tarfile.REGTYPE, "", 3)


def fails(place: Path, *entries: tuple[str, bytes, str, int], files: int = 9) -> str:
    info = ReleaseInfo("1.5.0", "x86_64-py311", 100, files)
    with pytest.raises(UpdateError) as caught:
        unpack(made(place, *entries), info, place / "new", DurableDisk())
    assert caught.value.code == "bad_archive"
    return caught.value.facts["what"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (("/etc/passwd", tarfile.REGTYPE, "", 1), "leads out of its folder"),
        (("bin/../../x", tarfile.REGTYPE, "", 1), "leads out of its folder"),
        (("bin/x", tarfile.SYMTYPE, "../../x", 0), "leads outside"),
        (("bin/x", tarfile.SYMTYPE, "/etc/shadow", 0), "leads outside"),
        (("bin/x", tarfile.SYMTYPE, "/usr/bin/python3/../../../etc", 0), "leads outside"),
        (("bin/x", tarfile.LNKTYPE, "bin", 0), "is neither a file, a folder nor a link"),
        (("bin/x", tarfile.CHRTYPE, "", 0), "is neither a file, a folder nor a link"),
        (("lib/x", tarfile.REGTYPE, "", 1), "it is damaged"),
        (("bin/x", tarfile.REGTYPE, "", 98), "more than was signed for"),
    ],
)
def test_what_no_release_holds_is_named(
    tmp_path: Path, entry: tuple[str, bytes, str, int], words: str
) -> None:
    assert words in fails(tmp_path, LEAST, entry)
    assert not (tmp_path / "x").exists()


def test_a_link_inside_may_not_carry_a_file_outside(tmp_path: Path) -> None:
    goal = ("bin/python", tarfile.SYMTYPE, "/usr/bin/python3", 0)
    through = ("bin/python/x", tarfile.REGTYPE, "", 1)
    with pytest.raises((UpdateError, OSError)):
        unpack(
            made(tmp_path, goal, through),
            ReleaseInfo("1.5.0", "x86_64-py311", 100, 9),
            tmp_path / "new",
            DurableDisk(),
        )


def test_more_files_than_were_signed_for_are_not_unpacked(tmp_path: Path) -> None:
    assert "more than was signed for" in fails(tmp_path, LEAST, files=1)


def test_without_its_command_it_is_no_release(tmp_path: Path) -> None:
    assert fails(tmp_path) == "bin/karlsson-robot is not in it"


def test_a_release_is_what_was_packed(tmp_path: Path) -> None:
    archive, info = packed(tmp_path, "1.5.0")
    unpack(archive, info, tmp_path / "new", DurableDisk())
    old = tmp_path / "made-1.5.0"
    for path in old.rglob("*"):
        new = tmp_path / "new" / path.relative_to(old)
        if path.is_symlink():
            assert new.readlink() == path.readlink()
        elif path.is_file():
            assert new.read_bytes() == path.read_bytes()
            assert new.stat().st_mode & 0o111 == path.stat().st_mode & 0o111
