"""Driver of a body that is not chosen yet. It opens no device; its fault stays until one is."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from hardware.contract.interfaces import Hardware, PartFailed, Pose, Reporter
from hardware.contract.wire import ServoHealth
from hardware.drivers.unset.config import Find
from hardware.motion.config import Motion

NOT_CHOSEN = PartFailed(
    "driver",
    "body",
    "is not chosen yet: `sudo karlsson-robot setup` finds its parts, asks, and goes on",
)


class UnsetHead:
    """A head without servos.

    Args:
        report: Gets the fault.
    """

    senses = False

    def __init__(self, report: Reporter) -> None:
        self._report = report

    def move(self, pose: Pose) -> Pose:
        """Move nothing; the fault keeps the body from asking for it."""
        return pose

    def measure(self) -> Pose | None:
        """Return None: nobody knows."""
        return None

    def health(self) -> tuple[ServoHealth, ...]:
        """Return nothing."""
        return ()

    def relax(self, pan: bool, tilt: bool) -> None:
        """Do nothing."""

    def detach(self) -> None:
        """Do nothing."""

    def reset(self) -> None:
        """Say again that the body is not chosen."""
        self._report(NOT_CHOSEN)


@asynccontextmanager
async def open_unset(
    section: Find,
    motion: Motion,
    report: Reporter,
    clock: Callable[[], float],
    header: Any = None,
) -> AsyncIterator[Hardware]:
    """Give a body that does nothing but say that it is not chosen.

    Args:
        section: Unused: the search comes later.
        motion: Unused.
        report: Gets the fault, at once and after each release.
        clock: Unused.
        header: Unused: no pins.
    """
    report(NOT_CHOSEN)
    yield Hardware("find", UnsetHead(report))
