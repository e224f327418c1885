from datetime import timedelta
from pathlib import Path

import pytest

from bridge.process.config_file import ConfigError
from bridge.releases import timestamp
from bridge.releases.folder import ReleasesError, read
from technician.releases import key_files
from tests.bridge.releases.conftest import NOW
from tests.technician.releases.makers import House, a_key


def version(made: House) -> int:
    signed = read(made.repository.folder / "metadata" / "timestamp.json", "timestamp").signed
    number: int = signed.version
    return number


def test_it_is_renewed_daily_and_for_each_new_list(made: House, tmp_path: Path) -> None:
    folder = made.repository.folder
    assert timestamp.renew(folder, made.bridge, NOW)
    assert not timestamp.renew(folder, made.bridge, NOW + timedelta(hours=23))
    assert timestamp.renew(folder, made.bridge, NOW + timedelta(hours=25))
    made.release(tmp_path, "1.6.0", at=NOW)
    assert timestamp.renew(folder, made.bridge, NOW + timedelta(hours=26))
    assert version(made) == 3


def test_a_clock_that_was_ahead_is_mended(made: House) -> None:
    folder = made.repository.folder
    timestamp.renew(folder, made.bridge, NOW + timedelta(days=3000))
    assert timestamp.renew(folder, made.bridge, NOW)
    path = folder / "metadata" / "timestamp.json"
    assert read(path, "timestamp").signed.expires == NOW + timestamp.VALID
    assert version(made) == 2


def test_an_empty_folder_is_left_alone(made: House, tmp_path: Path) -> None:
    assert not timestamp.renew(tmp_path / "empty", made.bridge, NOW)


def test_another_bridges_key_is_refused(made: House) -> None:
    with pytest.raises(ConfigError, match="another key than the one that signs for this folder"):
        timestamp.renew(made.repository.folder, a_key(), NOW)


def test_a_full_disk_is_named(made: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bridge.releases.timestamp.atomic.replace", full)
    with pytest.raises(ReleasesError, match="there is no room left on the disk"):
        timestamp.renew(made.repository.folder, made.bridge, NOW)


def test_the_key_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "bridge.pem"
    made = key_files.make(path, "")
    assert timestamp.load_key(str(path)).public_key == made.public_key
    path.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        timestamp.load_key(str(path))
    path.chmod(0o600)
    path.write_text("no key", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"must hold the key bridge\.pem"):
        timestamp.load_key(str(path))
    with pytest.raises(ConfigError, match="is not there"):
        timestamp.load_key(str(tmp_path / "missing.pem"))
