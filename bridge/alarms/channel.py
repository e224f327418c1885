"""PURE. Ways on which alarms leave, and why one fails. No I/O."""

from collections.abc import Sequence
from typing import Protocol

from bridge.alarms.changes import AlarmNews


class ChannelFailed(Exception):
    """A message was not taken; the text is for a technician."""


class Channel(Protocol):
    """One way on which alarms leave."""

    @property
    def name(self) -> str:
        """Name of it in a log line."""

    async def tell(self, news: Sequence[AlarmNews]) -> None:
        """Tell of these alarms.

        Raises:
            ChannelFailed: They were not taken.
        """
