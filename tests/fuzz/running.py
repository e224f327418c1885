"""Tries one entry with batches of bytes, and says what it found."""

import asyncio
import contextlib
import gc
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from robot.media import hooks
from tests.fuzz import data, descriptions, media, parsers, sheets
from tests.fuzz.hang import Hung, limited
from tests.fuzz.lesson import Dead
from tests.fuzz.target import Entry, Target
from tests.fuzz.weight import resident_bytes, weight

SLOW_S = 1.0
"""Of this thread's processor time, for one input."""

HUNG_S = 60.0
"""Of the process's processor time, for one batch and its check."""

CHECK_S = 120.0
BATCHES_IN_A_LESSON = 20
"""Then a new one: each batch must also be tried on a fresh state."""

GROWTH_BYTES = 96 << 20
WARM_UP_BATCHES = 3
MORE_TASKS = 80
"""Checks of addresses last some seconds each, and are bounded by the addresses."""

ENTRIES: dict[str, Entry] = {
    "rtp": Entry(media.sound, 400, 3200),
    "rtcp": Entry(media.reports, 200, 2000),
    "sctp": Entry(data.chunks, 200, 2000),
    "openings": Entry(data.openings, 300, 2400),
    "datagrams": Entry(data.datagrams, 300, 2400),
    "messages": Entry(data.messages, 1000, 4000),
    "descriptions": Entry(descriptions.descriptions, 100, 600),
    "offers": Entry(descriptions.offers, 10, 10),
    "redundancy": Entry(parsers.redundancy, 2000, 8000),
    "feedback": Entry(parsers.feedback, 500, 2000, growth_items=60_000),
    "hearing": Entry(parsers.hearing, 500, 2000),
    "transfers": Entry(sheets.crossing, 1000, 4000),
    "sheets": Entry(sheets.headers_of_pictures, 1000, 4000),
}


@dataclass
class Finding:
    """Fault of an entry, and the bytes that lead to it."""

    entry: str
    what: str
    inputs: list[bytes]
    seed: int | None = None


@dataclass
class Tried:
    """Progress of a run."""

    entry: str
    inputs: int = 0
    checks: int = 0
    seconds: float = 0.0
    slowest_ms: float = 0.0
    growth_items: int = 0
    growth_mib: float = 0.0
    dropped: dict[str, int] = field(default_factory=dict)


class Found(Exception):
    """A finding, on its way out."""

    def __init__(self, what: str, inputs: Sequence[bytes]) -> None:
        super().__init__(what)
        self.finding = (what, list(inputs))


class Trial:
    """One entry under fire.

    Args:
        name: Of `ENTRIES`.
        seed: The same one gives the same inputs.
    """

    def __init__(self, name: str, seed: int) -> None:
        self.tried = Tried(name)
        self._entry = ENTRIES[name]
        self._name = name
        self._seed = seed
        self._chance = random.Random(f"{seed} {name}")
        self._stray: list[str] = []
        self._warm_bytes = 0

    async def run(self, go_on: Callable[[Tried], bool]) -> Finding | None:
        """Try until told to stop, or until something is found."""
        began = time.monotonic()
        hooks.DROPPED.clear()
        try:
            while go_on(self.tried):
                async with self._opened() as target:
                    await self._batches(target, go_on)
        except (Found, BaseExceptionGroup) as error:
            return Finding(self._name, *_first(error).finding, seed=self._seed)
        finally:
            self.tried.seconds = time.monotonic() - began
            self.tried.dropped = dict(hooks.DROPPED)
        return None

    async def replay(self, inputs: Sequence[bytes]) -> Finding | None:
        """Try these bytes, then check."""
        try:
            async with self._opened() as target:
                await self._batch(target, inputs)
        except (Found, BaseExceptionGroup) as error:
            return Finding(self._name, *_first(error).finding)
        return None

    @contextlib.asynccontextmanager
    async def _opened(self) -> AsyncIterator[Target]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self._stray.append(_told(context)))
        try:
            async with self._entry.opener() as target:
                yield target
        finally:
            loop.set_exception_handler(None)

    async def _batches(self, target: Target, go_on: Callable[[Tried], bool]) -> None:
        warm_items = warm_tasks = 0
        for number in range(BATCHES_IN_A_LESSON):
            inputs: list[bytes] = []
            await self._batch(target, self._inputs(target, inputs))
            if number == WARM_UP_BATCHES:
                warm_items = weight(*target.roots)
                warm_tasks = len(asyncio.all_tasks())
                self._warm_bytes = self._warm_bytes or resident_bytes()
            elif number > WARM_UP_BATCHES:
                self._weigh(target, warm_items, inputs)
                self._count_tasks(warm_tasks, inputs)
            if not go_on(self.tried):
                return

    def _inputs(self, target: Target, made: list[bytes]) -> Sequence[bytes]:
        while len(made) < self._entry.batch:
            made.append(target.make(self._chance))
            if self._chance.random() < 0.05:
                # The same again, as a network or an attacker repeats it.
                made += [self._chance.choice(made)] * self._chance.choice((1, 1, 50))
        return made

    def _weigh(self, target: Target, warm_items: int, inputs: Sequence[bytes]) -> None:
        items = weight(*target.roots) - warm_items
        grown = resident_bytes() - self._warm_bytes
        self.tried.growth_items = max(self.tried.growth_items, items)
        self.tried.growth_mib = max(self.tried.growth_mib, grown / (1 << 20))
        if items > self._entry.growth_items:
            raise Found(f"memory grows: {items} more items are held", inputs)
        if grown > GROWTH_BYTES:
            raise Found(f"memory grows: {grown >> 20} MiB", inputs)

    def _count_tasks(self, warm_tasks: int, inputs: Sequence[bytes]) -> None:
        more = len(asyncio.all_tasks()) - warm_tasks
        if more > MORE_TASKS:
            raise Found(f"{more} more tasks go on", inputs)

    async def _batch(self, target: Target, inputs: Sequence[bytes]) -> None:
        try:
            with limited(HUNG_S):
                for data_in in inputs:
                    await self._feed(target, data_in)
                await parsers.settled()
                await self._check(target, inputs)
        except Hung as hung:
            raise Found(f"{hung} for a batch", inputs) from hung
        gc.collect()
        self._must_not_stray(inputs)

    async def _feed(self, target: Target, data_in: bytes) -> None:
        before = time.thread_time()
        try:
            await target.feed(data_in)
        except Dead as dead:
            raise Found(str(dead), [data_in]) from dead
        except Hung as hung:
            raise Found(f"{hung} for one input", [data_in]) from hung
        except Exception as error:  # whatever gets out is what we look for
            raise Found(f"{type(error).__name__} gets out: {error}", [data_in]) from error
        took = time.thread_time() - before
        self.tried.inputs += 1
        self.tried.slowest_ms = max(self.tried.slowest_ms, 1000 * took)
        if took > SLOW_S:
            raise Found(f"{took:.1f} s for one input", [data_in])
        self._must_not_stray([data_in])

    async def _check(self, target: Target, inputs: Sequence[bytes]) -> None:
        try:
            async with asyncio.timeout(CHECK_S):
                await target.check()
        except (Dead, TimeoutError) as dead:
            raise Found(str(dead) or "the check does not end", inputs) from dead
        self.tried.checks += 1

    def _must_not_stray(self, inputs: Sequence[bytes]) -> None:
        if self._stray:
            raise Found(f"a task or callback died: {self._stray.pop()}", inputs)


def _first(error: BaseException) -> Found:
    """Return the finding; anything else is an error of ours, and goes on its way."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if not isinstance(error, Found):
        raise error
    return error


def _told(context: dict[str, Any]) -> str:
    error = context.get("exception")
    return f"{context.get('message')} ({type(error).__name__}: {error})"


async def shrunk(finding: Finding) -> Finding:
    """Return the finding with as few of its inputs as halving leaves."""
    inputs = finding.inputs
    for _ in range(12):
        half = len(inputs) // 2
        if not half:
            break
        for part in (inputs[:half], inputs[half:]):
            again = await Trial(finding.entry, 0).replay(part)
            if again is not None:
                inputs, finding.what = part, again.what
                break
        else:
            break
    finding.inputs = inputs
    return finding


def quiet() -> None:
    """Let nobody fill the screen with what is meant to be broken."""
    for name in ("aiortc", "aioice", "libav", "robot"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
