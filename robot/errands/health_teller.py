"""RobotHealth of this robot for the bridge, at most once a minute."""

import asyncio
import importlib.metadata
from collections.abc import Callable
from pathlib import Path

from bridge.protocol.fleet import HEALTH_EVERY_S, RobotHealth
from bridge.protocol.presence import Snapshot
from robot.doctor.network_probe import read_wifi
from robot.errands.errands import DoctorReport
from robot.errands.health_report import doctor_summary, health_of


class HealthTeller:
    """Tells the bridge that takes it how this robot is.

    Args:
        snapshot: Returns the state within the bounds of the wire.
        doctor: Returns the newest report of the doctor.
        send: Sends a message over the link; False if it takes none.
        root: Folder that holds `proc` and `sys`.
    """

    def __init__(
        self,
        snapshot: Callable[[], Snapshot],
        doctor: Callable[[], DoctorReport | None],
        send: Callable[[RobotHealth], bool],
        root: Path = Path("/"),
    ) -> None:
        self._snapshot = snapshot
        self._doctor = doctor
        self._send = send
        self._root = root
        self._version = version()
        self._is_wanted = asyncio.Event()

    def welcomed(self, takes_health: bool) -> None:
        """Take whether the bridge wants to know; an older one would take it for a mistake."""
        (self._is_wanted.set if takes_health else self._is_wanted.clear)()

    def parted(self) -> None:
        """Note that the link is down."""
        self._is_wanted.clear()

    async def run(self) -> None:
        """Tell at intervals until cancelled."""
        while True:
            await self._is_wanted.wait()
            # A link with no room now is told a minute later.
            self._send(self.health())
            await asyncio.sleep(HEALTH_EVERY_S)

    def health(self) -> RobotHealth:
        """Return how this robot is now."""
        interfaces, wired = read_wifi(self._root)
        report = self._doctor()
        doctor = None if report is None else doctor_summary(report.unix_s, report.found)
        return health_of(self._snapshot(), self._version, interfaces, wired, doctor)


def version() -> str:
    """Return the version of the installed package; empty if it is not installed."""
    try:
        return importlib.metadata.version("karlsson")
    except importlib.metadata.PackageNotFoundError:
        return ""
