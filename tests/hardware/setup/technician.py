"""Somebody at a terminal: reads what stands there, presses keys.

At `a_terminal` keys come through a pipe and pictures are read as they were meant;
at `a_pty` everything passes a real pseudo-terminal, byte by byte.
"""

import asyncio
import io
import os
import pty
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from hardware.setup.screen import ScreenFrame
from hardware.setup.terminal import Terminal, moves_cursor, style_of
from tests.deadline import WAIT_S

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


class Technician:
    """Eyes and fingers.

    Args:
        send: Takes what the fingers type.
    """

    def __init__(self, send: Callable[[str], object]) -> None:
        self.shown = ""
        self._send = send
        self._read = 0
        self._changed = asyncio.Event()

    def look(self, text: str) -> None:
        self.shown += text
        self._changed.set()

    async def sees(self, text: str) -> str:
        """Wait until this stands there, behind all that was seen before."""
        try:
            async with asyncio.timeout(WAIT_S):
                while True:
                    plain = re.sub(r"\r*\n", " ", ESCAPES.sub("", self.shown))
                    found = plain.find(text, self._read)
                    if found >= 0:
                        self._read = found + len(text)
                        return plain
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError as error:
            raise AssertionError(f"{text!r} never stood there: {self.shown[-900:]!r}") from error

    def press(self, *keys: str) -> None:
        for key in keys:
            self._send(key)


class Printed(io.StringIO):
    """A terminal's paper: only goes on."""

    encoding = "utf-8"

    def __init__(self, look: Callable[[str], None]) -> None:
        super().__init__()
        self._look = look

    def write(self, text: str) -> int:
        self._look(text)
        return len(text)


class Watched(Terminal):
    """A terminal whose pictures are looked at before they are drawn."""

    look: Callable[[str], None]

    def show(self, frame: ScreenFrame) -> None:
        if frame != self._frame and self._plain is None:
            self.look("\n".join((*frame.lines, "", *frame.live, "")))
        super().show(frame)


@contextmanager
def at_a_terminal(environment: Mapping[str, str]) -> Iterator[tuple[Technician, Terminal]]:
    with create_pipe_input() as keys:
        technician = Technician(keys.send_text)
        printed = Printed(technician.look)
        plain = None if moves_cursor(environment) else printed
        terminal = Watched(keys, DummyOutput(), style_of(environment, printed), plain)
        terminal.look = technician.look
        yield technician, terminal


@contextmanager
def at_a_pty() -> Iterator[tuple[Technician, int]]:
    """Give somebody at a pseudo-terminal, and its far end."""
    near, far = pty.openpty()
    loop = asyncio.get_running_loop()
    technician = Technician(lambda text: os.write(near, text.encode()))

    def readable() -> None:
        with suppress(OSError):
            technician.look(os.read(near, 65536).decode())

    loop.add_reader(near, readable)
    try:
        yield technician, far
    finally:
        loop.remove_reader(near)
        os.close(near)
        with suppress(OSError):
            os.close(far)
