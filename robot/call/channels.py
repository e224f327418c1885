"""The two data channels of a call, with the limits of what comes in."""

import asyncio
import logging
from collections import Counter
from typing import Final

from aiortc import RTCDataChannel

from bridge.protocol import codec
from bridge.protocol.channels import ChannelUp, EventDown, PoseReport
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import CHANNEL_BURST, CHANNEL_RATE_HZ
from bridge.protocol.presence import Snapshot
from robot.call.told_state import ToldState
from robot.media.types.allowance import CLOSE_AFTER, Allowance
from robot.settings.errors import CallFailed

log = logging.getLogger(__name__)

LABELS: Final = ("control", "events")

MOST_UNSENT_BYTES = 64 * 1024
"""Most bytes that may wait on `events`: a browser that leaves more unread is gone."""

MOST_UNSENT_POSE_BYTES = 4 * 1024
"""Most bytes that may wait on `control`: a pose that waits behind others is useless."""


class Channels:
    """`control` and `events` of one call."""

    def __init__(self) -> None:
        self._open: dict[str, RTCDataChannel] = {}
        self._state = ToldState()
        self._allowances = {label: Allowance(CHANNEL_RATE_HZ, CHANNEL_BURST) for label in LABELS}
        self.refused: Counter[str] = Counter()
        """Number of refused messages by code, including `too_fast`."""

    def add(self, channel: RTCDataChannel) -> None:
        """Add a channel that the child opened.

        Raises:
            CallFailed: The channel is unknown, or open already.
        """
        if channel.label not in LABELS or channel.label in self._open:
            raise CallFailed("a data channel that does not belong here")
        self._open[channel.label] = channel

    def read(self, label: str, data: str | bytes) -> ChannelUp | None:
        """Return the message; count it and return None if it is dropped.

        Raises:
            CallFailed: Too many messages were refused.
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
        """Send over `control`; return False if that was not possible."""
        return self._send("control", codec.encode(pose), MOST_UNSENT_POSE_BYTES)

    def send_event(self, message: EventDown) -> bool:
        """Send over `events`; of a state, what changed. Return False if that was not possible."""
        if not isinstance(message, Snapshot):
            return self._send("events", codec.encode(message), MOST_UNSENT_BYTES)
        text = codec.encode(self._state.shorten(message))
        if not self._send("events", text, MOST_UNSENT_BYTES):
            return False
        self._state.told(message)
        return True

    def _send(self, label: str, text: str, most_unsent_bytes: int) -> bool:
        channel = self._open.get(label)
        if channel is None or channel.readyState != "open":
            return False
        if channel.bufferedAmount > most_unsent_bytes:
            return False
        try:
            channel.send(text)
        except ValueError:
            # Longer than the child's description allows: the child misses this message only.
            return False
        return True
