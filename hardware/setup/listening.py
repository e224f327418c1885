"""Client of the body's socket for the technician's tools."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from bridge.process import file_words
from hardware.contract import wire
from hardware.contract.errors import NotConnected

ANSWER_S = 2.0
SILENT_S = 4.0
"""Silence after which the body counts as gone: it sends its state every second."""
LINE_BYTES = 64 * 1024


class BodyConnection:
    """Connection to the body."""

    def __init__(
        self, path: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._part = f"socket {path}"
        self._reader = reader
        self._writer = writer
        self._seq = 0

    async def report(self, timeout_s: float = SILENT_S) -> wire.AnyReport:
        """Return the next report.

        Raises:
            NotConnected: The body ended, fell silent, or sent something other than a report.
        """
        report = await self.report_within(timeout_s)
        if report is None:
            text = f"the body is silent for {timeout_s:g} s"
            raise NotConnected(self._part, text, "driver")
        return report

    async def report_within(self, timeout_s: float) -> wire.AnyReport | None:
        """Return the next report, or None if none arrives in time.

        Raises:
            NotConnected: The body ended, or sent something other than a report.
        """
        try:
            async with asyncio.timeout(timeout_s):
                line = await self._reader.readline()
        except TimeoutError:
            return None
        except (OSError, ValueError) as error:
            raise NotConnected(self._part, str(error), "driver") from error
        if not line:
            raise NotConnected(self._part, "the body closed the connection", "driver")
        try:
            report: wire.AnyReport = wire.decode_report(line)
        except msgspec.DecodeError as error:
            text = f"a body of another version: {error}"
            raise NotConnected(self._part, text, "driver") from error
        return report

    def send(self, kind: type[wire.Intent], **fields: object) -> None:
        """Send one intent, which makes this connection the body's agent."""
        self._seq += 1
        self._writer.write(wire.encode(kind(seq=self._seq, **fields)) + b"\n")


@asynccontextmanager
async def connected(path: Path) -> AsyncIterator[tuple[BodyConnection, wire.Greeting]]:
    """Connect to the body.

    Raises:
        NotConnected: No body listens there, or this user may not connect.
    """
    try:
        async with asyncio.timeout(ANSWER_S):
            reader, writer = await asyncio.open_unix_connection(path, limit=LINE_BYTES)
    except TimeoutError as error:
        raise NotConnected(f"socket {path}", "the body does not answer", "driver") from error
    except OSError as error:
        raise NotConnected(f"socket {path}", _why(error), "driver") from error
    try:
        line = BodyConnection(path, reader, writer)
        greeting = await line.report(ANSWER_S)
        if not isinstance(greeting, wire.Greeting):
            raise NotConnected(f"socket {path}", "something other than a body listens", "driver")
        yield line, greeting
    finally:
        writer.close()


async def greeting_of(path: Path) -> wire.Greeting | None:
    """Return the greeting of the body that runs there, or None if none does.

    Raises:
        NotConnected: The process that listens there is not a body of this version.
    """
    if not path.is_socket():
        return None
    try:
        async with connected(path) as (_, greeting):
            return greeting
    except NotConnected as error:
        if isinstance(error.__cause__, ConnectionRefusedError | FileNotFoundError):
            return None
        raise


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "not allowed: start this with sudo, or join the group karlsson"
    if isinstance(error, ConnectionRefusedError | FileNotFoundError):
        return "no body runs: sudo systemctl start karlsson-body"
    return file_words.words(error)
