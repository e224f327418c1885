"""Somebody at a real pseudo-terminal: reads what stands there, presses keys."""

import asyncio
import os
import pty
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from hardware.setup.terminal import Terminal
from tests.hardware.bodies import WAIT_S

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Technician:
    """The other end of the terminal."""

    def __init__(self, near: int) -> None:
        self.shown = ""
        self._near = near
        self._read = 0
        self._changed = asyncio.Event()

    def look(self) -> None:
        with suppress(OSError):
            self.shown += os.read(self._near, 65536).decode()
        self._changed.set()

    async def sees(self, text: str) -> str:
        """Wait until this stands there, behind all that was seen before."""
        try:
            async with asyncio.timeout(WAIT_S):
                while True:
                    plain = ESCAPES.sub("", self.shown).replace("\r\n", " ")
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
            os.write(self._near, key.encode())


@contextmanager
def at_a_terminal(environment: Mapping[str, str]) -> Iterator[tuple[Technician, Terminal]]:
    near, far = pty.openpty()
    loop = asyncio.get_running_loop()
    technician = Technician(near)
    loop.add_reader(near, technician.look)
    try:
        with os.fdopen(far, "r", closefd=False) as into, os.fdopen(far, "w") as out:
            yield technician, Terminal(into, out, environment)
    finally:
        loop.remove_reader(near)
        os.close(near)
