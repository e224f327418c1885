import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tuf.api.metadata import Metadata, Root, Targets

from bridge.process.release_info import METADATA_NAME, TARGET_NAME, ReleaseInfo
from technician.releases.errors import ReleaseError
from technician.releases.repository import Repository
from tests.technician.releases.makers import PLATFORM, House, a_house, a_key

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path / "releases", NOW)


def names(house: House, folder: str) -> list[str]:
    return sorted(path.name for path in (house.repository.folder / folder).iterdir())


def add(house: House, place: Path, version: str, data: bytes = b"archive") -> str:
    archive = place / "archive"
    archive.write_bytes(data)
    return house.repository.add(archive, ReleaseInfo(version, PLATFORM, 7, 1), NOW)


def test_a_release_counts_once_two_of_three_have_signed_it(house: House, tmp_path: Path) -> None:
    add(house, tmp_path, "1.4.0")
    assert house.repository.listed() == []
    assert names(house, "waiting") == ["2.targets.json"]
    (first,) = house.repository.sign(house.people[2], NOW)
    assert (first.counts, first.signed) == (False, 1)
    (again,) = house.repository.sign(house.people[2], NOW)
    assert (again.counts, again.signed) == (False, 1)
    (second,) = house.repository.sign(house.people[0], NOW)
    assert second.counts
    assert [info.version for info, _ in house.repository.listed()] == ["1.4.0"]
    assert names(house, "waiting") == []
    assert names(house, "metadata") == [
        "1.root.json",
        "1.snapshot.json",
        "1.targets.json",
        "2.snapshot.json",
        "2.targets.json",
    ]


def test_every_file_has_a_name_that_a_bridge_hands_out(house: House, tmp_path: Path) -> None:
    add(house, tmp_path, "1.4.0rc1")
    targets = house.repository.folder / "targets"
    found = [str(path.relative_to(targets)) for path in targets.rglob("*") if path.is_file()]
    assert len(found) == 1
    assert all(re.match(TARGET_NAME, name) for name in found)
    assert all(re.match(METADATA_NAME, name) for name in names(house, "metadata"))


def test_strangers_do_not_sign(house: House, tmp_path: Path) -> None:
    add(house, tmp_path, "1.4.0")
    for stranger in (a_key(), house.bridge):
        with pytest.raises(ReleaseError, match="none of the three"):
            house.repository.sign(stranger, NOW)


def test_what_was_signed_never_changes(house: House, tmp_path: Path) -> None:
    add(house, tmp_path, "1.4.0")
    with pytest.raises(ReleaseError, match="take a new version"):
        add(house, tmp_path, "1.4.0", b"another archive")


def test_two_releases_can_wait_together(house: House, tmp_path: Path) -> None:
    add(house, tmp_path, "1.4.0")
    house.repository.sign(house.people[0], NOW)
    # What is added takes the signatures of before away: they were for something else.
    add(house, tmp_path, "1.4.1")
    (one,) = house.repository.sign(house.people[1], NOW)
    assert one.signed == 1
    house.repository.sign(house.people[0], NOW)
    assert len(house.repository.listed()) == 2


def test_a_version_is_taken_off_the_list(house: House, tmp_path: Path) -> None:
    house.release(tmp_path, "1.4.0", at=NOW)
    assert house.repository.withdraw("1.4.0", NOW) == 1
    for person in house.people[1:]:
        house.repository.sign(person, NOW)
    assert house.repository.listed() == []
    with pytest.raises(ReleaseError, match="`karlsson release show`"):
        house.repository.withdraw("1.4.0", NOW)


def test_root_and_list_are_renewed_before_they_expire(house: House) -> None:
    later = NOW + timedelta(days=700)
    house.repository.renew(later)
    assert house.repository.waits() == ["2.root.json", "2.targets.json"]
    for person in house.people[:2]:
        house.repository.sign(person, later)
    metadata = house.repository.folder / "metadata"
    old = Metadata[Root].from_file(str(metadata / "1.root.json")).signed
    new = Metadata[Root].from_file(str(metadata / "2.root.json"))
    old.verify_delegate("root", new.signed_bytes, new.signatures)
    assert new.signed.expires == later + timedelta(days=730)
    targets = Metadata[Targets].from_file(str(metadata / "2.targets.json"))
    assert targets.signed.expires == later + timedelta(days=400)


def test_mistakes_are_named(house: House, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="nothing waits"):
        house.repository.sign(house.people[0], NOW)
    with pytest.raises(ReleaseError, match="`karlsson release init` makes one"):
        Repository(tmp_path / "empty").listed()
    with pytest.raises(ReleaseError, match="is a folder of releases already"):
        house.repository.init(house.people, house.bridge, NOW)
    root = house.repository.folder / "metadata" / "1.targets.json"
    root.write_bytes(root.read_bytes()[:100])
    with pytest.raises(ReleaseError, match="is damaged"):
        house.repository.listed()
