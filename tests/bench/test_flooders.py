import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bridge.protocol import codec
from bridge.protocol.openings import Challenge
from bridge.protocol.signaling import OfferNonce, RobotStatus
from tests.bench.flooders import socket_at

NEWEST = "C" * 22


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """Serve a bridge that tells of a robot that comes, and of its next nonce; yield its address."""

    async def serve(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        for message in (Challenge("A" * 22, 1), RobotStatus(True, "B" * 22), OfferNonce(NEWEST)):
            await ws.send_str(codec.encode(message))
        await ws.receive()
        return ws

    app = web.Application()
    app.router.add_get("/signal", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/#"
    finally:
        await runner.cleanup()


async def test_an_offer_of_the_bench_replies_to_the_robots_newest_nonce(address: str) -> None:
    async with (
        asyncio.TaskGroup() as tasks,
        socket_at(address, codec.to_pupil, tasks) as (socket, nonce),
    ):
        await socket.hears(OfferNonce)
        assert (nonce, socket.offer_nonce) == ("A" * 22, NEWEST)
