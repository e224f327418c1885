import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from technician.places import targets as places
from technician.places.claim import claimed
from technician.places.disks import Disk
from technician.places.errors import CardError
from technician.places.targets import CardTarget, FolderTarget, targets
from tests.technician.places.images import Machine, content, image

FILES = {"karlsson.json": b'{"robot": "karlsson-1"}', "user-data": b"#new"}


def test_a_folder_an_image_and_disks_are_told_apart(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "root")
    card = machine.disk("sdb")
    path = image(tmp_path / "a.img")
    assert targets([tmp_path], [], machine.root) == FolderTarget(tmp_path)
    assert targets([tmp_path / "new"], [], machine.root) == FolderTarget(tmp_path / "new")
    found = targets([path, card], [], machine.root)
    assert isinstance(found, tuple)
    assert [(one.path, one.disk is None) for one in found] == [(path, True), (card, False)]
    assert [str(one) for one in found] == [str(path), str(card)]
    assert str(FolderTarget(tmp_path)) == str(tmp_path)


def test_a_mounted_boot_partition_is_no_place_for_folders(tmp_path: Path) -> None:
    for name in ("config.txt", "cmdline.txt"):
        (tmp_path / name).touch()
    with pytest.raises(CardError, match="name the card's disk"):
        targets([tmp_path], [])


@pytest.mark.parametrize(
    ("named", "really", "told"),
    [
        (["a.img", "a.img"], [], "is named twice"),
        (["b.img"], [], "copy the image of Raspberry Pi OS"),
        (["a.img", "b"], [], "several names after --out"),
        (["root/dev/sda"], [], "no removable disk"),
        (["root/dev/sdb"], ["root/dev/sda"], "is not named by --out"),
        (["root/dev/sdc"], [], "is no disk"),
    ],
)
def test_what_is_not_written_is_named(
    tmp_path: Path, named: list[str], really: list[str], told: str
) -> None:
    machine = Machine(tmp_path / "root")
    machine.disk("sda", removable="0")
    machine.disk("sdb")
    image(tmp_path / "a.img")
    with pytest.raises(CardError, match=told):
        targets([tmp_path / one for one in named], [tmp_path / one for one in really], machine.root)


def test_a_disk_that_was_named_twice_is_taken(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    card = machine.disk("sda", removable="0")
    assert len(tuple(targets([card], [card], machine.root))) == 1  # type: ignore[arg-type]


def disk(path: Path, size: int = 2**21, mounts: tuple[str, ...] = ()) -> CardTarget:
    return CardTarget(path, Disk(path, size, "", True, mounts))


def write(target: CardTarget, system: Path | None, owners: list[str]) -> str:
    return places.write_card(target, system, FILES, "karlsson.json", owners.append, lambda _: None)


def test_a_card_with_a_system_keeps_it(tmp_path: Path) -> None:
    path = image(tmp_path / "sdb")
    owners: list[str] = []
    assert write(disk(path), None, owners) == ""
    write(CardTarget(path), None, owners)
    assert owners == ["", "karlsson-1"]
    assert content(path, "user-data") == b"#new"


def test_a_system_without_cloud_init_is_doubtful(tmp_path: Path) -> None:
    path = image(tmp_path / "sdb", files=("config.txt", "cmdline.txt"))
    assert "older than Raspberry Pi OS trixie" in write(disk(path), None, [])
    assert write(disk(path), None, []) == ""


def test_an_empty_card_gets_a_system_first(tmp_path: Path) -> None:
    system = image(tmp_path / "os.img")
    card = tmp_path / "sdb"
    card.write_bytes(bytes(2**21))
    owners: list[str] = []
    write(disk(card), system, owners)
    write(disk(card), system, owners)
    assert owners == ["", "karlsson-1"]
    assert content(card, "user-data") == b"#new"
    assert content(system, "user-data") == b"old"


def test_a_mount_that_cannot_be_undone_is_named(tmp_path: Path) -> None:
    path = image(tmp_path / "sdb")
    with pytest.raises(CardError, match="cannot be unmounted"):
        write(disk(path, mounts=(str(tmp_path / "nowhere"),)), None, [])
    assert content(path, "user-data") == b"old"


def test_a_robots_folder(tmp_path: Path) -> None:
    place = places.write_folder(FolderTarget(tmp_path), "karlsson-1", FILES)
    assert (Path(place) / "user-data").read_bytes() == b"#new"


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A real disk of the kernel, a loop device, with a file system that is mounted."""
    file, place = tmp_path / "disk", tmp_path / "mounted"
    file.write_bytes(bytes(4 * 2**20))
    place.mkdir()
    run("mkfs.ext4", "-q", str(file))
    device = run("losetup", "--find", "--show", str(file))
    if not device:
        pytest.skip("needs the right to make loop devices")
    try:
        if run("mount", device, str(place)) is None:
            pytest.skip("needs the right to mount")
        yield Path(device), place
    finally:
        run("umount", str(place))
        run("losetup", "--detach", device)


def run(*command: str) -> str | None:
    if not shutil.which(command[0]):
        return None
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return None if done.returncode else done.stdout.strip()


@pytest.mark.root
@pytest.mark.thorough
def test_a_real_disk_that_is_mounted_is_named_twice_unmounted_and_written(
    mounted: tuple[Path, Path], tmp_path: Path
) -> None:
    device, place = mounted
    system = image(tmp_path / "os.img")
    with pytest.raises(CardError, match="is mounted"):
        targets([device], [])
    (target,) = targets([device], [device])  # type: ignore[misc]
    # Whatever was looked at before: the kernel itself lets nobody write below a file system.
    with pytest.raises(CardError, match="umount its partitions first"), claimed(device):
        pass
    with (place / "busy").open("wb"), pytest.raises(CardError, match="cannot be unmounted"):
        write(target, system, [])
    assert write(target, system, []) == ""
    assert run("findmnt", str(place)) is None
    assert content(device, "user-data") == b"#new"


@pytest.mark.root
@pytest.mark.thorough
def test_nothing_mounts_a_real_disk_that_is_being_written(mounted: tuple[Path, Path]) -> None:
    device, place = mounted
    run("umount", str(place))
    with claimed(device):
        assert run("mount", str(device), str(place)) is None
    assert run("mount", str(device), str(place)) is not None
