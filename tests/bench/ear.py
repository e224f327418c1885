"""A loudspeaker that keeps what it is given and when: raw 16-bit mono over TCP."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import numpy as np

from tests.bench.voice import Block

MOST_BLOCKS = 30_000
"""Ten minutes of 20 ms."""


class Ear(asyncio.Protocol):
    """Takes sound on `port`; whoever plays connects there."""

    def __init__(self) -> None:
        self.port = 0
        self._pieces: list[tuple[float, bytes]] = []
        self._odd = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin anew with each player."""
        self._odd = b""

    def data_received(self, data: bytes) -> None:
        """Note the time before anything else: a block counts from its arrival."""
        at_ms = time.time() * 1000
        data = self._odd + data
        even = len(data) & ~1
        self._odd = data[even:]
        if even and len(self._pieces) < MOST_BLOCKS:
            self._pieces.append((at_ms, data[:even]))

    def clear(self) -> None:
        """Forget what was heard."""
        self._pieces.clear()

    def blocks(self) -> list[Block]:
        """Return what was heard."""
        return [Block(at_ms, np.frombuffer(data, "<i2")) for at_ms, data in self._pieces]


@contextlib.asynccontextmanager
async def open_ear() -> AsyncIterator[Ear]:
    """Listen on a free port of this machine."""
    ear = Ear()
    server = await asyncio.get_running_loop().create_server(lambda: ear, "127.0.0.1", 0)
    async with server:
        ear.port = server.sockets[0].getsockname()[1]
        yield ear
