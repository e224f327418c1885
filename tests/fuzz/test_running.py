import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

import pytest
from aiortc import codecs as aiortc_codecs
from aiortc import rtcsctptransport

from robot.media import hooks
from robot.media.hooks.replacing import owner_of
from tests.fuzz import running
from tests.fuzz.lesson import Dead
from tests.fuzz.mutations import MOST_BYTES, mutated
from tests.fuzz.running import ENTRIES, Trial, shrunk
from tests.fuzz.target import Entry, Target
from tests.fuzz.weight import weight

pytestmark = pytest.mark.thorough


SEED = 1
BAD = b"bad"


@pytest.fixture(autouse=True)
def _hooked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the hooks for one test; afterwards aiortc is as it was."""
    for path, name, _ in hooks.HOOKS:
        owner = owner_of(path)
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(
        rtcsctptransport, "LOCAL_MAX_MESSAGE_SIZE", rtcsctptransport.LOCAL_MAX_MESSAGE_SIZE
    )
    sounds = list(aiortc_codecs.CODECS["audio"])
    hooks.install()
    yield
    aiortc_codecs.CODECS["audio"][:] = sounds


@pytest.mark.parametrize("name", ENTRIES)
async def test_no_bytes_end_a_lesson_or_fill_memory(name: str) -> None:
    trial = Trial(name, SEED)
    finding = await trial.run(lambda tried: tried.inputs < ENTRIES[name].quick)
    assert finding is None, f"{finding.what}: {[data.hex() for data in finding.inputs[:5]]}"
    assert trial.tried.inputs >= ENTRIES[name].quick
    assert trial.tried.checks


class Clay:
    """An entry that does what a test wants when it is fed `BAD`."""

    def __init__(self, on_bad: Callable[["Clay"], object]) -> None:
        self.held: list[int] = []
        self.roots: Sequence[Any] = (self.held,)
        self.dead = False
        self._on_bad = on_bad
        self._made = 0

    def make(self, chance: random.Random) -> bytes:
        self._made += 1
        return BAD if self._made % 50 == 0 else bytes([chance.randrange(256)])

    async def feed(self, data: bytes) -> None:
        if data == BAD:
            self._on_bad(self)

    async def check(self) -> None:
        if self.dead:
            raise Dead("it is dead")


def hang(_: Clay) -> None:
    while True:
        pass


def stumble(_: Clay) -> None:
    raise KeyError("x")


def grow(clay: Clay) -> None:
    clay.held += [0] * 1000


def die(clay: Clay) -> None:
    clay.dead = True


def die_aside(_: Clay) -> None:
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)


@pytest.mark.parametrize(
    ("on_bad", "what"),
    [
        (hang, "of processor time for one input"),
        (stumble, "KeyError gets out"),
        (grow, "memory grows"),
        (die, "it is dead"),
        (die_aside, "a task or callback died"),
    ],
)
async def test_what_must_not_be_is_found(
    on_bad: Callable[[Clay], object], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.asynccontextmanager
    async def opener() -> AsyncIterator[Target]:
        yield Clay(on_bad)

    monkeypatch.setitem(ENTRIES, "clay", Entry(opener, 100, 1000))
    monkeypatch.setattr(running, "HUNG_S", 0.2)
    finding = await Trial("clay", SEED).run(lambda tried: tried.inputs < 5000)
    assert finding is not None
    assert what in finding.what
    if on_bad in (die, stumble):
        assert (await shrunk(finding)).inputs == [BAD]


def test_the_same_seed_makes_the_same_inputs() -> None:
    one, other = random.Random(7), random.Random(7)
    valid = [b"one", b"another"]
    inputs = [mutated(one, valid) for _ in range(2000)]
    assert inputs == [mutated(other, valid) for _ in range(2000)]
    assert len(set(inputs)) > 1000
    assert max(map(len, inputs)) <= MOST_BYTES


def test_what_is_held_weighs_and_what_is_not_does_not() -> None:
    class Thing:
        def __init__(self) -> None:
            self.table: dict[int, bytes] = {}

    thing = Thing()
    before = weight(thing)
    for number in range(500):
        thing.table[number] = b""
    assert 500 <= weight(thing) - before < 600
    thing.table.clear()
    assert weight(thing) == before
