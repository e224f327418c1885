"""A terminal of any kind: keys in one by one, a picture out that is drawn over itself.

Where there is no cursor to move (TERM=dumb, no TERM), sentences are printed when
they change, and the last live line is overwritten with a carriage return.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import termios
from collections.abc import Iterator, Mapping
from typing import TextIO

from hardware.errors import NotConnected
from hardware.setup.dial import Style
from hardware.setup.keys import Keys
from hardware.setup.screen import Frame

MOST_KEYS = 32
ESCAPE_S = 0.05
"""So long after an Escape its sequence must have arrived, also over ssh."""
LEAVING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def style_of(environment: Mapping[str, str], out: TextIO) -> Style:
    """Return what this terminal can show (no-color.org: NO_COLOR takes colours away)."""
    smart = moves_cursor(environment)
    encoding = (out.encoding or "ascii").lower()
    return Style(
        unicode=encoding.startswith("utf") and smart,
        colour=smart and out.isatty() and not environment.get("NO_COLOR"),
        compact=not smart,
    )


def moves_cursor(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal knows ANSI's cursor movements."""
    return environment.get("TERM", "dumb") not in ("dumb", "unknown", "")


class Terminal:
    """Keys and pictures.

    Args:
        into: Where keys come from.
        out: Where pictures go.
        environment: For TERM and NO_COLOR.
    """

    def __init__(self, into: TextIO, out: TextIO, environment: Mapping[str, str]) -> None:
        self.style = style_of(environment, out)
        self._in = into
        self._out = out
        self._smart = moves_cursor(environment) and out.isatty()
        self._keys = Keys()
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_KEYS)
        self._frame = Frame(())
        self._height = 0

    @property
    def columns(self) -> int:
        """How wide it is."""
        return shutil.get_terminal_size().columns

    @contextlib.contextmanager
    def opened(self) -> Iterator["Terminal"]:
        """Read single keys without showing them; everything is as before on leaving.

        Raises:
            NotConnected: There is nobody to press keys.
        """
        if not self._in.isatty():
            raise NotConnected("terminal", "this needs one, with somebody at its keys")
        descriptor = self._in.fileno()
        before = termios.tcgetattr(descriptor)
        changed = termios.tcgetattr(descriptor)
        changed[3] &= ~(termios.ICANON | termios.ECHO)
        loop = asyncio.get_running_loop()
        try:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, changed)
            loop.add_reader(descriptor, self._readable)
            for number in LEAVING:
                loop.add_signal_handler(number, self._put, "ctrl_c")
            yield self
        finally:
            for number in LEAVING:
                loop.remove_signal_handler(number)
            loop.remove_reader(descriptor)
            # A terminal that was closed cannot be put back.
            with contextlib.suppress(termios.error):
                termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
            self._end()

    async def key(self, timeout_s: float) -> str | None:
        """Return the next key, or None where none comes in time."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._waiting.get()
        except TimeoutError:
            for name in self._keys.flush() if self._keys.waiting and timeout_s >= ESCAPE_S else ():
                self._put(name)
            return None if self._waiting.empty() else self._waiting.get_nowait()

    def show(self, frame: Frame) -> None:
        """Show this picture over the one before."""
        if frame == self._frame:
            return
        if self._smart:
            self._draw(frame)
        else:
            self._print(frame)
        self._frame = frame
        with contextlib.suppress(OSError):
            self._out.flush()

    def _draw(self, frame: Frame) -> None:
        lines = (*frame.lines, "", *frame.live)
        back = f"\x1b[{self._height}A" if self._height else ""
        self._write(f"{back}\r\x1b[J" + "".join(f"{line}\n" for line in lines))
        self._height = len(lines)

    def _print(self, frame: Frame) -> None:
        if frame.lines != self._frame.lines:
            ended = "\n" if self._frame.live else ""
            self._write(ended + "".join(f"{line}\n" for line in frame.lines))
        if frame.live:
            before = len(self._frame.live[-1]) if self._frame.live else 0
            text = "  ".join(part.strip() for part in frame.live)[: self.columns - 1]
            self._write("\r" + text.ljust(min(before, self.columns - 1)))

    def _end(self) -> None:
        if self._frame.live and not self._smart:
            self._write("\n")
        with contextlib.suppress(OSError):
            self._out.flush()

    def _write(self, text: str) -> None:
        # Whoever closed the terminal wants no picture; leaving follows by SIGHUP.
        with contextlib.suppress(OSError):
            self._out.write(text)

    def _readable(self) -> None:
        try:
            data = os.read(self._in.fileno(), 64)
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._in.fileno())
            self._put("eof")
        for name in self._keys.feed(data):
            self._put(name)

    def _put(self, name: str) -> None:
        """Keep a key; who hammers on them loses the last, but never the way out."""
        if self._waiting.full() and name in ("ctrl_c", "eof"):
            self._waiting.get_nowait()
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait(name)
