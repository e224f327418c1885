from datetime import timedelta
from pathlib import Path

import pytest

from bridge.releases.folder import ReleasesError, Signed, metadata_path, numbers, read, target_file
from tests.bridge.releases.conftest import NOW
from tests.technician.releases.makers import House, a_house

HASH = "0" * 64


@pytest.mark.parametrize(
    "name",
    ["../1.root.json", "1.root.json/..", "root.json", "1.passwd.json", "1.root.json\n", "", "."],
)
def test_other_names_have_no_file(name: str) -> None:
    assert metadata_path(Path("/releases"), name) is None
    assert target_file(Path("/releases"), name) is None


@pytest.mark.parametrize(
    "name",
    [
        f"1.5.0/{HASH}.karlsson-1.5.0-x.tar.xz/..",
        f"../{HASH}.karlsson-1.5.0-x.tar.xz",
        f"1.5.0/../1.5.0/{HASH}.karlsson-1.5.0-x.tar.xz",
        "1.5.0/karlsson-1.5.0-x.tar.xz",
        f"/etc/{HASH}.karlsson-1.5.0-x.tar.xz",
    ],
)
def test_no_name_leads_outside(name: str) -> None:
    assert target_file(Path("/releases"), name) is None


def test_what_is_signed_is_read(made: House) -> None:
    signed = Signed(made.repository.folder)
    assert [info.version for info in signed.infos()] == ["1.5.0"]
    assert signed.expired(NOW) == []
    assert signed.expired(NOW + timedelta(days=500)) == ["targets", "snapshot"]
    assert numbers(made.repository.folder, "targets") == [1, 2]


def test_a_new_root_counts_if_the_old_one_signed_it(made: House) -> None:
    made.repository.renew(NOW)
    for person in made.people[1:]:
        made.repository.sign(person, NOW)
    assert Signed(made.repository.folder).root.signed.version == 2


@pytest.mark.parametrize("name", ["1.root.json", "2.targets.json", "2.snapshot.json"])
def test_one_changed_letter_is_found(made: House, name: str) -> None:
    path = made.repository.folder / "metadata" / name
    good = path.read_bytes()
    path.write_bytes(good.replace(b'"expires":"20', b'"expires":"21', 1))
    assert path.read_bytes() != good
    with pytest.raises(ReleasesError, match=rf"{name}: is not signed by the people of this folder"):
        Signed(made.repository.folder)


def test_a_list_that_is_cut_off_is_named(made: House) -> None:
    path = made.repository.folder / "metadata" / "2.targets.json"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(ReleasesError, match=r"2\.targets\.json: is damaged or cut off"):
        Signed(made.repository.folder)


def test_strangers_lists_are_not_taken(made: House, tmp_path: Path) -> None:
    other = a_house(tmp_path / "other", NOW)
    root = read(other.repository.folder / "metadata" / "1.root.json", "root")
    with pytest.raises(ReleasesError, match="come from somebody else"):
        Signed(made.repository.folder, root)


def test_a_folder_of_something_else_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReleasesError, match="`karlsson release init` makes one"):
        Signed(tmp_path)
