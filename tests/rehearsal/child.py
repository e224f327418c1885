"""A child that is in class for a moment: a real peer, through the real bridge."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiortc.stats import RTCOutboundRtpStreamStats

from bridge.protocol.channels import Bye, Ended
from bridge.protocol.presence import Snapshot
from robot.media import hooks
from tests.bench.flooders import Child, child_at
from tests.robot.pupils import Pupil

PICTURES = 5
SOUNDS = 50
"""Packets of 20 ms."""


class Visitor(Child):
    """A child that looks at the picture: it is decoded as on a tablet."""

    _watch_packets = Pupil._watch_packets


@dataclass(frozen=True)
class Seen:
    """Outcome of a lesson."""

    pictures: int
    sounds: int
    picture_packets_sent: int
    """By the child: it is never seen."""


@contextlib.asynccontextmanager
async def visiting(link: str) -> AsyncIterator[Visitor]:
    """Pair a device by its link, and be in class inside the `async with`."""
    late = False
    try:
        async with asyncio.TaskGroup() as tasks, child_at(link, tasks, Visitor) as child:
            assert isinstance(child, Visitor)
            yield child
    except* TimeoutError:
        late = True
    if late:
        raise TimeoutError


async def lesson(link: str) -> Seen:
    """Go to class, see and hear it, speak, and leave.

    Raises:
        TimeoutError: Picture or sound did not come.
    """
    # What hears the class's voice reaches into the media engine.
    hooks.install()
    async with visiting(link) as child:
        await child.socket.hears(Snapshot, lambda told: told.presence == child.presence)
        await child.sees(PICTURES)
        goal = child.sounds + SOUNDS
        await child.until(lambda: child.sounds >= goal)
        seen = Seen(child.frames, child.sounds, await _pictures_sent(child))
        # The robot waits for a child that goes without a word.
        child.say(Bye)
        await child.socket.hears(Ended, lambda told: told.presence == child.presence)
        return seen


async def _pictures_sent(child: Visitor) -> int:
    """Return how many packets of picture left the child's device."""
    assert child.pc is not None
    sent = [
        one
        for one in (await child.pc.getStats()).values()
        if isinstance(one, RTCOutboundRtpStreamStats)
    ]
    assert sent, "the child's voice is counted, or the count means nothing"
    return sum(one.packetsSent for one in sent if one.kind == "video")
