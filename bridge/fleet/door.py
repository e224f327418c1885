"""Door for `karlsson-bridge fleet`: a UNIX socket that the bridge's user alone can open.

One line of JSON asks, lines answer until the end of the stream (docs/decisions/0062).
"""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec

from bridge.base.collector import no_collection
from bridge.base.errors import StoreError
from bridge.fleet.fleet import Fleet
from bridge.fleet.talk import (
    AskErrand,
    AskRows,
    AskTrial,
    Reply,
    TellAnswer,
    TellRows,
    TellTrial,
    TellTrouble,
    decode_question,
    encode,
)
from bridge.process import file_words
from bridge.protocol.fleet import ErrandName

log = logging.getLogger(__name__)

QUESTION_S = 5.0
QUESTION_BYTES = 256 * 1024
MOST_CALLERS = 16

AT_ONCE: Final[dict[ErrandName, int]] = {
    "identify": 100,
    "restart": 100,
    "doctor": 8,
    "log_bundle": 8,
}
"""Robots that do an errand at one time: a doctor tries every road to this bridge."""

TryOut = Callable[[], Awaitable[list[tuple[str, str]]]]


class FleetDoor:
    """Socket of one bridge.

    Args:
        path: Where it is; empty opens none.
        try_out: Sends a trial alarm on every way; returns names, and why one took none.
    """

    def __init__(self, fleet: Fleet, path: str, try_out: TryOut) -> None:
        self._fleet = fleet
        self._path = path
        self._try_out = try_out
        self._callers = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator[bool]:
        """Serve inside the `async with`; False without a socket, and the bridge goes on."""
        if not self._path:
            yield False
            return
        path = Path(self._path)
        try:
            sock = _bound(path)
        except OSError as error:
            level = logging.WARNING if path.parent.is_dir() else logging.INFO
            log.log(level, "no fleet commands: fleet.socket %s: %s", path, _why(path, error))
            yield False
            return
        server = await asyncio.start_unix_server(self._serve, sock=sock, limit=QUESTION_BYTES)
        try:
            async with server:
                yield True
        finally:
            path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._callers >= MOST_CALLERS:
            writer.close()
            return
        self._callers += 1
        try:
            async with asyncio.timeout(QUESTION_S):
                line = await reader.readline()
            await self._answer(line, writer)
        except (TimeoutError, ConnectionError, ValueError):
            log.debug("a caller of the fleet's socket went away, or asked nothing")
        finally:
            self._callers -= 1
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _answer(self, line: bytes, writer: asyncio.StreamWriter) -> None:
        try:
            question = decode_question(line)
        except msgspec.DecodeError:
            await _say(writer, TellTrouble("the running bridge is of another version; restart it"))
            return
        match question:
            case AskRows():
                await _say(writer, await self._rows())
            case AskTrial():
                await _say(writer, TellTrial(tuple(await self._try_out())))
            case AskErrand():
                await self._send_out(question, writer)

    async def _rows(self) -> msgspec.Raw | TellTrouble:
        """Return the rows as they are sent, so that nothing else of them outlives this."""
        try:
            with no_collection():
                return msgspec.Raw(encode(TellRows(tuple(await self._fleet.rows()))))
        except StoreError as error:
            return TellTrouble(str(error))

    async def _send_out(self, asked: AskErrand, writer: asyncio.StreamWriter) -> None:
        places = asyncio.Semaphore(AT_ONCE[asked.errand])

        async def one(robot_id: str) -> None:
            async with places:
                if writer.is_closing():
                    return  # nobody waits for it any more
                answer = await self._fleet.asking.ask(robot_id, asked.errand, asked.language)
            await _say(writer, TellAnswer(answer))

        try:
            async with asyncio.TaskGroup() as tasks:
                for robot_id in dict.fromkeys(asked.robots):
                    tasks.create_task(one(robot_id), name="errand")
        except* ConnectionError:
            log.debug("who asked for an errand went away")


async def _say(writer: asyncio.StreamWriter, reply: Reply | msgspec.Raw) -> None:
    writer.write(encode(reply) + b"\n")
    await writer.drain()


def _bound(path: Path) -> socket.socket:
    """Return a socket at this path that only its owner can open."""
    with contextlib.suppress(FileNotFoundError):
        if path.is_socket() and not _answers(path):
            path.unlink()  # left by a bridge that was killed
    sock = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        sock.bind(str(path))
    except OSError:
        sock.close()
        raise
    finally:
        os.umask(before)
    return sock


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)
        try:
            probe.connect(str(path))
        except BlockingIOError:
            return True
        except OSError:
            return False
    return True


def _why(path: Path, error: OSError) -> str:
    if path.is_socket():
        return "another bridge answers there"
    if not path.parent.is_dir():
        return "its folder is missing; the unit makes it (RuntimeDirectory=), or name another path"
    return file_words.of_file(path, error)
