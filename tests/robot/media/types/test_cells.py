import asyncio
import threading
from collections.abc import Callable
from contextvars import Context
from typing import TypeVarTuple

import numpy as np
import pytest

from robot.media.types.cells import BLOCK_SAMPLES, Newest, SoundBlock, SoundFanout, SoundQueue
from tests.deadline import WAIT_S

Given = TypeVarTuple("Given")


def block(number: int) -> SoundBlock:
    return SoundBlock(np.full(BLOCK_SAMPLES, number, np.int16), number * BLOCK_SAMPLES)


async def test_a_slow_reader_gets_the_newest_only() -> None:
    newest: Newest[str] = Newest()
    for value in "abc":
        newest.put(value)
    assert await newest.next(0) == (3, "c")


async def test_a_reader_waits_for_something_newer() -> None:
    newest: Newest[str] = Newest()
    newest.put("a")
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        waiting = group.create_task(newest.next(1))
        await asyncio.sleep(0)
        assert not waiting.done()
        threading.Thread(target=newest.put, args=("b",)).start()
    assert waiting.result() == (2, "b")


async def test_after_clear_a_reader_waits_for_the_next_one() -> None:
    newest: Newest[str] = Newest()
    newest.put("old")
    newest.clear()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        waiting = group.create_task(newest.next(0))
        await asyncio.sleep(0)
        assert not waiting.done()
        newest.put("new")
    assert waiting.result() == (2, "new")


async def test_every_reader_is_woken_and_a_cancelled_one_leaves_nothing() -> None:
    newest: Newest[str] = Newest()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        readers = [group.create_task(newest.next(0)) for _ in range(3)]
        gone = group.create_task(newest.next(0))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        assert len(newest._waiting) == 3
        newest.put("a")
    assert [reader.result() for reader in readers] == [(1, "a")] * 3
    assert newest._waiting == []


class Hasty(asyncio.SelectorEventLoop):
    """Loop that does at once what another thread hands to it, before that thread goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.idle = threading.Event()

    def call_soon_threadsafe(
        self,
        callback: Callable[[*Given], object],
        *args: *Given,
        context: Context | None = None,
    ) -> asyncio.Handle:
        self.idle.clear()
        handle = super().call_soon_threadsafe(callback, *args, context=context)
        assert self.idle.wait(5)
        return handle


def test_a_reader_that_leaves_while_all_are_woken_keeps_no_other_asleep() -> None:
    newest: Newest[str] = Newest()
    loops = [Hasty() for _ in range(3)]
    read: list[tuple[int, str]] = []

    def follow(loop: Hasty) -> None:
        read.append(loop.run_until_complete(asyncio.wait_for(newest.next(0), 5)))
        loop.idle.set()

    threads = [threading.Thread(target=follow, args=(loop,)) for loop in loops]
    for thread in threads:
        thread.start()
    while len(newest._waiting) < len(loops) and threads[0].is_alive():
        threads[0].join(0.001)
    newest.put("a")
    for thread, loop in zip(threads, loops, strict=True):
        thread.join()
        loop.close()
    assert read == [(1, "a")] * 3


async def test_a_full_queue_lets_the_oldest_go_and_counts_it() -> None:
    queue = SoundQueue()
    for number in range(7):
        queue.put(block(number))
    assert (len(queue), queue.dropped) == (5, 2)
    assert (await queue.get()).pts == 2 * BLOCK_SAMPLES


async def test_a_queue_waits_and_is_fed_from_a_thread() -> None:
    queue = SoundQueue()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        waiting = group.create_task(queue.get())
        await asyncio.sleep(0)
        threading.Thread(target=queue.put, args=(block(4),)).start()
    assert waiting.result().pts == 4 * BLOCK_SAMPLES


async def test_a_cleared_queue_is_empty() -> None:
    queue = SoundQueue()
    queue.put(block(1))
    queue.clear()
    assert len(queue) == 0


async def test_each_reader_gets_each_block_until_it_leaves() -> None:
    sounds = SoundFanout()
    first, second = sounds.subscribe(), sounds.subscribe()
    sounds.put(block(1))
    sounds.unsubscribe(second)
    sounds.unsubscribe(second)
    sounds.put(block(2))
    assert (len(first), len(second), sounds.readers) == (2, 1, 1)


async def test_cleared_sound_waits_for_no_reader() -> None:
    sounds = SoundFanout()
    first, second = sounds.subscribe(), sounds.subscribe()
    sounds.put(block(1))
    sounds.clear()
    assert (len(first), len(second)) == (0, 0)


async def test_who_keeps_what_was_made_of_a_value_sees_that_it_was_forgotten() -> None:
    newest: Newest[str] = Newest()
    newest.put("old")
    before = newest.clearings
    newest.clear()
    assert newest.clearings == before + 1


@pytest.mark.parametrize("count", [1, 50])
async def test_threads_that_put_at_once_lose_no_wakeup(count: int) -> None:
    newest: Newest[int] = Newest()
    threads = [threading.Thread(target=newest.put, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    number = 0
    async with asyncio.timeout(WAIT_S):
        while number < count:
            number, _ = await newest.next(number)
    for thread in threads:
        thread.join()


def test_what_is_put_while_it_is_shut_is_lost() -> None:
    newest: Newest[int] = Newest()
    newest.put(1)
    newest.shut()
    newest.put(2)
    assert (newest.is_shut, newest.number, newest.clearings) == (True, 1, 1)
    newest.open()
    newest.put(3)
    assert newest.number == 2


def test_sound_that_comes_while_it_is_shut_waits_for_nobody() -> None:
    fanout = SoundFanout()
    queue = fanout.subscribe()
    block = SoundBlock(np.zeros(BLOCK_SAMPLES, np.int16), 0)
    fanout.put(block)
    fanout.shut()
    fanout.put(block)
    assert (len(queue), fanout.clearings) == (0, 1)
    fanout.open()
    fanout.put(block)
    assert len(queue) == 1
