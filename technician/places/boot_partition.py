"""The FAT boot partition of an image or a card, written by mtools: without mounting it."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec

from bridge.process import file_words
from technician.places.errors import CardError
from technician.places.partitions import HEAD_BYTES, boot_partition

TIMEOUT_S = 120
# No configuration of whoever runs it, which could name another drive; and no doubt about tracks
# and heads, which a card does not have.
MTOOLS = {"MTOOLSRC": os.devnull, "MTOOLS_SKIP_CHECK": "1", "LC_ALL": "C"}

OF_A_RASPBERRY = "config.txt"
"""File that each boot partition of a Raspberry Pi has."""


class BootPartition:
    """Boot partition of an image or a disk.

    Args:
        path: The image, or the whole disk.

    Raises:
        CardError: There is none, or mtools are missing.
    """

    def __init__(self, path: Path) -> None:
        if shutil.which("mcopy") is None:
            raise CardError("mtools are missing: sudo apt-get install mtools")
        self._path = path
        try:
            with path.open("rb") as file:
                head = file.read(HEAD_BYTES)
        except OSError as error:
            raise unopened(path, error) from error
        found = boot_partition(head)
        if found is None:
            raise CardError(
                f"{path}: has no boot partition; write Raspberry Pi OS to it first, or name its"
                " image with --image"
            )
        self._drive = f"{path}@@{found[0]}"
        if OF_A_RASPBERRY not in self.names():
            raise CardError(
                f"{path}: its first partition is not the boot partition of a Raspberry Pi"
                f" (there is no {OF_A_RASPBERRY}); nothing was written"
            )

    def names(self) -> set[str]:
        """Return the names of the files at the top of the partition."""
        listed = self._run("mdir", "-b", "-i", self._drive, "::/").decode(errors="replace")
        return {line.removeprefix("::/").strip() for line in listed.splitlines()}

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, or None if there is none."""
        if name not in self.names():
            return None
        return self._run("mcopy", "-i", self._drive, f"::/{name}", "-")

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files in their order, and read them back.

        The last one is taken away first: until everything else is there, the card starts nothing.

        Raises:
            CardError: The partition is full, or the card does not keep what is written.
        """
        last = list(files)[-1]
        self._remove(last)
        for name, data in files.items():
            self._write(name, data)
        self._sync()
        for name, data in files.items():
            if self.read(name) != data:
                raise CardError(f"{self._path}: does not keep what is written; take another card")

    def _write(self, name: str, data: bytes) -> None:
        """Write a file under another name first, so that half a file never has the right one."""
        unfinished = f"{name}.new"
        self._remove(unfinished)
        try:
            self._run("mcopy", "-i", self._drive, "-", f"::/{unfinished}", given=data)
            # mcopy cuts off what finds no room, and does not always say so.
            if len(self.read(unfinished) or b"") < len(data):
                raise self._failed("disk full")
        except CardError:
            self._remove(unfinished)
            raise
        self._remove(name)
        self._run("mren", "-i", self._drive, f"::/{unfinished}", f"::/{name}")

    def _remove(self, name: str) -> None:
        if name in self.names():
            self._run("mdel", "-i", self._drive, f"::/{name}")

    def _sync(self) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        except OSError as error:
            raise CardError(
                f"{self._path}: {file_words.words(error)}; take another card"
            ) from error
        finally:
            os.close(descriptor)

    def _run(self, *command: str, given: bytes = b"") -> bytes:
        surroundings = {**MTOOLS, "PATH": os.environ.get("PATH", "")}
        try:
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                env=surroundings,
                timeout=TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise CardError(
                f"{self._path}: the card does not answer; take it out and in"
            ) from error
        if done.returncode:
            raise self._failed(done.stderr.decode(errors="replace").strip())
        return done.stdout

    def _failed(self, told: str) -> CardError:
        if "full" in told.lower():
            return CardError(
                f"{self._path}: the boot partition is full; remove what does not belong there"
            )
        if "Permission denied" in told:
            return CardError(f"{self._path}: may not be written; run it again with sudo")
        last = told.splitlines()[-1] if told else "no reason was given"
        return CardError(
            f"{self._path}: the boot partition cannot be written (mtools: {last}); was the card"
            " pulled out? Put it in again, and run the same command"
        )


class _Mark(msgspec.Struct):
    robot: str


def owner(partition: BootPartition, mark: str) -> str:
    """Return the id of the robot whose card this is; empty for a new card."""
    data = partition.read(mark)
    if data is None:
        return ""
    try:
        return msgspec.json.decode(data, type=_Mark).robot
    except msgspec.DecodeError:
        return ""


def unopened(path: Path, error: OSError) -> CardError:
    """Return the error for a disk or image that cannot be opened."""
    if isinstance(error, PermissionError):
        return CardError(f"{path}: may not be read or written; run it again with sudo")
    if isinstance(error, FileNotFoundError):
        return CardError(f"{path}: is not there")
    return CardError(f"{path}: {file_words.words(error)}; is a card in the reader?")
