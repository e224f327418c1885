import asyncio
import socket

import aiohttp
import pytest
from aiohttp import web

from bridge.base.counts import Counts
from bridge.signaling.incoming import next_message
from bridge.web.metrics import Metrics
from tests.deadline import WAIT_S


@pytest.mark.parametrize(
    ("sent", "read", "counted"),
    [
        ("hello", "hello", ""),
        (b"hello", b"\0", ""),
        ("x" * 200, None, 'karlsson_bridge_refusals_total{code="too_large"} 1.0'),
        (None, None, ""),
    ],
)
async def test_a_socket_gives_texts_until_it_ends(
    sent: str | bytes | None, read: str | bytes | None, counted: str
) -> None:
    metrics = Metrics(Counts)
    found: asyncio.Queue[str | bytes | None] = asyncio.Queue()

    async def serve(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=100)
        await ws.prepare(request)
        await found.put(await next_message(ws, metrics))
        return ws

    app = web.Application()
    app.router.add_get("/", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"ws://127.0.0.1:{runner.addresses[0][1]}/"
    async with (
        asyncio.timeout(WAIT_S),
        aiohttp.ClientSession() as http,
        http.ws_connect(url) as ws,
    ):
        if isinstance(sent, str):
            await ws.send_str(sent)
        elif sent is not None:
            await ws.send_bytes(sent)
        else:
            ws.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        assert await found.get() == read
    assert counted in metrics.text().decode()
    await runner.cleanup()
