"""`karlsson-body watch`: read-only view of a running body's state."""

import asyncio
import contextlib
from pathlib import Path
from typing import TextIO

from hardware.contract import wire
from hardware.setup.dialogue import LEAVE
from hardware.setup.listening import BodyConnection, connected
from hardware.setup.terminal import Terminal
from hardware.setup.watching import watch_frame

LOOK_S = 0.05


async def watch_lines(path: Path, out: TextIO) -> None:
    """Write every report as one line of JSON until the reader closes the pipe.

    Raises:
        NotConnected: The body does not run, or ended.
    """
    async with connected(path) as (line, greeting):
        with contextlib.suppress(BrokenPipeError):
            _write(out, greeting)
            while True:
                _write(out, await line.report())


async def watch(path: Path, terminal: Terminal, language: str) -> None:
    """Show every state until a key leaves.

    Raises:
        NotConnected: The body does not run, or ended.
    """
    async with connected(path) as (line, greeting):
        newest: list[wire.BodyState] = []
        with terminal.opened():
            async with asyncio.TaskGroup() as group:
                reading = group.create_task(_read(line, newest), name="reports")
                while await terminal.key(LOOK_S) not in LEAVE:
                    if newest:
                        frame = watch_frame(
                            greeting, newest[0], terminal.columns, terminal.style, language
                        )
                        terminal.show(frame)
                reading.cancel()


async def _read(line: BodyConnection, newest: list[wire.BodyState]) -> None:
    while True:
        report = await line.report()
        if isinstance(report, wire.BodyState):
            newest[:] = [report]


def _write(out: TextIO, report: wire.AnyReport) -> None:
    out.write(wire.encode(report).decode() + "\n")
    out.flush()
