"""The two data channels of a call: what may come in, how fast, and what goes out."""

import asyncio
import logging
from collections import Counter
from typing import Final

from aiortc import RTCDataChannel

from bridge.protocol import codec
from bridge.protocol.channels import ChannelUp, EventDown, PoseReport
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import CHANNEL_BURST, CHANNEL_RATE_HZ
from robot.media.types.allowance import CLOSE_AFTER, Allowance
from robot.settings.errors import CallFailed

log = logging.getLogger(__name__)

LABELS: Final = ("control", "events")

MOST_UNSENT_BYTES = 64 * 1024
"""A browser that takes nothing off `events` for so long is not there."""

MOST_UNSENT_POSE_BYTES = 4 * 1024
"""A pose that would wait behind others is of no use."""


class Channels:
    """`control` and `events` of one call."""

    def __init__(self) -> None:
        self._open: dict[str, RTCDataChannel] = {}
        self._allowances = {label: Allowance(CHANNEL_RATE_HZ, CHANNEL_BURST) for label in LABELS}
        self.refused: Counter[str] = Counter()
        """Messages that the wire does not allow, by code; `too_fast` among them."""

    def add(self, channel: RTCDataChannel) -> None:
        """Take a channel that the child opened.

        Raises:
            CallFailed: An unknown one, or one too many.
        """
        if channel.label not in LABELS or channel.label in self._open:
            raise CallFailed("a data channel that does not belong here")
        self._open[channel.label] = channel

    def read(self, label: str, data: str | bytes) -> ChannelUp | None:
        """Return the message; None for one that is dropped, which is counted.

        Raises:
            CallFailed: Too much that is not allowed.
        """
        now = asyncio.get_running_loop().time()
        if not self._allowances[label].take(now):
            self._count("too_fast")
            return None
        try:
            if label == "control":
                return codec.control_up.decode(data)
            return codec.event_up.decode(data)
        except ProtocolError as error:
            self._count(error.code)
            if label == "events":
                self.send_event(codec.refused(error))
            return None

    def _count(self, code: str) -> None:
        self.refused[code] += 1
        if self.refused[code] == 1:
            log.warning("call: a message is dropped (%s); further ones are counted", code)
        if self.refused.total() >= CLOSE_AFTER:
            raise CallFailed("too much that is not allowed")

    def send_pose(self, pose: PoseReport) -> bool:
        """Send over `control`; return whether it could be sent."""
        return self._send("control", codec.encode(pose), MOST_UNSENT_POSE_BYTES)

    def send_event(self, message: EventDown) -> bool:
        """Send over `events`; return whether it could be sent."""
        return self._send("events", codec.encode(message), MOST_UNSENT_BYTES)

    def _send(self, label: str, text: str, most_unsent_bytes: int) -> bool:
        channel = self._open.get(label)
        if channel is None or channel.readyState != "open":
            return False
        if channel.bufferedAmount > most_unsent_bytes:
            return False
        try:
            channel.send(text)
        except ValueError:
            # Longer than the child's description allows: it hears nothing, and that is all.
            return False
        return True
