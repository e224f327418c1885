"""Processes that a benchmark starts, ends and weighs."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from typing import Any, TypeVar

import psutil

from robot.demo.children import die_with_parent, end
from tests.end_to_end.running import ROOT

START_TIMEOUT_S = 40.0
STOP_TIMEOUT_S = 5.0
MIB = 1 << 20

Figures = TypeVar("Figures")


async def until_told(measuring: Awaitable[Figures]) -> Figures:
    """SIGTERM ends a benchmark as Ctrl-C does: with everything it started."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await measuring


class BenchError(Exception):
    """A measurement cannot be made; the text says why."""


@contextlib.asynccontextmanager
async def started(
    module: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
) -> AsyncIterator[tuple[int, dict[str, Any]]]:
    """Run `python -m module`, which prints one line of JSON when it is ready.

    Yields its process id and what it printed; it has ended when this has.

    Args:
        module: With its arguments behind it.
        environment: Put over our own.
        prefix: A command that becomes it, such as one that enters a namespace.

    Raises:
        BenchError: It did not get ready in time.
    """
    child = await asyncio.create_subprocess_exec(
        *prefix,
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        # Our own standard output belongs to the figures.
        stderr=sys.stderr,
        env=os.environ | dict(environment or {}),
        preexec_fn=die_with_parent,
    )
    try:
        assert child.stdout is not None
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                line = await child.stdout.readline()
        except TimeoutError:
            raise BenchError(f"{module} was not ready after {START_TIMEOUT_S:.0f} s") from None
        if not line:
            raise BenchError(f"{module} ended before it was ready")
        yield child.pid, json.loads(line)
    finally:
        await end(child, STOP_TIMEOUT_S)


def child_running(parent: int, module: str) -> int:
    """Return the process that runs `python -m module` below this one.

    Raises:
        BenchError: There is none.
    """
    for process in psutil.Process(parent).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.cmdline()[1:3] == ["-m", module]:
                return int(process.pid)
    raise BenchError(f"no process runs {module}")


class Scales:
    """Weighs a process from now on.

    Args:
        name: First part of the metrics' names.
        pid: The process.
        with_children: Whether the time of its children counts too.
    """

    def __init__(self, name: str, pid: int, *, with_children: bool = False) -> None:
        self._name = name
        self._process = psutil.Process(pid)
        self._with_children = with_children
        self._used_s = self._cpu_s()
        self._since = time.monotonic()

    def figures(self) -> dict[str, float]:
        """Return percent of one core since the start, and memory now."""
        seconds = time.monotonic() - self._since
        return {
            f"{self._name}_cpu_percent": 100 * (self._cpu_s() - self._used_s) / seconds,
            f"{self._name}_rss_mib": self._process.memory_info().rss / MIB,
        }

    def _cpu_s(self) -> float:
        weighed = [self._process]
        if self._with_children:
            weighed += self._process.children(recursive=True)
        used_s = 0.0
        for process in weighed:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                used_s += times.user + times.system
        return used_s
