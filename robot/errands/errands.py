"""Errands that a technician asks of a running robot, from the bridge or from the local page.

    identify      lights and sound say which robot this is
    restart       the agent ends, and systemd starts it anew
    doctor        what can be checked beside a running agent: nothing is opened, moved or lit
    log_bundle    versions, configuration, doctor and journal, redacted

Each is refused in words while a child is in, and a child who comes in ends it. Each has a
deadline (docs/decisions/0062).
"""

import asyncio
import logging
import platform
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from robot.doctor.examine import DoctorOptions, examine
from robot.doctor.findings import Both, Finding
from robot.doctor.own_probe import robot_name
from robot.errands.calm import Calm
from robot.errands.journal import read_journal
from robot.errands.papers import bundle
from robot.errands.redaction import Redaction
from robot.errands.refusal import ErrandRefused
from robot.errands.versions import versions_text
from robot.settings.config import RobotConfig
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.errors import IdentityError

log = logging.getLogger(__name__)

DOCTOR_S = 120.0
BUNDLE_S = 150.0
GOODBYE_S = 0.5
"""Time between the answer to a restart and the end, in which the answer leaves."""

FRESH_S = 600.0
"""A bundle takes a report of the doctor that is younger than this."""

SHOWN = Both("leuchtet, und sagt seinen Namen", "shows itself, and says its name")
ONLY_HEARD = Both(
    "der Körper antwortet nicht; nur der Ton sagt, wer es ist",
    "the body does not answer; only its sound says which one it is",
)
RESTARTS = Both("startet neu", "restarts")

Result = TypeVar("Result")
Tell = Callable[[Finding], None]
Examine = Callable[[RobotConfig, DoctorOptions, Tell], Awaitable[list[Finding]]]


@dataclass(frozen=True)
class DoctorReport:
    """Findings of the doctor, and when they were made."""

    unix_s: float
    found: Sequence[Finding]


@dataclass(frozen=True)
class Ways:
    """Actions of the agent that errands can call.

    Args:
        identify: Has the body show which robot this is; False while the body is away.
        sound: Plays the sound for `identify` without the body.
        stop: Ends the agent as SIGTERM does.
    """

    identify: Callable[[], bool]
    sound: Callable[[], None]
    stop: Callable[[], None]


class Errands:
    """Errands of one robot.

    Args:
        config: As loaded.
        calm: Knows whether a child is in.
        ways: What they reach of the agent.
        environment: As of the process; tells whether systemd runs it.
        root: Folder that holds the system's files.
        examine: Runs the doctor's checks.
    """

    def __init__(
        self,
        config: RobotConfig,
        calm: Calm,
        ways: Ways,
        environment: Mapping[str, str],
        root: Path = Path("/"),
        examine: Examine = examine,
    ) -> None:
        self._config = config
        self._calm = calm
        self._ways = ways
        self._environment = environment
        self._root = root
        self._examine = examine
        self._is_busy = False
        self._restart = asyncio.Event()
        self.last_doctor: DoctorReport | None = None
        """Newest report since the start."""

    async def run(self) -> None:
        """Wait for a restart that was asked for; until cancelled."""
        await self._restart.wait()
        await asyncio.sleep(GOODBYE_S)
        # A child may have come in since the answer; then after the lesson.
        await self._calm.asleep.wait()
        log.info("errands: restarting, as a technician has asked")
        self._ways.stop()

    async def identify(self) -> Both:
        """Show and say which robot this is; return in words what was done.

        Raises:
            ErrandRefused: A child is in, or the class has paused.
        """
        self._calm.demand(quiet=True)
        if self._ways.identify():
            return SHOWN
        self._ways.sound()
        return ONLY_HEARD

    async def restart(self) -> Both:
        """End the agent soon, so that systemd starts it anew; return in words what was done.

        Raises:
            ErrandRefused: A child is in, or nothing would start it again.
        """
        self._calm.demand()
        if self._is_busy:
            raise ErrandRefused("busy")
        if "INVOCATION_ID" not in self._environment:
            raise ErrandRefused("alone")
        self._restart.set()
        return RESTARTS

    async def doctor(self, tell: Tell = lambda finding: None) -> DoctorReport:
        """Check what can be checked beside a running agent; return the report.

        Args:
            tell: Called with each finding as soon as there is one.

        Raises:
            ErrandRefused: A child is in or came in, or another examination runs.
        """
        return await self._alone(lambda: self._examined(tell), DOCTOR_S)

    async def log_bundle(self) -> bytes:
        """Return a redacted archive of versions, configuration, doctor and journal.

        Raises:
            ErrandRefused: A child is in or came in, or another examination runs.
        """
        return await self._alone(self._bundled, BUNDLE_S)

    async def _alone(self, work: Callable[[], Awaitable[Result]], timeout_s: float) -> Result:
        if self._is_busy:
            raise ErrandRefused("busy")
        self._is_busy = True
        try:
            return await self._calm.during(work, timeout_s)
        finally:
            self._is_busy = False

    async def _examined(self, tell: Tell = lambda finding: None) -> DoctorReport:
        options = DoctorOptions(gentle=True, root=self._root, environment=self._environment)
        found = await self._examine(self._config, options, tell)
        self.last_doctor = DoctorReport(time.time(), found)
        return self.last_doctor

    async def _bundled(self) -> bytes:
        report = self.last_doctor
        if report is None or not 0 <= time.time() - report.unix_s < FRESH_S:
            report = await self._examined()
        journal = await read_journal(self._root)
        redaction = Redaction(self._known())
        versions = await asyncio.to_thread(versions_text, self._root)
        return await asyncio.to_thread(
            bundle, versions, self._config, report.found, journal, redaction
        )

    def _known(self) -> Iterable[str]:
        """Return values of this robot that must not leave it."""
        network = self._config.network
        yield robot_name(self._config)
        yield self._name()
        yield platform.node()
        for url in (self._config.bridge.url, network.proxy):
            try:
                yield urlsplit(url).hostname or ""
            except ValueError:
                continue
        yield from network.relays

    def _name(self) -> str:
        try:
            return EnrolmentFiles(self._config.state_dir).record().name
        except IdentityError:
            return ""
