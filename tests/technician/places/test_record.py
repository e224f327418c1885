from pathlib import Path

import pytest

from technician.places.errors import CardError
from technician.places.record import CardRecord

FILES = {"meta-data": b"{}", "user-data": b"geheim-1"}


def test_what_was_noted_is_known_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "cards.json"
    CardRecord(path).note("karlsson-1", FILES, "/dev/sdb", "2026-12-01T10:00:00+00:00")
    found = CardRecord(path)
    assert found.is_done("karlsson-1", FILES)
    assert not found.is_done("karlsson-1", FILES | {"user-data": b"geheim-2"})
    assert not found.is_done("karlsson-2", FILES)
    known = found.done("karlsson-1")
    assert known
    assert known.place == "/dev/sdb"


def test_it_holds_no_secret_and_nothing_that_two_records_share(tmp_path: Path) -> None:
    for name in ("a", "b"):
        CardRecord(tmp_path / name).note("karlsson-1", FILES, "/dev/sdb", "now")
    first, second = ((tmp_path / name).read_text(encoding="utf-8") for name in ("a", "b"))
    assert "geheim" not in first
    assert CardRecord(tmp_path / "a").digest(FILES) not in second
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_files_of_other_borders_are_another_content(tmp_path: Path) -> None:
    record = CardRecord(tmp_path / "a")
    assert record.digest({"a": b"bc"}) != record.digest({"ab": b"c"})
    assert record.digest({"a": b"", "b": b""}) != record.digest({"a": b"b"})


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "salt": "", "cards": {}}', "\xff"])
def test_what_is_no_record_is_named_and_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cards.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(CardError, match="--record"):
        CardRecord(path)
    assert path.read_text(encoding="latin-1") == text


def test_a_folder_that_takes_no_record_is_known_beforehand(tmp_path: Path) -> None:
    record = CardRecord(tmp_path / "nowhere" / "cards.json")
    with pytest.raises(CardError, match="--record"):
        record.check_writable()
    with pytest.raises(CardError, match="--record"):
        record.note("karlsson-1", FILES, "", "now")
    with pytest.raises(CardError, match="--record"):
        CardRecord(tmp_path)
