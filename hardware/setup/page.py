"""`karlsson-body page`: a page in the browser of this machine that watches the body.

It is a command for an afternoon, not a service. It listens on 127.0.0.1 only, behind a
token that each start makes anew, and reads the body's socket as `watch` does. A request
for another host (DNS rebinding) or without the token gets 404. The token is in the path
because a fragment never reaches a server.
"""

import asyncio
import contextlib
import hmac
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import get_args

import msgspec
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bridge.process import file_words, logs
from bridge.process.page_headers import headers
from bridge.protocol.vocabulary import SignalName
from hardware.contract import wire
from hardware.contract.errors import HardwareError, NotConnected
from hardware.setup.listening import connected
from hardware.setup.stepping import record_step
from hardware.signals.shapes import Language
from hardware.signals.table import SIGNAL_TABLE

HOST = "127.0.0.1"
REQUEST_S = 5.0
STEP_S = 20.0
AGAIN_S = 1.0
FRAME_S = 0.04
MOST_CONNECTIONS = 16
TOKEN_BYTES = 16

HEADERS = headers()
TYPES = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = logging.getLogger(__name__)
log.addFilter(logs.without(HttpProcessingError))


class SetupPage:
    """Server of the page.

    Args:
        path: The body's socket.
    """

    def __init__(self, path: Path) -> None:
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self._path = path
        self._files = load_files()
        self._hosts: frozenset[str] = frozenset()
        self._words = event("words", msgspec.json.encode(signal_words()))
        self._newest: bytes | None = None
        self._greeting: bytes | None = None
        self._changed = asyncio.Condition()
        self._stepping = asyncio.Lock()
        self._ended = False
        self._runner = web.AppRunner(
            self._application(),
            access_log=None,
            logger=log,
            keepalive_timeout=REQUEST_S,
            shutdown_timeout=REQUEST_S,
        )

    @asynccontextmanager
    async def serve(self, port: int) -> AsyncIterator[str]:
        """Listen; yield the page's address.

        Raises:
            NotConnected: The port is in use.
        """
        try:
            await self._runner.setup()
            try:
                await web.TCPSite(self._runner, HOST, port).start()
            except OSError as error:
                text = f"{file_words.words(error)}; --port 0 takes a free one"
                raise NotConnected(f"port {port}", text, "driver") from error
            number = self._runner.addresses[0][1]
            self._hosts = frozenset((f"{HOST}:{number}", f"localhost:{number}"))
            yield f"http://{HOST}:{number}/{self.token}/"
        finally:
            await self._runner.cleanup()

    async def listen(self) -> None:
        """Read the body's states until cancelled; connect again if the body is gone."""
        while True:
            try:
                async with connected(self._path) as (line, greeting):
                    await self._tell(greeting)
                    while True:
                        await self._tell(await line.report())
            except HardwareError as error:
                await self._publish(None, _gone(str(error)))
                await asyncio.sleep(AGAIN_S)

    async def _tell(self, report: wire.AnyReport) -> None:
        data = wire.encode(report)
        if isinstance(report, wire.Greeting):
            await self._publish(event("greeting", data), None)
        elif isinstance(report, wire.BodyState):
            await self._publish(self._greeting, event("state", data))

    async def _publish(self, greeting: bytes | None, newest: bytes | None) -> None:
        async with self._changed:
            self._greeting, self._newest = greeting, newest
            self._changed.notify_all()

    def _application(self) -> web.Application:
        @web.middleware
        async def at_the_door(request: web.Request, handler: Handler) -> web.StreamResponse:
            self._refuse_strangers(request)
            return await handler(request)

        async def dress(_request: web.Request, response: web.StreamResponse) -> None:
            response.headers.update(HEADERS)

        async def end(_app: web.Application) -> None:
            self._ended = True
            await self._publish(None, None)

        app = web.Application(client_max_size=1024, middlewares=[at_the_door])
        app.on_response_prepare.append(dress)
        app.on_shutdown.append(end)
        app.router.add_get("/{token}/events", self._events, allow_head=False)
        app.router.add_post("/{token}/step/{axis:pan|tilt}", self._step)
        app.router.add_get("/{token}/{file:[^/]*}", self._file, allow_head=False)
        return app

    def _refuse_strangers(self, request: web.Request) -> None:
        """Refuse a request that does not come from the page that the technician opened.

        Raises:
            HTTPException: The request is refused.
        """
        server = self._runner.server
        if server is None or len(server.connections) > MOST_CONNECTIONS:
            raise web.HTTPServiceUnavailable
        if request.body_exists:
            raise web.HTTPRequestEntityTooLarge(max_size=0, actual_size=1)
        given = request.path.split("/", 2)[1]
        right = hmac.compare_digest(given.encode(), self.token.encode())
        hosts = request.headers.getall("Host", [])
        if not right or len(hosts) != 1 or hosts[0] not in self._hosts:
            raise web.HTTPNotFound
        # A request that changes something must come from a script of the page itself.
        if request.method == "POST" and request.headers.get("Origin") != f"http://{hosts[0]}":
            raise web.HTTPNotFound

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["file"] or "index.html"
        if name not in self._files:
            raise web.HTTPNotFound
        kind = TYPES[name.rpartition(".")[2]]
        return web.Response(body=self._files[name], content_type=kind, charset="utf-8")

    async def _step(self, request: web.Request) -> web.Response:
        """Record one step; a second one at the same time is refused."""
        if self._stepping.locked():
            return _refused("busy")
        wanted = request.match_info["axis"]
        async with self._stepping:
            try:
                async with asyncio.timeout(STEP_S):
                    recorded = await record_step(self._path, "pan" if wanted == "pan" else "tilt")
            except HardwareError as error:
                return _refused(str(error))
            except TimeoutError:
                return _refused(f"no step within {STEP_S:g} s")
        return web.Response(body=msgspec.json.encode(recorded), content_type="application/json")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        await response.prepare(request)
        try:
            await self._stream(request, response)
        except (ConnectionError, TimeoutError):
            # The browser went away or stopped reading; it asks again on another connection.
            response.force_close()
            if request.transport is not None:
                request.transport.abort()
        return response

    async def _stream(self, request: web.Request, response: web.StreamResponse) -> None:
        """Send the newest state whenever it changed; a slow reader skips some."""
        greeting = newest = None
        told = self._words
        while not self._ended and request.transport is not None:
            if self._greeting is not None and self._greeting is not greeting:
                told += self._greeting
            if self._newest is not None and self._newest is not newest:
                told += self._newest
            greeting, newest = self._greeting, self._newest
            if told:
                async with asyncio.timeout(REQUEST_S):
                    await response.write(told)
                told = b""
            await asyncio.sleep(FRAME_S)
            async with self._changed:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(REQUEST_S):
                        await self._changed.wait_for(_differs(self, newest))


def _differs(page: SetupPage, newest: bytes | None) -> Callable[[], bool]:
    return lambda: page._ended or page._newest is not newest


def event(name: str, data: bytes) -> bytes:
    """Return one server-sent event (WHATWG HTML, 9.2.6); the data has no line end."""
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


def signal_words() -> dict[str, dict[SignalName, str]]:
    """Return the name of each signal, by language."""
    return {
        language: {name: signal.words[language] for name, signal in SIGNAL_TABLE.items()}
        for language in get_args(Language)
    }


def load_files() -> dict[str, bytes]:
    """Return the page's files by name."""
    folder = resources.files("hardware.setup").joinpath("page_files")
    return {
        each.name: each.read_bytes()
        for each in folder.iterdir()
        if each.name.rpartition(".")[2] in TYPES
    }


def _gone(text: str) -> bytes:
    return event("gone", msgspec.json.encode({"text": text}))


def _refused(text: str) -> web.Response:
    return web.json_response({"error": text}, status=409)


async def serve_page(path: Path, port: int, tell: asyncio.Queue[str], stop: asyncio.Event) -> None:
    """Serve the page until `stop` is set; its address goes to `tell` once it can be opened.

    Raises:
        HardwareError: The port is in use.
    """
    page = SetupPage(path)
    async with page.serve(port) as address, asyncio.TaskGroup() as group:
        listening = group.create_task(page.listen(), name="reports")
        await tell.put(address)
        await stop.wait()
        listening.cancel()
