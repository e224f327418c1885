"""A bridge for one robot: a real WebSocket server, with a test in the place of the people."""

import asyncio
import secrets
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import WSMsgType, web

from bridge.protocol import codec
from bridge.protocol.causes import NetworkCause
from bridge.protocol.channels import Refused
from bridge.protocol.keys import to_text, verify
from bridge.protocol.openings import Challenge, HelloRobot, WelcomeRobot
from bridge.protocol.proofs import hello_bytes
from tests.deadline import WAIT_S

ROBOT = "karlsson-1"

Message = TypeVar("Message")


class BridgeStandIn:
    """Welcomes the robot and keeps what it says."""

    def __init__(self) -> None:
        self.robot_key: str | None = None
        self.refusal = ""
        """Refuses every hello with this code."""
        self.unix_s: float | None = None
        """The bridge's clock as it tells it."""
        self.takes_health = False
        self.offer_nonce = ""
        self.trouble: NetworkCause | None = None
        """Past network trouble that the newest robot reported."""
        self.port = 0
        self.url = ""
        self.said: list[Any] = []
        self.hellos = 0
        self._news = asyncio.Condition()
        self._ws: web.WebSocketResponse | None = None

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        nonce = to_text(secrets.token_bytes(16))
        await ws.send_str(codec.encode(Challenge(nonce, 1)))
        hello = codec.opening.decode(await ws.receive_str())
        assert isinstance(hello, HelloRobot)
        self.trouble = hello.trouble
        if self.refusal:
            await ws.send_str(codec.encode(Refused(self.refusal, "No.")))
            return ws
        if self.robot_key is not None:
            verify(self.robot_key, hello.signature, hello_bytes("robot", nonce, hello.robot))
        self.offer_nonce = hello.offer_nonce or ""
        welcome = WelcomeRobot(
            1, hello.robot, "Karlsson", unix_s=self.unix_s, takes_health=self.takes_health
        )
        await ws.send_str(codec.encode(welcome))
        self.hellos += 1
        self._ws = ws
        await self._note(None)
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                await self._note(codec.from_robot.decode(message.data))
        self._ws = None
        await self._note(None)
        return ws

    async def _note(self, message: Any) -> None:
        async with self._news:
            if message is not None:
                self.said.append(message)
            self._news.notify_all()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something about the link or the messages."""
        async with asyncio.timeout(WAIT_S), self._news:
            await self._news.wait_for(true)

    async def linked(self) -> None:
        await self.until(lambda: self._ws is not None)

    async def hears(
        self, kind: type[Message], fits: Callable[[Message], bool] = lambda message: True
    ) -> Message:
        """Wait for a message of the robot, from the start of time, and return the first."""

        def found() -> list[Message]:
            return [m for m in self.said if isinstance(m, kind) and fits(m)]

        await self.until(lambda: bool(found()))
        return found()[0]

    async def tell(self, message: Any) -> None:
        """Say something to the robot."""
        assert self._ws is not None
        await self._ws.send_str(codec.encode(message))

    async def tell_raw(self, text: str) -> None:
        assert self._ws is not None
        await self._ws.send_str(text)

    async def hang_up(self) -> None:
        if self._ws is not None:
            await self._ws.close()


@asynccontextmanager
async def bridge_stand_in(
    port: int = 0, tls: tuple[Path, Path] | None = None
) -> AsyncIterator[BridgeStandIn]:
    stand_in = BridgeStandIn()
    app = web.Application()
    app.router.add_get("/signal", stand_in.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if tls else None
        if tls and context:
            context.load_cert_chain(*tls)
        site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=context)
        await site.start()
        stand_in.port = runner.addresses[0][1]
        stand_in.url = f"ws://127.0.0.1:{stand_in.port}/signal"
        yield stand_in
    finally:
        await stand_in.hang_up()
        await runner.cleanup()
