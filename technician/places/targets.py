"""Targets that `--out` names: a folder, images or disks; the writing of one card to one of them."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from technician.places import disks, flashing, folder
from technician.places.boot_partition import BootPartition, owner
from technician.places.claim import claimed
from technician.places.disks import Disk
from technician.places.errors import CardError

UMOUNT_TIMEOUT_S = 60

BOOT_FILES = ("config.txt", "cmdline.txt")
"""Files by which a mounted boot partition is known."""

OLD_SYSTEM = (
    "its system came without the files that were written, so it may be older than Raspberry Pi OS"
    " trixie and not read them; docs/technician.md says what bookworm needs"
)
"""Doubt about a card whose boot partition had none of cloud-init's files."""


@dataclass(frozen=True)
class FolderTarget:
    """A folder that gets a folder for each robot."""

    path: Path

    def __str__(self) -> str:
        """Return the folder's path."""
        return str(self.path)


@dataclass(frozen=True)
class CardTarget:
    """An image or a disk that becomes the card of one robot.

    Args:
        path: The image or the disk.
        disk: None for an image.
    """

    path: Path
    disk: Disk | None = None

    def __str__(self) -> str:
        """Return the target as a person recognises it."""
        return str(self.path)


Targets = FolderTarget | tuple[CardTarget, ...]


def targets(named: Sequence[Path], really: Sequence[Path], root: Path = Path("/")) -> Targets:
    """Return what `--out` names, after all of it was examined.

    Args:
        named: Paths as they were typed.
        really: Disks that were named a second time.
        root: Root of /dev, /sys and /proc.

    Raises:
        CardError: Something of it is not written.
    """
    again = {disks.examine(path, root).path for path in really}
    found: list[CardTarget] = []
    for path in named:
        if path.is_block_device() or (path.is_relative_to(root / "dev") and not path.is_dir()):
            disk = disks.examine(path, root)
            if refused := disks.refusal(disk, disk.path in again):
                raise CardError(refused)
            found.append(CardTarget(disk.path, disk))
        elif path.is_file():
            found.append(CardTarget(path.resolve()))
        elif len(named) == 1 and path.suffix not in (".img", ".iso"):
            if all((path / name).exists() for name in BOOT_FILES):
                raise CardError(
                    f"{path}: is the boot partition of a card, and takes no folders; name the"
                    " card's disk, such as --out /dev/sdb, or another folder"
                )
            return FolderTarget(path)
        else:
            raise CardError(
                f"{path}: is not there; several names after --out are images or disks"
                if len(named) > 1
                else f"{path}: is not there; copy the image of Raspberry Pi OS to it first"
            )
    if unknown := again - {target.path for target in found}:
        raise CardError(f"--really {min(unknown)}: is not named by --out")
    paths = [target.path for target in found]
    if twice := next((path for path in paths if paths.count(path) > 1), None):
        raise CardError(f"{twice}: is named twice; each robot needs a card of its own")
    return tuple(found)


def write_folder(target: FolderTarget, robot_id: str, files: Mapping[str, bytes]) -> str:
    """Write a robot's folder; return its place.

    Raises:
        CardError: It cannot be written.
    """
    place = target.path / robot_id
    folder.write(place, files)
    return str(place)


def write_card(
    target: CardTarget,
    image: Path | None,
    files: Mapping[str, bytes],
    mark: str,
    check_owner: Callable[[str], None],
    progress: flashing.Progress,
) -> str:
    """Write a robot's card; return a doubt about it, or nothing.

    Args:
        target: An image or a disk.
        image: System to copy to the disk first; None if the card has one.
        files: What goes to the boot partition.
        mark: Name of the file that says whose card it is.
        check_owner: Raises `CardError` if the robot whose card this is keeps it.
        progress: Hears of each copied part.

    Raises:
        CardError: It cannot be written.
    """
    if target.disk:
        _unmount(target.disk)
    with claimed(target.path):
        if image is None:
            partition = BootPartition(target.path)
            check_owner(owner(partition, mark))
        else:
            check_owner(_owner_before(target.path, mark))
            assert target.disk is not None
            flashing.copy(image, target.path, target.disk.size_bytes, progress)
            partition = BootPartition(target.path)
        found = partition.names()
        partition.write(files)
    return "" if found & set(files) else OLD_SYSTEM


def _owner_before(path: Path, mark: str) -> str:
    """Return whose card lies there before everything on it is replaced; empty if nobody's."""
    try:
        return owner(BootPartition(path), mark)
    except CardError:
        return ""


def _unmount(disk: Disk) -> None:
    for place in disk.mounts:
        done = subprocess.run(
            ["umount", "--", place],
            capture_output=True,
            text=True,
            timeout=UMOUNT_TIMEOUT_S,
            check=False,
        )
        if done.returncode:
            raise CardError(
                f"{disk.path}: {place} cannot be unmounted; close what has files of it open, and"
                " run the same command again, with sudo"
            )
