"""Watch over the voice of one call: its copies follow at the distance that repairs most."""

import asyncio
import logging
from collections.abc import Callable

from bridge.protocol.channels import VoiceCopies
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
