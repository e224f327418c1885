"""One update from the question to the end: what is there, stage it, try it, keep it or go back."""

import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

from bridge.process.release_info import ReleaseInfo, WaveOffer
from robot.caution.occupied import is_free, unless_occupied
from robot.update import rules, words
from robot.update.chronicle import Chronicle
from robot.update.errors import UpdateError
from robot.update.installation import Installation
from robot.update.record import MOST_KEPT, Records, Trial, UpdateRecord

log = logging.getLogger(__name__)

RESERVE_BYTES = 64 * 1024 * 1024
"""Room that stays free for everything else."""

LOCK = "lock"


class RobotTrial(Protocol):
    """Restart and trial of the robot."""

    def restart(self) -> None:
        """Start the robot's services from the current release, or raise `UpdateError`."""

    def check(self) -> None:
        """Make sure that the robot works, or raise `UpdateError`."""

    def rest(self) -> None:
        """Wait before another try."""


class Source(Protocol):
    """Source of releases."""

    def listed(self) -> list[ReleaseInfo]:
        """Return the releases that are signed."""

    def wave(self) -> WaveOffer | None:
        """Return the wave that runs."""

    def archive_bytes(self, info: ReleaseInfo) -> int:
        """Return the size of an archive."""

    def fetch(self, info: ReleaseInfo) -> Path:
        """Return the file of an archive."""

    def forget_archives(self) -> None:
        """Remove the files of archives."""


@dataclass(frozen=True)
class RobotHere:
    """The robot, as far as updates have to know it."""

    id: str
    platform: str
    runtime: Path
    """Runtime folder of the agent, where it says that somebody is in."""
    now: Callable[[], datetime]
    """The robot's own time."""


@dataclass(frozen=True)
class Demand:
    """Request for an update.

    Args:
        by_hand: A person asks, so no wave has to come first.
        anytime: Also in school hours, yet never in a lesson.
        version: A certain release; empty takes the newest.
        check_only: Tell, and change nothing.
    """

    by_hand: bool = False
    anytime: bool = False
    version: str = ""
    check_only: bool = False


class Updating:
    """Updates of one robot."""

    def __init__(
        self, here: RobotHere, installed: Installation, records: Records, health: RobotTrial
    ) -> None:
        self._here = here
        self._installed = installed
        self._told = Chronicle(records, installed, here.now)
        self._folder = records.folder
        self._health = health

    def run(self, demand: Demand, source: Callable[[], Source]) -> UpdateRecord:
        """Do what there is to do now; return the record, whose code says what happened."""
        try:
            if not self._installed.current:
                raise UpdateError("not_installed", base=str(self._installed.base))
            with self._alone():
                record = self._told.read()
                if record.trial is not None and not demand.check_only:
                    return self._take_up(record, record.trial)
                return record if record.trial else self._look(demand, source)
        except UpdateError as error:
            return self._told.why(error)
        except OSError as error:
            return self._told.failure(error)

    def settle(self) -> UpdateRecord:
        """Do what a start of the computer needs, before the robot's services start.

        Whatever happens, `current` leads to a whole release afterwards.
        """
        try:
            with self._alone():
                self._installed.repair()
                return self._settle(self._told.read(), started=True)
        except UpdateError as error:
            return self._told.why(error)
        except OSError as error:
            return self._told.failure(error)

    def _take_up(self, record: UpdateRecord, trial: Trial) -> UpdateRecord:
        """Take up a trial that a start, a lesson or the end of this process has interrupted."""
        if not is_free(self._here.runtime):
            return self._told.note("lesson", record, version=trial.version)
        if trial.counted:
            # The computer has started since: so have the services, from this release.
            self._told.keep(record, msgspec.structs.replace(trial, counted=False))
            return self._try(restart=False)
        settled = self._settle(record, started=False)
        return settled if settled.trial is None else self._try()

    def _settle(self, record: UpdateRecord, started: bool) -> UpdateRecord:
        trial = record.trial
        if trial is None:
            return record
        found = rules.at_start(
            trial.version, trial.tries, self._installed.current, self._installed.good
        )
        match found:
            case "forget":
                return self._told.keep(record, None)
            case "kept":
                return self._told.note("installed", record, trial=None, version=trial.version)
            case "try":
                tries = trial.tries + 1
                return self._told.keep(
                    record, msgspec.structs.replace(trial, tries=tries, counted=started)
                )
            case _:
                why = words.say("power", {"tries": str(trial.tries)}, "en")
                if trial.tries > rules.MOST_TRIES:
                    why = record.facts.get("why", why)
                return self._go_back(record, trial, why, restart=not started)

    # ---- looking

    def _look(self, demand: Demand, source: Callable[[], Source]) -> UpdateRecord:
        running = self._installed.current
        offers = source()
        wanted = demand.version
        wave: WaveOffer | None = None
        if not demand.by_hand:
            wave = offers.wave()
            wanted = rules.turn(wave, self._here.id)
        record = self._told.read()
        listed = offers.listed()
        chosen = rules.choose(listed, running, self._here.platform, record.fell_back, wanted)
        info = chosen.info
        if info is None:
            return self._nothing(chosen.why, wanted)
        if not (demand.by_hand or wanted):
            code = "waits_for_wave" if wave is not None else "no_wave"
            return self._told.note(code, version=info.version)
        if not demand.by_hand and info.version in record.fell_back:
            return self._told.note("fell_back_before")
        if demand.check_only:
            return self._told.note("available", version=info.version)
        with unless_occupied(self._here.runtime) as free:
            # Before anything is fetched as well: a lesson needs the line for itself.
            if code := self._hindrance(free, demand):
                return self._told.note(code, version=info.version)
        self._stage(offers, info)
        with unless_occupied(self._here.runtime) as free:
            if code := self._hindrance(free, demand):
                return self._told.note(code, version=info.version)
            self._switch(info.version)
        return self._try()

    def _hindrance(self, free: bool, demand: Demand) -> str:
        return rules.hindrance(self._here.now(), not free, demand.anytime)

    def _nothing(self, why: str, wanted: str) -> UpdateRecord:
        code = {"same": "up_to_date", "nothing": "up_to_date", "fell_back": "fell_back_before"}
        return self._told.note(code.get(why, why), version=wanted, platform=self._here.platform)

    def _stage(self, offers: Source, info: ReleaseInfo) -> None:
        if info.version in self._installed.complete():
            return
        self._installed.clear((self._installed.current, self._installed.good))
        needed = 2 * offers.archive_bytes(info) + info.unpacked_bytes + RESERVE_BYTES
        free = shutil.disk_usage(self._installed.base).free
        if free < needed:
            raise UpdateError(
                "no_room",
                needed_mb=f"{needed / 1e6:.0f}",
                free_mb=f"{free / 1e6:.0f}",
                place=str(self._installed.base),
            )
        log.info("update: %s is fetched and staged", info.version)
        archive = offers.fetch(info)
        try:
            self._installed.stage(archive, info)
        except (OSError, UpdateError):
            self._installed.clear()
            raise
        finally:
            offers.forget_archives()

    # ---- trying

    def _switch(self, version: str) -> None:
        """Write down what is good, that a trial begins, and begin it, in this order."""
        before = self._installed.current
        self._installed.remember()
        record = self._told.read()
        fell_back = tuple(one for one in record.fell_back if one != version)
        self._told.note(
            "switched",
            record,
            trial=Trial(version, before),
            fell_back=fell_back,
            version=version,
            tries="1",
        )
        self._installed.switch(version)

    def _try(self, restart: bool = True) -> UpdateRecord:
        """Try the release that is current until it is kept or left.

        Args:
            restart: False where the services have just started from it.
        """
        while True:
            record = self._told.read()
            trial = record.trial
            if trial is None:
                return record
            log.info("update: %s is tried, try %d", trial.version, trial.tries)
            why = self._unhealthy(restart)
            restart = True
            if why and not is_free(self._here.runtime):
                # Whoever came in meanwhile has a call that works; it is judged afterwards.
                return self._told.note("lesson", record, version=trial.version)
            match rules.after_try(trial.tries, not why):
                case "keep":
                    self._installed.keep(trial.version)
                    kept = self._told.note("installed", record, trial=None, version=trial.version)
                    self._installed.clear((trial.version, trial.before))
                    return kept
                case "fall_back":
                    return self._go_back(record, trial, why, restart=True)
                case _:
                    again = msgspec.structs.replace(trial, tries=trial.tries + 1)
                    tries = str(again.tries)
                    self._told.note(
                        "switched", record, trial=again, version=trial.version, tries=tries, why=why
                    )
                    self._health.rest()

    def _unhealthy(self, restart: bool) -> str:
        """Return in English why the robot does not work, or an empty text."""
        try:
            if restart:
                self._health.restart()
            self._health.check()
        except UpdateError as error:
            log.warning("update: %s", words.say(error.code, error.facts, "en"))
            return words.say(error.code, error.facts, "en")
        return ""

    def _go_back(
        self, record: UpdateRecord, trial: Trial, why: str, restart: bool = False
    ) -> UpdateRecord:
        """Leave a release: first write that down, so that no power cut brings it back."""
        others = [one for one in record.fell_back if one != trial.version]
        leaving = msgspec.structs.replace(trial, tries=rules.MOST_TRIES + 1)
        record = self._told.note(
            "fell_back",
            record,
            trial=leaving,
            fell_back=(*others, trial.version)[-MOST_KEPT:],
            version=trial.version,
            running=trial.before,
            why=why,
        )
        self._installed.switch(trial.before)
        record = self._told.keep(record, trial=None)
        if restart:
            try:
                self._health.restart()
            except UpdateError as error:
                log.error("update: %s", words.say(error.code, error.facts, "en"))
        return record

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._folder.mkdir(mode=0o755, exist_ok=True)
        how = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        descriptor = os.open(self._folder / LOCK, how, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UpdateError("busy") from None
            yield
        finally:
            os.close(descriptor)
