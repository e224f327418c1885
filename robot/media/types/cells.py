"""Handover of pictures and sound from threads to the event loop; old ones give way to new ones."""

import asyncio
import threading
from collections import deque
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

SAMPLE_HZ = 48_000
BLOCK_SAMPLES = 960
BLOCK_S = BLOCK_SAMPLES / SAMPLE_HZ
BLOCKS_WAITING = 5

Samples = NDArray[np.int16]
Waiting = tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]"]


class SoundBlock(NamedTuple):
    """20 ms of sound: 960 samples, mono, 48 kHz; `pts` counts samples of the capture clock."""

    samples: Samples
    pts: int


class Newest(Generic[T]):
    """Cell that holds only the newest value; a slow reader skips values and delays nobody."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = 0
        self._clearings = 0
        self._shut = False
        self._value: T | None = None
        self._waiting: list[Waiting] = []

    @property
    def number(self) -> int:
        """Count of the values put so far."""
        return self._number

    @property
    def clearings(self) -> int:
        """Count of clearings; a reader discards what it derived from older values."""
        return self._clearings

    def put(self, value: T) -> None:
        """Replace the value, from any thread; discard it while the cell is shut."""
        with self._lock:
            if self._shut:
                return
            self._number += 1
            self._value = value
            waiting = _taken(self._waiting)
        _wake(waiting)

    def clear(self) -> None:
        """Forget the value: readers wait for the next one."""
        with self._lock:
            self._clearings += 1
            self._value = None

    @property
    def is_shut(self) -> bool:
        """True while values are discarded."""
        return self._shut

    def shut(self) -> None:
        """Forget the value and discard new ones: a device goes on for a while after its stop."""
        self._shut = True
        self.clear()

    def open(self) -> None:
        """Accept values again."""
        self._shut = False

    async def next(self, after: int) -> tuple[int, T]:
        """Return the newest value and its number, once that number is higher than `after`."""
        while True:
            with self._lock:
                if self._number > after and self._value is not None:
                    return self._number, self._value
                entry = _entry(self._waiting)
            await _wait(entry, self._lock, self._waiting)


class SoundQueue:
    """Bounded queue of sound blocks for one reader; when it is full, the oldest block is dropped.

    Args:
        blocks: Capacity.
    """

    def __init__(self, blocks: int = BLOCKS_WAITING) -> None:
        self._lock = threading.Lock()
        self._blocks: deque[SoundBlock] = deque()
        self._max_blocks = blocks
        self._waiting: list[Waiting] = []
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._blocks)

    def put(self, block: SoundBlock) -> None:
        """Append a block; from any thread."""
        with self._lock:
            if len(self._blocks) >= self._max_blocks:
                self._blocks.popleft()
                self.dropped += 1
            self._blocks.append(block)
            waiting = _taken(self._waiting)
        _wake(waiting)

    def clear(self) -> None:
        """Forget what is waiting."""
        with self._lock:
            self._blocks.clear()

    async def get(self) -> SoundBlock:
        """Wait for the oldest block and return it."""
        while True:
            with self._lock:
                if self._blocks:
                    return self._blocks.popleft()
                entry = _entry(self._waiting)
            await _wait(entry, self._lock, self._waiting)


class SoundFanout:
    """Distributor of a microphone's blocks to every subscribed queue."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: tuple[SoundQueue, ...] = ()
        self._clearings = 0
        self._shut = False

    @property
    def clearings(self) -> int:
        """Count of clearings; a reader discards blocks that it took before the last one."""
        return self._clearings

    def put(self, block: SoundBlock) -> None:
        """Hand a block to every reader, from any thread; discard it while the fanout is shut."""
        with self._lock:
            if not self._shut:
                for queue in self._queues:
                    queue.put(block)

    def clear(self) -> None:
        """Forget what waits for any reader."""
        with self._lock:
            self._clearings += 1
            for queue in self._queues:
                queue.clear()

    def shut(self) -> None:
        """Forget what waits and discard new blocks: a microphone goes on a while after its stop."""
        self._shut = True
        self.clear()

    def open(self) -> None:
        """Accept blocks again."""
        self._shut = False

    def subscribe(self, blocks: int = BLOCKS_WAITING) -> SoundQueue:
        """Return a new queue that gets every block from now on."""
        queue = SoundQueue(blocks)
        with self._lock:
            self._queues = (*self._queues, queue)
        return queue

    def unsubscribe(self, queue: SoundQueue) -> None:
        """Stop serving this queue; an unknown queue is ignored."""
        with self._lock:
            self._queues = tuple(other for other in self._queues if other is not queue)

    @property
    def readers(self) -> int:
        """Count of the subscribed queues."""
        return len(self._queues)


def _entry(waiting: list[Waiting]) -> Waiting:
    loop = asyncio.get_running_loop()
    entry = (loop, loop.create_future())
    waiting.append(entry)
    return entry


async def _wait(entry: Waiting, lock: threading.Lock, waiting: list[Waiting]) -> None:
    try:
        await entry[1]
    finally:
        with lock:
            if entry in waiting:
                waiting.remove(entry)


def _taken(waiting: list[Waiting]) -> tuple[Waiting, ...]:
    """Empty the list, and return what was in it; call it with the lock held.

    Readers that are woken take themselves out of the list: one that was walked through meanwhile
    would pass over the next reader, which would then wait for ever.
    """
    taken = tuple(waiting)
    waiting.clear()
    return taken


def _wake(waiting: tuple[Waiting, ...]) -> None:
    for loop, future in waiting:
        loop.call_soon_threadsafe(_resolve, future)


def _resolve(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
