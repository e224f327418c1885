"""PURE. Bytes made worse, from valid ones. No I/O.

Everything comes from one `random.Random`: a seed gives the same inputs again.
"""

import random
from collections.abc import Callable, Sequence

LIES = (0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 191, 192, 208, 254, 255)
WIDE_LIES = (0, 1, 2, 3, 4, 5, 0x7FFF, 0x8000, 0xFFFC, 0xFFFE, 0xFFFF)
MOST_BYTES = 1500

Mutation = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def mutated(chance: random.Random, valid: Sequence[bytes]) -> bytes:
    """Return one of the valid inputs, after none to four mutations."""
    data = bytearray(chance.choice(valid))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 4))):
        chance.choice(MUTATIONS)(chance, data, valid)
    return bytes(data[:MOST_BYTES])


def _flip(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    for _turn in range(chance.choice((1, 1, 2, 8))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _remove(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    start = chance.randrange(len(data) + 1)
    del data[start : start + chance.choice((1, 2, 4, 8, 40))]


def _splice(chance: random.Random, data: bytearray, valid: Sequence[bytes]) -> None:
    other = chance.choice(valid)
    start = chance.randrange(len(data) + 1)
    data[start:] = other[chance.randrange(len(other) + 1) :]


def _append(chance: random.Random, data: bytearray, valid: Sequence[bytes]) -> None:
    data += chance.choice(valid) * chance.choice((1, 1, 2, 30))


def _insert(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    start = chance.randrange(len(data) + 1)
    data[start:start] = chance.randbytes(chance.choice((1, 2, 4, 16, 200)))


def _lie(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(min(len(data), 64))] = chance.choice(LIES)


def _wide_lie(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    if len(data) >= 2:
        start = chance.randrange(min(len(data) - 1, 64))
        data[start : start + 2] = chance.choice(WIDE_LIES).to_bytes(2, "big")


def _extreme(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    if len(data) >= 4:
        start = chance.randrange(min(len(data) - 3, 64))
        extreme = chance.choice((0, 1, 2**31 - 1, 2**31, 2**32 - 1, chance.getrandbits(32)))
        data[start : start + 4] = extreme.to_bytes(4, "big")


def _repeat(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    start = chance.randrange(len(data) + 1)
    piece = bytes(data[start : start + chance.choice((1, 4, 8, 16, 24))])
    data[start:start] = piece * chance.choice((1, 3, 40))


def _noise(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    keep = min(len(data), chance.choice((0, 1, 2, 4, 12)))
    data[keep:] = chance.randbytes(chance.choice((0, 1, 3, 20, 100, 1400)))


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _cut, _remove, _splice, _append, _insert),
    *(_lie, _lie, _wide_lie, _wide_lie, _extreme, _repeat, _noise),
)
