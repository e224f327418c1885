"""Server on the UNIX socket: one JSON object per line, one agent at a time.

Every connection gets a greeting and every state. A connection that sends an intent
other than `press` and `poke` becomes the agent, and the previous agent is disconnected.
"""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec

from bridge.process import file_words
from hardware.body.events import AgentConnected, AgentGone, Malformed
from hardware.body.lines import LineSplitter, TooLong
from hardware.body.loop import BodyLoop
from hardware.contract import wire
from hardware.contract.errors import NotConnected

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 8
MOST_UNSENT_BYTES = 64 * 1024
"""Unsent bytes after which a peer is disconnected: about two seconds of movement."""
LINES_HZ = 200.0
LINES_BURST = 200.0
"""Most lines of a peer, for long and at once; an agent sends some thirty a second. A peer that
sends more is disconnected: the class's button waits for every line that was read before it."""
SOCKET_MODE = 0o660


class BodyPeer(asyncio.Protocol):
    """Peer on the socket."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._lines = LineSplitter(wire.LINE_BYTES)
        self._transport: asyncio.Transport | None = None
        self._room = LINES_BURST
        """Lines that may still come now."""
        self._counted_s = asyncio.get_running_loop().time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet the peer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._hub.joined(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the peer."""
        self._transport = None
        self._hub.left(self)

    def data_received(self, data: bytes) -> None:
        """Take lines, as many as an agent may need."""
        now = asyncio.get_running_loop().time()
        self._room = min(LINES_BURST, self._room + (now - self._counted_s) * LINES_HZ)
        self._counted_s = now
        # Counted before they are split: of a flood not even that is done.
        self._room -= data.count(b"\n")
        if self._room < 0:
            log.warning("body: a peer sends too much; disconnected")
            self.close()
            return
        for line in self._lines.feed(data):
            if self._transport is not None:
                self._hub.line(self, line)

    def send(self, report: wire.AnyReport) -> None:
        """Send one line, or disconnect a peer that does not read."""
        if self._transport is None or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > MOST_UNSENT_BYTES:
            log.warning("body: a peer does not read; disconnected")
            self._transport.abort()
            return
        self._transport.write(wire.encode(report) + b"\n")

    def close(self) -> None:
        """Disconnect without waiting for unsent bytes."""
        if self._transport is not None:
            self._transport.abort()


class Hub:
    """All connected peers, and the agent among them."""

    def __init__(self, loop: BodyLoop) -> None:
        self._loop = loop
        self._connections: list[BodyPeer] = []
        self._agent: BodyPeer | None = None
        loop.tell = self.tell

    @property
    def count(self) -> int:
        """Number of connected peers."""
        return len(self._connections)

    def joined(self, connection: BodyPeer) -> None:
        """Greet a peer; if there are too many, disconnect the oldest that is not the agent."""
        self._connections.append(connection)
        connection.send(self._loop.body.greeting)
        if self._loop.body.state is not None:
            connection.send(self._loop.body.state)
        if len(self._connections) > MOST_CONNECTIONS:
            next(c for c in self._connections if c is not self._agent).close()

    def left(self, connection: BodyPeer) -> None:
        """Tell the body if that was the agent."""
        if connection in self._connections:
            self._connections.remove(connection)
        if connection is self._agent:
            self._agent = None
            log.info("body: the agent is gone")
            self._loop.handle(AgentGone())

    def tell(self, report: wire.AnyReport) -> None:
        """Send to everybody."""
        for connection in tuple(self._connections):
            connection.send(report)

    def line(self, connection: BodyPeer, line: bytes | TooLong) -> None:
        """Take one line; a line that is not an intent is refused and counted."""
        try:
            if isinstance(line, TooLong):
                self._refuse(connection, "too_large", f"more than {wire.LINE_BYTES} bytes")
                return
            intent = wire.decode_intent(line)
        except (msgspec.DecodeError, RecursionError) as error:
            unknown = "Invalid value" in str(error) and "`$.type`" in str(error)
            self._refuse(connection, "unknown_type" if unknown else "malformed", str(error)[:200])
            return
        if not isinstance(intent, wire.Press | wire.Poke):
            self._become_agent(connection)
        self._loop.handle(intent, connection.send)

    def close(self) -> None:
        """Disconnect everybody."""
        for connection in tuple(self._connections):
            connection.close()

    def _become_agent(self, connection: BodyPeer) -> None:
        if connection is self._agent:
            return
        before, self._agent = self._agent, connection
        self._loop.handle(AgentConnected())
        log.info("body: an agent is here")
        if before is not None:
            before.close()

    def _refuse(self, connection: BodyPeer, code: str, text: str) -> None:
        self._loop.handle(Malformed())
        connection.send(
            msgspec.convert({"type": "refused", "code": code, "text": text}, wire.RefusedIntent)
        )


@asynccontextmanager
async def serve(loop: BodyLoop, path: Path) -> AsyncIterator[Hub]:
    """Listen on the socket; the stale file of a dead process is replaced.

    Raises:
        NotConnected: The socket cannot be created, or another body listens on it.
    """
    _clear(path)
    hub = Hub(loop)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(str(path))
        path.chmod(SOCKET_MODE)
    except OSError as error:
        listening.close()
        raise NotConnected(f"socket {path}", file_words.of_file(path, error), "driver") from error
    running = asyncio.get_running_loop()
    server = await running.create_unix_server(lambda: BodyPeer(hub), sock=listening)
    try:
        yield hub
    finally:
        server.close()
        hub.close()
        with suppress(FileNotFoundError):
            path.unlink()


def _clear(path: Path) -> None:
    """Remove a socket on which nobody listens."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
            return
        except OSError as error:
            raise NotConnected(f"socket {path}", str(error), "driver") from error
    raise NotConnected(f"socket {path}", "another body listens there", "driver")
