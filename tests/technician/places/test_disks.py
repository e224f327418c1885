from pathlib import Path

import pytest

from technician.places import disks
from technician.places.errors import CardError
from tests.technician.places.images import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def refusal(machine: Machine, name: str, again: bool = False) -> str:
    return disks.refusal(disks.examine(machine.root / "dev" / name, machine.root), again)


def test_a_card_in_a_reader_may_be_written(machine: Machine) -> None:
    machine.disk("sdb", device__vendor="Generic")
    found = disks.examine(machine.root / "dev/sdb", machine.root)
    assert (found.model, found.size_bytes, found.removable) == (
        "Generic Card",
        61440000 * 512,
        True,
    )
    assert "31.5 GB, Generic Card" in str(found)
    assert refusal(machine, "sdb") == ""


def test_a_card_in_the_laptops_own_reader_is_no_removable_disk_to_linux(machine: Machine) -> None:
    machine.disk("mmcblk0", removable="0", device__type="SD", device__name="SC32G")
    assert refusal(machine, "mmcblk0") == ""


def test_a_link_names_the_disk_it_leads_to(machine: Machine) -> None:
    path = machine.disk("sdb")
    link = machine.root / "dev/disk/by-id/usb-reader"
    link.parent.mkdir(parents=True)
    link.symlink_to(path)
    assert disks.examine(link, machine.root).path == path


@pytest.mark.parametrize("again", [False, True])
def test_a_disk_that_is_not_removable_has_to_be_named_twice(machine: Machine, again: bool) -> None:
    machine.disk("sda", removable="0", device__type="0")
    assert ("--really" in refusal(machine, "sda", again)) is not again


@pytest.mark.parametrize("again", [False, True])
def test_a_disk_that_is_mounted_has_to_be_named_twice(machine: Machine, again: bool) -> None:
    machine.disk("sdb")
    machine.mount("sdb1", r"/media/anna/boot\040fs")
    told = refusal(machine, "sdb", again)
    assert ("umount /media/anna/boot fs" in told) is not again


def test_a_mount_is_known_by_its_number_and_by_its_name(machine: Machine) -> None:
    machine.disk("sdb")
    machine.mounts.append("31 1 0:45 / /mnt rw - btrfs /dev/sdb2 rw")
    machine.mount("sdb1", "/media/a")
    found = disks.examine(machine.root / "dev/sdb", machine.root)
    assert found.mounts == ("/mnt", "/media/a")


@pytest.mark.parametrize("place", sorted(disks.SYSTEM))
def test_the_disk_of_the_running_system_is_never_written(machine: Machine, place: str) -> None:
    machine.disk("nvme0n1", removable="0")
    machine.mount("nvme0n1p1", place)
    for again in (False, True):
        assert "never written" in refusal(machine, "nvme0n1", again)


def test_a_disk_with_swap_or_something_on_top_is_never_written(machine: Machine) -> None:
    machine.disk("sda")
    (machine.root / "proc/swaps").write_text("Filename Type\n/dev/sda2 partition 9 0 -2\n")
    assert "swap on /dev/sda2" in refusal(machine, "sda", True)
    machine.disk("sdb", holders__md0="")
    assert "md0" in refusal(machine, "sdb", True)


@pytest.mark.parametrize(
    ("facts", "name", "told"),
    [
        ({}, "sdb1", "is a partition; name the whole disk, /dev/sdb"),
        ({}, "sdz", r"is no disk; cards that are plugged in: .*/dev/sdb \(31.5 GB, Card\)"),
        ({"size": "0"}, "sdb", "no card is in the reader; no card is plugged in"),
        ({"ro": "1"}, "sdb", "write-protected"),
    ],
)
def test_what_is_no_disk_with_a_card_is_named(
    machine: Machine, facts: dict[str, str], name: str, told: str
) -> None:
    machine.disk("sdb", facts=facts)
    machine.disk("sda", removable="0")
    (machine.root / "sys/class/block/loop0").mkdir()
    with pytest.raises(CardError, match=told):
        disks.examine(machine.root / "dev" / name, machine.root)
