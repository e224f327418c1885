from pathlib import Path

import pytest

from technician.releases import key_files
from technician.releases.errors import ReleaseError


def test_a_key_is_the_same_after_reading(tmp_path: Path) -> None:
    path = tmp_path / "person.pem"
    made = key_files.make(path, "geheim-12")
    assert path.stat().st_mode & 0o777 == 0o600
    assert key_files.is_locked(path)
    assert key_files.read(path, "geheim-12").public_key == made.public_key
    with pytest.raises(ReleaseError, match="the password is another one"):
        key_files.read(path, "geheim-13")
    with pytest.raises(ReleaseError, match="is locked with a password"):
        key_files.read(path, "")
    with pytest.raises(ReleaseError, match="keys are never written over"):
        key_files.make(path, "geheim-12")


def test_a_key_that_others_may_read_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "bridge.pem"
    key_files.make(path, "")
    assert not key_files.is_locked(path)
    path.chmod(0o644)
    with pytest.raises(ReleaseError, match=f"chmod 600 {path}"):
        key_files.read(path, "")


def test_what_is_no_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "person.pem"
    path.write_text("no key", encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(ReleaseError, match="holds no key in PEM"):
        key_files.read(path, "")
    with pytest.raises(ReleaseError, match="is not there"):
        key_files.read(tmp_path / "other.pem", "")
