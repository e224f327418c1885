"""Events of updates, kept with the trial that they belong to, for people and programs."""

import errno
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from bridge.process import file_words
from robot.update import words
from robot.update.errors import UpdateError
from robot.update.installation import Installation
from robot.update.record import Records, Trial, UpdateRecord

log = logging.getLogger(__name__)


class Chronicle:
    """Keeps the record of a robot's updates.

    Args:
        now: The robot's own time.
    """

    def __init__(
        self, records: Records, installed: Installation, now: Callable[[], datetime]
    ) -> None:
        self._records = records
        self._installed = installed
        self._now = now

    def read(self) -> UpdateRecord:
        """Return the record."""
        return self._records.read()

    def note(
        self,
        code: str,
        record: UpdateRecord | None = None,
        *,
        trial: Trial | msgspec.UnsetType | None = msgspec.UNSET,
        fell_back: tuple[str, ...] | None = None,
        **facts: str,
    ) -> UpdateRecord:
        """Keep what happened.

        Args:
            code: Key of `words.WORDS`; the facts are what its words name.
            record: As it was; read if left out.
            trial: Of the record from now on.
            fell_back: Likewise.

        Raises:
            OSError: A trial cannot be kept. Everything else is told all the same.
        """
        before = record or self._records.read()
        changed = msgspec.structs.replace(
            before,
            trial=before.trial if trial is msgspec.UNSET else trial,
            fell_back=before.fell_back if fell_back is None else fell_back,
        )
        return self._change(code, changed, facts, is_step=trial is not msgspec.UNSET)

    def keep(self, record: UpdateRecord, trial: Trial | None) -> UpdateRecord:
        """Keep a trial, or its end, without another word."""
        changed = msgspec.structs.replace(record, trial=trial)
        self._records.write(changed)
        return changed

    def why(self, error: UpdateError) -> UpdateRecord:
        """Keep why nothing was done."""
        record = self._records.read()
        if error.code == "busy":
            # The record is the other process's, which may be in the middle of a trial.
            return self._worded(error.code, record, error.facts)
        return self._change(error.code, record, error.facts)

    def failure(self, error: OSError) -> UpdateRecord:
        """Keep what the disk refused."""
        if error.errno in (errno.EACCES, errno.EPERM):
            return self.note("no_right")
        place = str(error.filename or self._installed.base)
        return self.note("disk", place=place, what=file_words.words(error))

    def _change(
        self, code: str, record: UpdateRecord, facts: Mapping[str, str], is_step: bool = False
    ) -> UpdateRecord:
        """Keep a record with what happened; a full disk does not hide it from the one who asked.

        Args:
            is_step: A step of a trial, which has to be on the disk before anything else.
        """
        changed = self._worded(code, record, facts)
        log.info("update: %s", words.say(code, changed.facts, "en"))
        try:
            if is_step or _differs(self._records.read(), changed):
                self._records.write(changed)
        except OSError:
            if is_step:
                raise
        return changed

    def _worded(self, code: str, record: UpdateRecord, facts: Mapping[str, str]) -> UpdateRecord:
        known = {"running": self._installed.current or "?", **facts}
        at = self._now().isoformat(timespec="seconds")
        return msgspec.structs.replace(record, code=code, facts=known, at=at)


def _differs(before: UpdateRecord, after: UpdateRecord) -> bool:
    """Tell whether a record says something new: what an hourly look finds again wears no card."""
    return msgspec.structs.replace(before, at="") != msgspec.structs.replace(after, at="")
