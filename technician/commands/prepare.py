"""`karlsson card prepare`: check everything, then write several cards at once."""

import argparse
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from bridge.process import file_words
from technician.commands import access, packages, reading
from technician.commands.arguments import UsageError
from technician.commands.jobs import CardOutcome, Job, planned
from technician.files import cloud_config
from technician.files.cloud_config import Login
from technician.lists.records import ListedRobot
from technician.lists.robots import ListOfRobots
from technician.places import flashing, folder
from technician.places.errors import CardError
from technician.places.record import CardRecord
from technician.places.targets import (
    CardTarget,
    FolderTarget,
    Targets,
    targets,
    write_card,
    write_folder,
)

AT_ONCE = 8
"""Cards that are written at the same time; one hub has hardly more readers."""

RECORD = "karlsson-cards.json"

Progress = Callable[[ListedRobot, int], None]
"""Hears of each part of a robot's card: bytes that were copied or compared."""


class Preparation:
    """Everything that was checked, ready to be written.

    Args:
        options: Arguments of `card prepare`.
        root: Root of /dev, /sys and /proc.

    Raises:
        UsageError, WrongListError, CardError: Something has to be corrected; nothing was written.
    """

    def __init__(self, options: argparse.Namespace, root: Path = Path("/")) -> None:
        if not options.out and not options.dry_run:
            raise UsageError("--out is missing: name a folder, images or disks, or say --dry-run")
        login, remarks = access.login(options, access.home(os.environ))
        listed = reading.with_page(reading.read(options), options, keep=not options.dry_run)
        self.listed = ListOfRobots(listed.robots, (*remarks, *listed.remarks))
        self.targets: Targets = (
            targets(options.out, options.really, root) if options.out else FolderTarget(Path())
        )
        self.image: Path | None = _image(options.image, self.targets)
        self._again: bool = options.again
        self._packages = packages.read(options.package)
        self._stopped = threading.Event()
        self._record = CardRecord(_record_path(options, self.targets))
        self._cards = [(one, self._files(one, login)) for one in self.listed.robots]
        self.plan = planned(self._cards, self.targets, self._done_at)
        if options.dry_run:
            return
        if self.plan.jobs:
            _make_folder(self.targets)
            self._record.check_writable()

    def work_bytes(self) -> int:
        """Return how many bytes each card takes; 0 if that is not known."""
        return flashing.work_bytes(self.image) if self.image else 0

    def write(self, progress: Progress, finished: Callable[[CardOutcome], None]) -> None:
        """Write all cards; tell each outcome as it comes."""
        with ThreadPoolExecutor(min(AT_ONCE, max(1, len(self.plan.jobs)))) as pool:
            running = [pool.submit(self._written, job, progress) for job in self.plan.jobs]
            try:
                for one in as_completed(running):
                    finished(one.result())
            except KeyboardInterrupt:
                # Cards that are being written end at their next part, and none begins.
                self.stop()
                pool.shutdown(cancel_futures=True)
                raise

    def stop(self) -> None:
        """Let copying end at its next part."""
        self._stopped.set()

    def _written(self, job: Job, progress: Progress) -> CardOutcome:
        try:
            place, doubt = str(job.target), ""
            if isinstance(job.target, FolderTarget):
                place = write_folder(job.target, job.robot.id, job.files)
            else:
                doubt = self._write_card(job, job.target, progress)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            self._record.note(job.robot.id, job.files, place, now)
        except CardError as error:
            return CardOutcome(job.robot, "failed", str(job.target), str(error))
        return CardOutcome(job.robot, "written", place, doubt)

    def _write_card(self, job: Job, target: CardTarget, progress: Progress) -> str:
        return write_card(
            target,
            self.image,
            job.files,
            cloud_config.MARK,
            lambda owner: self._check_owner(owner, job, target),
            lambda count: self._went_on(job, count, progress),
        )

    def _went_on(self, job: Job, count: int, progress: Progress) -> None:
        if self._stopped.is_set():
            raise CardError("was stopped")
        progress(job.robot, count)

    def _check_owner(self, owner: str, job: Job, target: CardTarget) -> None:
        """Refuse a card that is another robot's, such as one that was left in the reader."""
        if owner in ("", job.robot.id) or self._again:
            return
        raise CardError(
            f"{target}: this is the card of {owner} already; put in another card for"
            f" {job.robot.id}, or say --again to write over it"
        )

    def _files(self, robot: ListedRobot, login: Login | None) -> dict[str, bytes]:
        return cloud_config.files(
            robot,
            login,
            lambda data: self._record.digest({cloud_config.USER_DATA: data}),
            self._packages,
        )

    def _done_at(self, robot: ListedRobot, files: Mapping[str, bytes]) -> str:
        known = self._record.done(robot.id)
        if self._again or known is None or not self._record.is_done(robot.id, files):
            return ""
        if isinstance(self.targets, FolderTarget):
            place = self.targets.path / robot.id
            return known.place if folder.holds(place, files) else ""
        return known.place


def in_order(robots: Sequence[ListedRobot], outcomes: Sequence[CardOutcome]) -> list[CardOutcome]:
    """Return outcomes in the order of the list."""
    by_id = {outcome.robot.id: outcome for outcome in outcomes}
    return [by_id[robot.id] for robot in robots if robot.id in by_id]


def _image(image: Path | None, found: Targets) -> Path | None:
    if image is None:
        return None
    if isinstance(found, FolderTarget) or any(target.disk is None for target in found):
        raise UsageError(
            "--image: is copied to disks alone; leave it out, or name disks with --out"
        )
    flashing.check_image(image)
    return image


def _record_path(options: argparse.Namespace, found: Targets) -> Path:
    if options.record:
        path: Path = options.record
        return path
    if isinstance(found, FolderTarget) and options.out:
        return found.path / RECORD
    beside: Path = options.list.with_name(f"{options.list.stem}-{RECORD}")
    return beside


def _make_folder(found: Targets) -> None:
    if not isinstance(found, FolderTarget):
        return
    try:
        found.path.mkdir(mode=folder.PRIVATE, parents=True, exist_ok=True)
    except OSError as error:
        raise CardError(
            f"{found.path}: {file_words.words(error)}; name another folder with --out"
        ) from error
