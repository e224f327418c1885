import asyncio

import pytest

from bridge.protocol import codec
from bridge.protocol.channels import VoiceCopies, VoiceQueues
from bridge.protocol.errors import ProtocolError
from robot.call.voice_watch import UplinkQueueWatch, VoiceWatch
from robot.media.voice.copy_distance import MOST_PACKETS
from tests.deadline import WAIT_S


async def test_each_change_is_told_until_it_could_be_sent_and_nothing_at_first() -> None:
    wanted = [1, 1, 3, 3, 3, 2, 2, 1]
    takes = [False, True, True, True]
    sent: list[VoiceCopies] = []
    done = asyncio.Event()

    def read() -> int:
        if not wanted:
            done.set()
        return wanted.pop(0) if wanted else 1

    def send(message: VoiceCopies) -> bool:
        sent.append(message)
        return takes.pop(0)

    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        watch = tasks.create_task(VoiceWatch(read, send, interval_s=0).run())
        await done.wait()
        watch.cancel()
    assert [message.after_packets for message in sent] == [3, 3, 2, 1]
    assert not takes


def test_the_wire_carries_the_longest_distance_and_none_beyond() -> None:
    longest = VoiceCopies(MOST_PACKETS)
    assert codec.event_down.decode(codec.encode(longest)) == longest
    with pytest.raises(ProtocolError):
        codec.event_down.decode(codec.encode(VoiceCopies(MOST_PACKETS + 1)))


async def test_a_queue_is_told_for_as_long_as_it_lasts() -> None:
    queues_s = [0.0, 0.24, 0.3, 0.0, 0.0]
    sent: list[VoiceQueues] = []
    done = asyncio.Event()

    def read() -> float:
        if not queues_s:
            done.set()
        return queues_s.pop(0) if queues_s else 0.0

    def send(message: VoiceQueues) -> bool:
        sent.append(message)
        return False  # what could not be sent is old by the next time

    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        watch = tasks.create_task(UplinkQueueWatch(read, send, interval_s=0).run())
        await done.wait()
        watch.cancel()
    assert [message.queue_ms for message in sent] == [240, 300]
