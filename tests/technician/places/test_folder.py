from pathlib import Path

import pytest

from technician.places import folder
from technician.places.errors import CardError

FILES = {"meta-data": b"{}", "user-data": b"geheim"}


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "cards" / "karlsson-1"
    folder.write(place, FILES)
    modes = {path.name: path.stat().st_mode & 0o777 for path in place.iterdir()}
    assert modes == dict.fromkeys(FILES, 384)
    assert place.stat().st_mode & 0o777 == 0o700
    assert folder.holds(place, FILES)
    assert not folder.holds(place, FILES | {"user-data": b"other"})
    assert not folder.holds(tmp_path, FILES)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CardError, match="--out"):
        folder.write(tmp_path / "file", FILES)
