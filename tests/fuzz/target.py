"""Target of the fuzzer: an entry of the robot, valid inputs, and what must hold afterwards."""

import contextlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tests.fuzz.mutations import mutated


class Target(Protocol):
    """One entry, opened; everything that it holds can be reached from `roots`."""

    roots: Sequence[Any]

    def make(self, chance: random.Random) -> bytes:
        """Return the next input."""
        ...

    async def feed(self, data: bytes) -> None:
        """Let the robot read it; whatever is raised is a finding."""
        ...

    async def check(self) -> None:
        """Raise `Dead` when what must go on does not."""
        ...


Opener = Callable[[], contextlib.AbstractAsyncContextManager[Target]]


@dataclass(frozen=True)
class Entry:
    """One line of `./run fuzz`.

    Args:
        opener: Opens the target.
        batch: Inputs between two checks.
        quick: Inputs in a short pass.
        growth_items: So many items more may be held than after the first batches: rings
            that fill.
    """

    opener: Opener
    batch: int
    quick: int
    growth_items: int = 4000


class Parsing:
    """An entry that keeps nothing.

    Args:
        parse: Reads one input and returns nothing that is wanted.
        valid: What it must be able to read.
    """

    def __init__(self, parse: Callable[[bytes], object], valid: Sequence[bytes]) -> None:
        self.roots: Sequence[Any] = ()
        self._parse = parse
        self._valid = valid

    def make(self, chance: random.Random) -> bytes:
        return mutated(chance, self._valid)

    async def feed(self, data: bytes) -> None:
        self._parse(data)

    async def check(self) -> None:
        for data in self._valid:
            self._parse(data)


@contextlib.asynccontextmanager
async def parsing(
    parse: Callable[[bytes], object], valid: Sequence[bytes]
) -> AsyncIterator[Target]:
    yield Parsing(parse, valid)
