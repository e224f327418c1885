"""Memory of starts and failures over restarts of the process: one small file in /run.

It lies in memory, so it costs no card, and a robot that is switched off and on starts as usual:
a power cut is no failure. Times are monotonic, which all processes of one start of the computer
share, and which no wrong clock moves.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from bridge.process import atomic, file_words
from robot.caution import judgement
from robot.caution.judgement import Caution, Record

log = logging.getLogger(__name__)

FILE = "starts.json"
MOST_BYTES = 4096


class Ledger:
    """Starts of one robot.

    Args:
        folder: The service's runtime folder; None where there is none, and nothing is counted.
        clock: Monotonic seconds.
    """

    def __init__(self, folder: Path | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = None if folder is None else folder / FILE
        self._clock = clock
        self._record = Record()

    @property
    def caution(self) -> Caution:
        """Parts that this process leaves out."""
        return Caution(self._record.caution)

    @property
    def calm_s(self) -> float:
        """Time without a failure that the way back takes."""
        return judgement.calm_s(self._record)

    def begin(self) -> None:
        """Note that the process begins, and whether the one before has failed."""
        if self._path is not None:
            self._keep(judgement.begun(self._read(self._path), self._clock()))

    def end(self) -> None:
        """Note that the process ends by itself."""
        self._keep(judgement.ended(self._record))

    async def come_back(self, asleep: asyncio.Event, stop: asyncio.Event) -> None:
        """Wait until less may be left out and nobody is in; then have the process end.

        The service manager starts it again, with more.

        Args:
            asleep: Set while nobody is in.
            stop: Is set to have the process end.
        """
        wait_s = judgement.returns_in_s(self._record, self._clock())
        if wait_s is None:
            return
        await asyncio.sleep(wait_s)
        await asleep.wait()
        log.warning(
            "agent: no failure for %.0f minutes; it starts again with more", self.calm_s / 60
        )
        self._keep(judgement.calmed(self._record, self._clock()))
        stop.set()

    def _keep(self, record: Record) -> None:
        self._record = record
        if self._path is None:
            return
        try:
            atomic.replace(self._path, msgspec.json.encode(record))
        except OSError as error:
            log.error("agent: starts cannot be counted: %s", file_words.of_file(self._path, error))

    def _read(self, path: Path) -> Record:
        try:
            with path.open("rb") as file:
                record = msgspec.json.decode(file.read(MOST_BYTES), type=Record)
        except FileNotFoundError:
            return Record()
        except (OSError, msgspec.DecodeError):
            log.error("agent: the count of starts cannot be read, and begins anew")
            return Record()
        if record.caution not in list(Caution):
            return Record()
        return record


def folder_of(environment: Mapping[str, str]) -> Path | None:
    """Return the runtime folder that systemd made for this service, or None."""
    name = environment.get("RUNTIME_DIRECTORY", "").split(":")[0]
    return Path(name) if name else None
