"""Watches over the voice of one call: how far behind its copies follow, and whether it queues."""

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
        read: Returns the distance from a packet to its copy, in packets.
        send: Sends to the child; returns False if that was not possible, and is asked again.
        interval_s: Time between two readings.
    """

    def __init__(
        self,
        read: Callable[[], int],
        send: Callable[[VoiceCopies], bool],
        interval_s: float = WATCH_S,
    ) -> None:
        self._read = read
        self._send = send
        self._interval_s = interval_s

    async def run(self) -> None:
        """Read and send, until cancelled."""
        told = NEXT_PACKET
        while True:
            wanted = self._read()
            if wanted != told and self._send(VoiceCopies(wanted)):
                log.info("call: copies of the voice shall follow %d packets behind", wanted)
                told = wanted
            await asyncio.sleep(self._interval_s)


class UplinkQueueWatch:
    """Watch over the queue of one voice on its way here.

    Args:
        read: Returns its length in seconds; 0 without a queue.
        send: Sends to the child. One that could not be sent is left out: the next one follows.
        interval_s: Time between two readings.
    """

    def __init__(
        self,
        read: Callable[[], float],
        send: Callable[[VoiceQueues], bool],
        interval_s: float = WATCH_S,
    ) -> None:
        self._read = read
        self._send = send
        self._interval_s = interval_s

    async def run(self) -> None:
        """Read and send, until cancelled."""
        while True:
            queue_ms = round(1000 * self._read())
            if queue_ms:
                self._send(VoiceQueues(queue_ms))
            await asyncio.sleep(self._interval_s)
