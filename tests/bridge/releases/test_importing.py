import shutil
from pathlib import Path

import pytest

from bridge.releases import timestamp
from bridge.releases.folder import ReleasesError, Signed
from bridge.releases.importing import bring_in
from tests.bridge.releases.conftest import NOW
from tests.technician.releases.makers import House, a_house


def archive(folder: Path) -> Path:
    (found,) = (folder / "targets" / "1.5.0").iterdir()
    return found


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_everything_that_is_signed_is_taken_over_once(made: House, tmp_path: Path) -> None:
    here = tmp_path / "here"
    signed, count = bring_in(made.repository.folder, here)
    assert [info.version for info in signed.infos()] == ["1.5.0"]
    assert count == 4
    assert [info.version for info in Signed(here).infos()] == ["1.5.0"]
    assert bring_in(made.repository.folder, here)[1] == 0
    assert timestamp.renew(here, made.bridge, NOW)
    made.release(tmp_path, "1.6.0", at=NOW)
    assert bring_in(made.repository.folder, here)[1] == 3
    assert "metadata/timestamp.json" in files(here)


def test_what_was_changed_or_cut_off_is_not_taken_over(made: House, tmp_path: Path) -> None:
    here = tmp_path / "here"
    path = archive(made.repository.folder)
    good = path.read_bytes()
    path.write_bytes(good[:-7])
    with pytest.raises(ReleasesError, match=f"has {len(good) - 7} bytes in place of {len(good)}"):
        bring_in(made.repository.folder, here)
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    with pytest.raises(ReleasesError, match="is not what was signed; copy it again"):
        bring_in(made.repository.folder, here)
    path.unlink()
    with pytest.raises(ReleasesError, match="is not there"):
        bring_in(made.repository.folder, here)
    assert not here.exists()


def test_an_older_folder_is_not_taken_over(made: House, tmp_path: Path) -> None:
    here, old = tmp_path / "here", tmp_path / "old"
    shutil.copytree(made.repository.folder, old)
    made.release(tmp_path, "1.6.0", at=NOW)
    bring_in(made.repository.folder, here)
    before = files(here)
    with pytest.raises(ReleasesError, match="is older than what this bridge has"):
        bring_in(old, here)
    assert files(here) == before


def test_other_peoples_folders_are_not_taken_over(made: House, tmp_path: Path) -> None:
    here = tmp_path / "here"
    bring_in(made.repository.folder, here)
    other = a_house(tmp_path / "other", NOW)
    other.release(tmp_path / "more", "1.7.0", at=NOW)
    with pytest.raises(ReleasesError, match="is not signed by the people of this folder"):
        bring_in(other.repository.folder, here)
    assert [info.version for info in Signed(here).infos()] == ["1.5.0"]


def test_a_full_disk_is_named_before_anything_is_copied(
    made: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.releases.importing.RESERVE_BYTES", 1 << 60)
    with pytest.raises(ReleasesError, match="MB are free; nothing was changed"):
        bring_in(made.repository.folder, tmp_path / "here")
    assert files(tmp_path / "here") == set()


def test_a_disk_that_fills_up_leaves_the_old_list(
    made: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    bring_in(made.repository.folder, here)
    before = files(here)
    made.release(tmp_path, "1.6.0", at=NOW)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bridge.releases.importing.shutil.copyfileobj", full)
    with pytest.raises(ReleasesError, match="there is no room left on the disk"):
        bring_in(made.repository.folder, here)
    assert files(here) == before
