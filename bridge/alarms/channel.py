"""PURE. Ways on which alarms leave, and why one fails. No I/O."""

from collections.abc import Sequence
from typing import Final, Protocol

from bridge.alarms.changes import AlarmNews

NOT_ALLOWED: Final = (
    "this machine does not let the bridge go there; the unit allows nothing but this machine "
    "(IPAddressDeny=): a drop-in with IPAddressAllow= opens it, docs/technician.md"
)


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
