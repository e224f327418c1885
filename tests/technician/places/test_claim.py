from pathlib import Path

import pytest

from technician.places.claim import claimed
from technician.places.errors import CardError


def test_an_image_is_claimed_by_being_there(tmp_path: Path) -> None:
    (tmp_path / "a.img").touch()
    with claimed(tmp_path / "a.img"), claimed(tmp_path / "a.img"):
        pass


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CardError, match="is not there"), claimed(tmp_path / "a.img"):
        pass
