"""Link to the body's process: intents out, reports in, reconnected for ever."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bridge.process import file_words
from bridge.process.logs import clean
from bridge.protocol.vocabulary import GestureName, MarkName, SignalName
from hardware.contract import wire
from robot.links.backoff import Backoff
from robot.settings.errors import BodyAway, BodyMismatch

log = logging.getLogger(__name__)

CONNECT_S = 2.0
SILENT_S = 3.0
"""Longest silence: a healthy body reports at least once a second."""

REPORT_BYTES = 64 * 1024
MOST_UNSENT_BYTES = 64 * 1024
"""Most bytes that may wait: a body that leaves more unread would obey old intents."""


MOST_WORDS = 300
"""Longest reason in the log."""


def why_away(path: Path, error: Exception) -> str:
    """Return why the body does not answer, and what to do."""
    status = "`systemctl status karlsson-body` says why"
    match error:
        case BodyMismatch():
            return f"{path}: {error}: agent and body are of different versions; install both anew"
        case OSError() if not isinstance(error, BodyAway):
            return f"{path}: {file_words.of_socket(path, error)}; {status}"
        case _:
            return f"{path}: {error}; {status}"


@dataclass(frozen=True)
class BodyUp:
    """The body answers; `greeting` says what it can do."""

    greeting: wire.Greeting


@dataclass(frozen=True)
class BodySaid:
    """The body sent a report."""

    report: wire.BodyState | wire.Pressed | wire.RefusedIntent


@dataclass(frozen=True)
class BodyDown:
    """The body is away."""


BodyNews = BodyUp | BodySaid | BodyDown


class BodyLink:
    """Connection to the body's process.

    Args:
        path: UNIX socket.
        tell: Takes the news, in order.
    """

    def __init__(self, path: Path, tell: Callable[[BodyNews], Awaitable[None]]) -> None:
        self._path = path
        self._tell = tell
        self._writer: asyncio.StreamWriter | None = None
        self._seq = 0
        self._backoff = Backoff()
        self.malformed = 0
        """Number of lines that could not be read as a report."""

    async def run(self) -> None:
        """Stay connected until cancelled."""
        while True:
            try:
                await self._once()
            except (OSError, BodyMismatch) as error:
                delay_s = self._backoff.failed(random.random())
                words = clean(why_away(self._path, error), MOST_WORDS)
                log.log(self._backoff.failure_level, "body: away: %s", words)
                await asyncio.sleep(delay_s)

    async def _once(self) -> None:
        try:
            async with asyncio.timeout(CONNECT_S):
                reader, writer = await asyncio.open_unix_connection(self._path, limit=REPORT_BYTES)
        except TimeoutError as error:
            raise BodyAway("does not accept") from error
        up = False
        try:
            greeting = await self._read(reader)
            if not isinstance(greeting, wire.Greeting) or greeting.version != wire.WIRE_VERSION:
                raise BodyMismatch(f"speaks another wire than version {wire.WIRE_VERSION}")
            self._writer, self._seq, up = writer, 0, True
            if self._backoff.succeeded():
                log.info("body: back (%s)", greeting.driver)
            await self._tell(BodyUp(greeting))
            while True:
                report = await self._read(reader)
                if report is not None and not isinstance(report, wire.Greeting):
                    await self._tell(BodySaid(report))
        finally:
            self._writer = None
            writer.transport.abort()
            if up:
                await self._tell(BodyDown())

    async def _read(self, reader: asyncio.StreamReader) -> wire.AnyReport | None:
        """Return the next report; None for a line that cannot be read as one."""
        try:
            async with asyncio.timeout(SILENT_S):
                line = await reader.readline()
        except TimeoutError as error:
            raise BodyAway("silent") from error
        except ValueError as error:
            raise BodyAway("a line without end") from error
        if not line.endswith(b"\n"):
            raise BodyAway("the socket was closed")
        try:
            report: wire.AnyReport = wire.decode_report(line)
        except msgspec.DecodeError:
            self.malformed += 1
            if self.malformed == 1:
                log.warning("body: a line is not a report; further ones are only counted")
            return None
        return report

    # ---- intents; each returns False while the body is away. Intents that move the head carry
    # their time, so that a body that was stopped does not obey old ones.

    def turn_to(self, pan_deg: float, tilt_deg: float) -> bool:
        """Turn the head to this target."""
        return self._send(lambda seq: wire.Target(seq, pan_deg, tilt_deg, time.monotonic()))

    def keep(self) -> bool:
        """Feed the dead man's switch."""
        return self._send(lambda seq: wire.Keep(seq, time.monotonic()))

    def park(self) -> bool:
        """Bring the head to rest."""
        return self._send(wire.Park)

    def show(
        self, signal: SignalName, level: float, near: bool = False, mark: MarkName | None = None
    ) -> bool:
        """Show a signal, with narrow eyes and with the mark of an answer where they are wanted."""
        return self._send(lambda seq: wire.Show(seq, signal, level, near, mark))

    def raise_hand(self, raised: bool) -> bool:
        """Raise or lower the hand."""
        return self._send(lambda seq: wire.RaiseHand(seq, raised))

    def gesture(self, name: GestureName) -> bool:
        """Make a gesture."""
        return self._send(lambda seq: wire.PerformGesture(seq, name, time.monotonic()))

    def release(self) -> bool:
        """Try failed parts again."""
        return self._send(wire.Release)

    def identify(self) -> bool:
        """Show which robot this is; the body then says so, as after a long press."""
        return self._send(wire.Identify)

    def press(self, button: wire.ButtonName) -> bool:
        """Press a button of a simulated body; every other one refuses."""
        return self._send(lambda seq: wire.Press(seq, button))

    def _send(self, make: Callable[[int], wire.AnyIntent]) -> bool:
        writer = self._writer
        if writer is None or writer.transport.is_closing():
            return False
        if writer.transport.get_write_buffer_size() > MOST_UNSENT_BYTES:
            log.warning("body: does not read; connecting anew")
            writer.transport.abort()
            return False
        self._seq += 1
        writer.write(wire.encode(make(self._seq)) + b"\n")
        return True

    async def flush(self, timeout_s: float) -> None:
        """Wait until every intent has left, for at most this long."""
        writer = self._writer
        if writer is None:
            return
        try:
            async with asyncio.timeout(timeout_s):
                await writer.drain()
        except (OSError, TimeoutError):
            log.debug("body: away before the last intent")
