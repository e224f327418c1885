"""Images with a boot partition, and a root with the disks that Linux would show."""

import os
import shutil
import struct
import subprocess
from pathlib import Path

FIRST_SECTOR = 64
SECTOR = 512
BOOT_FILES = ("config.txt", "cmdline.txt", "user-data", "meta-data", "network-config")


def mtools(*command: str, given: bytes = b"") -> bytes:
    surroundings = {**os.environ, "MTOOLSRC": os.devnull}
    done = subprocess.run(command, input=given, capture_output=True, env=surroundings, check=True)
    return done.stdout


def image(path: Path, size: int = 2**20, files: tuple[str, ...] = BOOT_FILES) -> Path:
    """Make an image as Raspberry Pi OS has it: a table, and a FAT partition with a few files."""
    head = bytearray(SECTOR)
    count = size // SECTOR - FIRST_SECTOR
    struct.pack_into("<BxxxBxxxII", head, 446, 0, 0x0C, FIRST_SECTOR, count)
    head[510:512] = b"\x55\xaa"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    mtools("mformat", "-i", drive(path), "-T", str(count), "-h", "2", "-s", "16", "::")
    for name in files:
        mtools("mcopy", "-i", drive(path), "-", f"::/{name}", given=b"old")
    return path


def drive(path: Path) -> str:
    return f"{path}@@{FIRST_SECTOR * SECTOR}"


def content(path: Path, name: str) -> bytes:
    return mtools("mtype", "-i", drive(path), f"::/{name}")


def names(path: Path) -> set[str]:
    listed = mtools("mdir", "-b", "-i", drive(path), "::/").decode()
    return {line.removeprefix("::/") for line in listed.split()}


def fill(path: Path) -> None:
    """Leave no room on the boot partition."""
    for size in (400_000, 100_000, 20_000, 4096, 512):
        for number in range(20):
            command = ("mcopy", "-i", drive(path), "-", f"::/{size}-{number}")
            done = subprocess.run(
                command,
                input=bytes(size),
                capture_output=True,
                env={**os.environ, "MTOOLSRC": os.devnull},
                check=False,
            )
            if done.returncode:
                subprocess.run(
                    ("mdel", "-i", drive(path), f"::/{size}-{number}"),
                    check=False,
                    capture_output=True,
                )
                break


class Machine:
    """Files below a root that look like the disks of a computer."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("dev", "sys/class/block", "proc/self"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        self.mounts: list[str] = []
        self._numbers = 0
        (root / "proc/swaps").write_text("Filename Type Size Used Priority\n", encoding="utf-8")
        self._write_mounts()

    def disk(
        self,
        name: str,
        device: Path | None = None,
        facts: dict[str, str] | None = None,
        **more: str,
    ) -> Path:
        """Plug in a disk; `facts` are files of its folder in sysfs, with __ for a slash."""
        about = self.root / "sys/class/block" / name
        known = {"removable": "1", "size": "61440000", "ro": "0", "device__model": "Card"}
        self._describe(about, known | (facts or {}) | more)
        for number in (1, 2):
            part = f"{name}p{number}" if name[-1].isdigit() else f"{name}{number}"
            self._describe(about / part, {"partition": str(number)})
            (self.root / "sys/class/block" / part).symlink_to(about / part)
        path = self.root / "dev" / name
        if device:
            shutil.move(device, path)
        else:
            path.touch()
        return path

    def mount(self, name: str, place: str) -> None:
        number = (self.root / "sys/class/block" / name / "dev").read_text(encoding="utf-8")
        self.mounts.append(f"30 1 {number} / {place} rw - vfat /dev/{name} rw")
        self._write_mounts()

    def _describe(self, about: Path, facts: dict[str, str]) -> None:
        self._numbers += 1
        for name, text in (facts | {"dev": f"8:{self._numbers}"}).items():
            path = about / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def _write_mounts(self) -> None:
        text = "\n".join(["29 1 254:1 / / rw - ext4 /dev/root rw", *self.mounts])
        (self.root / "proc/self/mountinfo").write_text(text, encoding="utf-8")
