import os
from pathlib import Path

import pytest

from technician.places.errors import CardError
from technician.places.list_secret import secret_file, secret_of


def test_a_secret_is_made_once_and_kept_beside_the_list(tmp_path: Path) -> None:
    listed = tmp_path / "roboter.xlsx"
    listed.touch()
    path = secret_file(listed)
    assert secret_of(listed, keep=False) != secret_of(listed, keep=False)
    assert not path.exists()
    secret = secret_of(listed, keep=True)
    assert (path.name, path.stat().st_mode & 0o777) == ("roboter-karlsson-secret", 0o600)
    assert secret_of(listed, keep=True) == secret_of(listed, keep=False) == secret


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a file away")
def test_what_root_makes_belongs_to_whom_the_list_belongs(tmp_path: Path) -> None:
    listed = tmp_path / "roboter.xlsx"
    listed.touch()
    os.chown(listed, 12345, 12346)
    secret_of(listed, keep=True)
    found = secret_file(listed).stat()
    assert (found.st_uid, found.st_gid) == (12345, 12346)


@pytest.mark.parametrize("content", [b"", b"00", b"no digits", b"\xff\xfe"])
def test_a_file_that_is_something_else_is_named_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    listed = tmp_path / "roboter.xlsx"
    secret_file(listed).write_bytes(content)
    with pytest.raises(CardError, match=r"roboter-karlsson-secret: .* backup"):
        secret_of(listed, keep=True)
    assert secret_file(listed).read_bytes() == content


def test_a_folder_that_takes_or_gives_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(CardError, match=r"cannot be written: .* folder of your own"):
        secret_of(tmp_path / "missing" / "roboter.xlsx", keep=True)
    listed = tmp_path / "roboter.xlsx"
    secret_file(listed).mkdir()
    with pytest.raises(CardError, match="cannot be read"):
        secret_of(listed, keep=True)
