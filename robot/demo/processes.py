"""Processes of the demo, supervised as by systemd: readiness, restart, end."""

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from robot.demo.children import die_with_parent, end

READY_TIMEOUT_S = 30.0
"""Longest start: the first one on a Raspberry Pi reads some 200 MB of libraries from a card."""

STOP_TIMEOUT_S = 2.0
RESTART_S = 0.5


class DemoError(Exception):
    """The demo cannot run; the text says why and what to do."""


class Process:
    """One supervised process.

    Args:
        name: For messages, such as `bridge`.
        module: Module for `python -m`.
        arguments: Arguments after the module.
        folder: Folder of the notification socket.
        log_path: Receives everything the process prints.
        environment: Added to our own, such as `KARLSSON_BODY__SOCKET`.
        ready_when: Message to the service manager that means readiness.
        prefix: A command that becomes the process, such as one that enters a namespace.
    """

    def __init__(
        self,
        name: str,
        module: str,
        arguments: Sequence[str],
        folder: Path,
        log_path: Path,
        environment: Mapping[str, str] = MappingProxyType({}),
        ready_when: str = "READY=1",
        prefix: Sequence[str] = (),
    ) -> None:
        self.name = name
        self._environment = environment
        self._command = [*prefix, sys.executable, "-m", module, *arguments]
        self._notify_path = folder / f"{name}.notify"
        self.log_path = log_path
        self.ready = asyncio.Event()
        self._ready_when = ready_when.encode()

    async def run(self) -> None:
        """Keep the process alive until cancelled; then end it.

        Raises:
            DemoError: It ended before it was ready for the first time.
        """
        with _notify_socket(self._notify_path) as notifications:
            while True:
                async with self._started() as child:
                    await self._watch(child, notifications)
                if not self.ready.is_set():
                    raise DemoError(
                        f"{self.name} ended before it was ready; its output is in {self.log_path}"
                    )
                await asyncio.sleep(RESTART_S)

    async def _watch(self, child: asyncio.subprocess.Process, notifications: socket.socket) -> None:
        """Note when the process is ready; return when it has ended."""
        loop = asyncio.get_running_loop()

        async def hear() -> None:
            while True:
                if self._ready_when in await loop.sock_recv(notifications, 4096):
                    self.ready.set()

        async with asyncio.TaskGroup() as tasks:
            hearing = tasks.create_task(hear(), name=f"{self.name}-notifications")
            await child.wait()
            hearing.cancel()

    @contextlib.asynccontextmanager
    async def _started(self) -> AsyncIterator[asyncio.subprocess.Process]:
        with self.log_path.open("ab") as log:
            child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self._environment, "NOTIFY_SOCKET": str(self._notify_path)},
                # Ctrl-C reaches a whole terminal group; only the demo ends them, in its order.
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        try:
            yield child
        finally:
            await end(child, STOP_TIMEOUT_S)


@contextlib.contextmanager
def _notify_socket(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.bind(str(path))
        yield sock


async def ask(module: str, *arguments: str) -> str:
    """Run a command to its end and return what it printed.

    Raises:
        DemoError: The command failed; the text holds its output.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            output, errors = await child.communicate()
    finally:
        await end(child, STOP_TIMEOUT_S)
    if child.returncode != 0:
        words = errors.decode(errors="replace").strip() or output.decode(errors="replace").strip()
        raise DemoError(f"{module} {' '.join(arguments[:2])}: {words}")
    return output.decode()
