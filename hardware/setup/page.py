"""`karlsson-body page`: watching, as a page for the browser on this machine.

A command of the technician for an afternoon, not a service: it listens on
127.0.0.1 only, behind a token that each start makes anew, and reads the body's
socket as `watch` does.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import assert_never

import msgspec

from hardware import wire
from hardware.errors import HardwareError, NotConnected
from hardware.setup import http
from hardware.setup.listening import connected
from hardware.setup.stepping import record_step

HOST = "127.0.0.1"
REQUEST_S = 5.0
STEP_S = 20.0
AGAIN_S = 1.0
FRAME_S = 0.04
MOST_CONNECTIONS = 16
TOKEN_BYTES = 16


class Page:
    """The page's server.

    Args:
        path: The body's socket.
    """

    def __init__(self, path: Path) -> None:
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self._path = path
        self._files = load_files()
        self._hosts: frozenset[str] = frozenset()
        self.newest: bytes | None = None
        self._greeting: bytes | None = None
        self._changed = asyncio.Condition()
        self._stepping = asyncio.Lock()
        self._count = 0
        self._ended = False
        self._idle = asyncio.Event()
        self._idle.set()

    @asynccontextmanager
    async def serve(self, port: int) -> AsyncIterator[str]:
        """Listen; give the page's address.

        Raises:
            NotConnected: The port is taken.
        """
        try:
            server = await asyncio.start_server(
                self._connected, HOST, port, limit=http.MOST_HEAD_BYTES
            )
        except OSError as error:
            text = f"{error.strerror or error}; --port 0 takes a free one"
            raise NotConnected(f"port {port}", text, "driver") from error
        number = server.sockets[0].getsockname()[1]
        self._hosts = frozenset((f"{HOST}:{number}", f"localhost:{number}"))
        try:
            yield f"http://{HOST}:{number}/{self.token}/"
        finally:
            server.close()
            self._ended = True
            await self._publish(None, None)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(REQUEST_S):
                    await self._idle.wait()

    async def listen(self) -> None:
        """Read the body's states for ever; a body that is gone is asked for again and again."""
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
            await self._publish(http.event("greeting", data), None)
        elif isinstance(report, wire.State):
            await self._publish(self._greeting, http.event("state", data))

    async def _publish(self, greeting: bytes | None, newest: bytes | None) -> None:
        async with self._changed:
            self._greeting, self.newest = greeting, newest
            self._changed.notify_all()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._count += 1
        self._idle.clear()
        try:
            await self._serve(reader, writer)
            writer.close()
            async with asyncio.timeout(REQUEST_S):
                await writer.wait_closed()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            # The browser went away; its next request comes on another connection.
            writer.transport.abort()
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        crowded = self._count > MOST_CONNECTIONS
        try:
            # Read in any case: an answer before the question is lost by a reset.
            request = await _request(reader)
        except http.BadRequest:
            writer.write(http.answer(400, "html", b""))
            return
        if crowded:
            writer.write(http.answer(503, "html", b""))
            return
        await self._answer(request, writer)

    async def _answer(self, request: http.Request, writer: asyncio.StreamWriter) -> None:
        route = http.route(request, self.token, self._hosts, frozenset(self._files))
        match route:
            case http.GiveFile():
                kind = route.name.rpartition(".")[2]
                writer.write(http.answer(200, kind, self._files[route.name]))
            case http.TakeStep():
                status, body = await self._step(route)
                writer.write(http.answer(status, "json", body))
            case http.GiveEvents():
                await self._stream(writer)
            case http.Refuse():
                writer.write(http.answer(route.status, "html", b""))
            case _:
                assert_never(route)
        async with asyncio.timeout(REQUEST_S):
            await writer.drain()

    async def _step(self, wanted: http.TakeStep) -> tuple[int, bytes]:
        """Record a step; one at a time."""
        if self._stepping.locked():
            return 409, msgspec.json.encode({"error": "busy"})
        async with self._stepping:
            try:
                async with asyncio.timeout(STEP_S):
                    recorded = await record_step(self._path, wanted.axis)
            except HardwareError as error:
                return 409, msgspec.json.encode({"error": str(error)})
            except TimeoutError:
                return 409, msgspec.json.encode({"error": f"no step within {STEP_S:g} s"})
        return 200, msgspec.json.encode(recorded)

    async def _stream(self, writer: asyncio.StreamWriter) -> None:
        """Send the newest state whenever it changed; who reads slowly skips some."""
        writer.write(http.answer(200, "events", None))
        greeting = newest = None
        while not self._ended:
            if self._greeting is not None and self._greeting is not greeting:
                writer.write(self._greeting)
            if self.newest is not None and self.newest is not newest:
                writer.write(self.newest)
            greeting, newest = self._greeting, self.newest
            async with asyncio.timeout(REQUEST_S):
                await writer.drain()
            await asyncio.sleep(FRAME_S)
            async with self._changed:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(REQUEST_S):
                        await self._changed.wait_for(_differs(self, newest))


def _differs(page: Page, newest: bytes | None) -> Callable[[], bool]:
    return lambda: page.newest is not newest


async def _request(reader: asyncio.StreamReader) -> http.Request:
    try:
        async with asyncio.timeout(REQUEST_S):
            head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise http.BadRequest("too long") from error
    return http.parse(head.removesuffix(b"\r\n\r\n"))


def load_files() -> dict[str, bytes]:
    """Return the page's files by name."""
    folder = resources.files("hardware.setup").joinpath("page_files")
    return {
        each.name: each.read_bytes()
        for each in folder.iterdir()
        if each.name.rpartition(".")[2] in ("html", "js", "css", "svg")
    }


def _gone(text: str) -> bytes:
    return http.event("gone", msgspec.json.encode({"text": text}))


async def serve_page(path: Path, port: int, tell: asyncio.Queue[str], stop: asyncio.Event) -> None:
    """Serve the page until told to stop; its address is told once it can be opened.

    Raises:
        HardwareError: The port is taken.
    """
    page = Page(path)
    async with page.serve(port) as address, asyncio.TaskGroup() as group:
        listening = group.create_task(page.listen(), name="reports")
        await tell.put(address)
        await stop.wait()
        listening.cancel()
