import asyncio

import pytest

from bridge.protocol import codec
from bridge.protocol.channels import VoiceCopies, VoiceQueues
from bridge.protocol.errors import ProtocolError
from robot.call.voice_watch import VoiceWatch
from robot.media.voice.copy_distance import MOST_PACKETS
from tests.deadline import WAIT_S


async def sent(
    copies_after: list[int], queues_s: list[float], takes: list[bool]
) -> list[VoiceCopies | VoiceQueues]:
    """Return what is sent to a child, who takes it or not, until all was read."""
    messages: list[VoiceCopies | VoiceQueues] = []
    done = asyncio.Event()

    def copies() -> int:
        if not copies_after:
            done.set()
        return copies_after.pop(0) if copies_after else 1

    def queue_s() -> float:
        return queues_s.pop(0) if queues_s else 0.0

    def send(message: VoiceCopies | VoiceQueues) -> bool:
        messages.append(message)
        return takes.pop(0)

    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        watch = tasks.create_task(VoiceWatch(copies, queue_s, send, interval_s=0).run())
        await done.wait()
        watch.cancel()
    assert not takes
    return messages


async def test_each_change_is_told_until_it_could_be_sent_and_nothing_at_first() -> None:
    told = await sent([1, 1, 3, 3, 3, 2, 2, 1], [], [False, True, True, True])
    assert told == [VoiceCopies(packets) for packets in (3, 3, 2, 1)]


async def test_a_queue_is_told_for_as_long_as_it_lasts() -> None:
    told = await sent([1] * 5, [0.0, 0.24, 0.3, 0.0, 0.0], [False, False])
    assert told == [VoiceQueues(240), VoiceQueues(300)], "one that was not sent is old by then"


def test_the_wire_carries_the_longest_distance_and_none_beyond() -> None:
    longest = VoiceCopies(MOST_PACKETS)
    assert codec.event_down.decode(codec.encode(longest)) == longest
    with pytest.raises(ProtocolError):
        codec.event_down.decode(codec.encode(VoiceCopies(MOST_PACKETS + 1)))
