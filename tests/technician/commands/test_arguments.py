from pathlib import Path

import pytest

from technician.commands.arguments import UsageError, argument, text_of
from technician.lists import values


def test_a_wrong_argument_is_named() -> None:
    assert argument("--country", values.country, "de") == "DE"
    with pytest.raises(UsageError, match="--country: 'mars' is no country; two letters"):
        argument("--country", values.country, "mars")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="is no text"):
        text_of(tmp_path / "a")
    with pytest.raises(UsageError, match="b: is not there; name another file"):
        text_of(tmp_path / "b")
