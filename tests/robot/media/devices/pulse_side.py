"""A robot's sound card on a sound server, in a process of its own; each line says what happened.

heard       ten blocks of sound came from the microphone
lost, back  of speaker or microphone
"""

import asyncio
import os
import sys

import numpy as np

from robot.media.devices.duplex import SoundCard
from robot.media.types.cells import Samples, SoundFanout
from robot.media.types.spec import SourceEvent

BLOCKS = 10
DEADLINE_S = 60.0


class Silence:
    """A child that says nothing."""

    def take(self, count: int) -> Samples:
        """Return samples."""
        return np.zeros(count, np.int16)


class Through:
    """Cancels nothing."""

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return what the microphone heard."""
        return near


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def tell(event: SourceEvent) -> None:
    say(f"{'lost' if event.lost else 'back'} {event.part}")


async def main() -> None:
    """Play and hear until the deadline, or until this process is killed."""
    sounds = SoundFanout()
    heard = sounds.subscribe()
    card = SoundCard("pulse", Silence(), "software", lambda notice: None, Through)
    async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as group:
        group.create_task(card.run_speaker(tell, retry_s=(0.1,)))
        group.create_task(card.run_microphone(sounds, tell, retry_s=(0.1,)))
        while True:
            for _ in range(BLOCKS):
                await heard.get()
            say("heard")


if __name__ == "__main__":
    try:
        asyncio.run(main())
    finally:
        os._exit(1)  # a sound server that hangs would hold up PortAudio's own farewell
