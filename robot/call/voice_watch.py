"""Watch over the voice of one call: how far behind its copies follow, and whether it queues."""

import asyncio
import logging
from collections.abc import Callable

from bridge.protocol.channels import VoiceCopies, VoiceQueues
from robot.media.voice.copy_distance import NEXT_PACKET

log = logging.getLogger(__name__)

WATCH_S = 0.5


class VoiceWatch:
    """Watch over one voice.

    Args:
        copies_after: Returns the distance from a packet to its copy, in packets.
        queue_s: Returns the queue of the voice on its way here in seconds; 0 without one.
        send: Sends to the child; returns False if that was not possible. A distance is sent again
            then; of a queue, the next reading tells.
        interval_s: Time between two readings.
    """

    def __init__(
        self,
        copies_after: Callable[[], int],
        queue_s: Callable[[], float],
        send: Callable[[VoiceCopies | VoiceQueues], bool],
        interval_s: float = WATCH_S,
    ) -> None:
        self._copies_after = copies_after
        self._queue_s = queue_s
        self._send = send
        self._interval_s = interval_s

    async def run(self) -> None:
        """Read and send, until cancelled."""
        told = NEXT_PACKET
        while True:
            wanted = self._copies_after()
            if wanted != told and self._send(VoiceCopies(wanted)):
                log.info("call: copies of the voice shall follow %d packets behind", wanted)
                told = wanted
            if queue_ms := round(1000 * self._queue_s()):
                self._send(VoiceQueues(queue_ms))
            await asyncio.sleep(self._interval_s)
