"""Processes of the relay, as the bridge keeps them: started, given connections, started again.

One on each core, so that a lesson's packets never wait for a page, nor for the database. They
end with the bridge: when it closes its socket, or dies.
"""

import asyncio
import logging
import os
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bridge.relay import relayed, told

log = logging.getLogger(__name__)

FIRST_AGAIN_S = 0.1
LONGEST_AGAIN_S = 5.0
STEADY_S = 10.0
"""A process that lived longer is started again at once."""

TOGETHER = 16
"""Connections that a process gets before it is the next one's turn."""

SILENT_S = 20.0
"""A process that tells nothing for this long hangs: it counts every five seconds."""

END_S = 1.0
PAGES = "pages"
"""Name of the socket for HTTP that came to the relay."""


@dataclass(frozen=True)
class RelayPlan:
    """Settings and sockets that the processes need.

    Args:
        processes: Number of processes; 0 takes one for each core.
        certificate: Path of the certificate; empty without TLS.
    """

    secret: bytes
    processes: int
    most_clients: int
    certificate: str = ""
    key: str = ""
    datagrams: tuple[socket.socket, ...] = ()


@dataclass(frozen=True)
class Held:
    """Callbacks that the bridge keeps for a connection that it handed over."""

    settle: Callable[[], None]
    leave: Callable[[], None]


@dataclass
class _Process:
    """One process, while it runs."""

    number: int
    sock: socket.socket
    ready: bool = False
    held: dict[int, Held] = field(default_factory=dict)
    counted: told.Counted = field(default_factory=lambda: told.Counted(0, 0, 0, 0))


class RelayProcesses:
    """All processes of one relay."""

    def __init__(self, plan: RelayPlan) -> None:
        self._plan = plan
        count = plan.processes or min(os.cpu_count() or 1, 8)
        self._count = min(count, relayed.PROCESSES)
        self._folder = Path(tempfile.mkdtemp(prefix="karlsson-relay-"))
        self._running: dict[int, _Process] = {}
        self._numbers = iter(range(1, sys.maxsize))
        self.ready = asyncio.Event()
        """Set once a process serves."""
        self.restarts = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the processes alive inside the `async with`; end them afterwards."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self._keep(number), name=f"relay-{number}")
                    for number in range(self._count)
                ]
                try:
                    yield
                finally:
                    for task in tasks:
                        task.cancel()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def pages_socket(self) -> socket.socket:
        """Return a listening socket for HTTP that comes to the relay."""
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # Through the descriptor, since the path of a socket takes at most 107 bytes.
            sock.bind(f"/proc/self/fd/{folder}/{PAGES}")
            sock.listen(128)
            sock.setblocking(False)
        except OSError:
            sock.close()
            raise
        finally:
            os.close(folder)
        return sock

    def hand_over(
        self, sock: socket.socket, client: tuple[str, int], tls: bool, held: Held
    ) -> bool:
        """Give a connection to a process that has few; return False if none takes it.

        Args:
            sock: The connection; the caller closes its own descriptor.
            client: Address and port of the client.
            tls: Whether TLS comes first.
            held: Called when the client has proved who it is, and when it is gone.
        """
        ready = [process for process in self._running.values() if process.ready]
        if not ready:
            return False
        # The ends of a lesson come one after the other, and are cheapest in one process.
        process = min(ready, key=lambda one: (len(one.held) // TOGETHER, one.number))
        number = next(self._numbers)
        message = told.encode(told.HandedOver(number, client[0], client[1], tls))
        try:
            socket.send_fds(process.sock, [message], [sock.fileno()])
        except OSError:
            return False
        process.held[number] = held
        return True

    def counted(self) -> told.Counted:
        """Return the figures of all processes together."""
        each = [process.counted for process in self._running.values()]
        return told.Counted(
            sum(one.allocations for one in each),
            sum(one.packets for one in each),
            sum(one.lost for one in each),
            sum(one.dropped for one in each),
        )

    async def _keep(self, number: int) -> None:
        again_s = FIRST_AGAIN_S
        loop = asyncio.get_running_loop()
        while True:
            began_at = loop.time()
            await self._run(number)
            self.restarts += 1
            again_s = FIRST_AGAIN_S if loop.time() - began_at > STEADY_S else again_s
            log.warning("a process of the relay ended; it is started again")
            await asyncio.sleep(again_s)
            again_s = min(2 * again_s, LONGEST_AGAIN_S)

    async def _run(self, number: int) -> None:
        """Run one process until it ends."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        descriptors = [sock.fileno() for sock in self._plan.datagrams]
        process = _Process(number, ours)
        try:
            with theirs:
                child = await asyncio.create_subprocess_exec(
                    *_command(theirs.fileno()),
                    stdin=asyncio.subprocess.DEVNULL,
                    cwd=self._folder,
                    pass_fds=[theirs.fileno(), *descriptors],
                    # Ctrl-C reaches a whole terminal group; the bridge ends them itself.
                    start_new_session=True,
                )
            self._running[number] = process
            try:
                ours.send(told.encode(self._setup(number, descriptors)))
                await self._hear(process)
            finally:
                ours.close()
                await _end(child)
        except OSError as error:
            log.error("a process of the relay cannot be started: %s", error.strerror)
        finally:
            ours.close()
            self._running.pop(number, None)
            for held in process.held.values():
                held.leave()

    def _setup(self, number: int, descriptors: Sequence[int]) -> told.Setup:
        plan = self._plan
        return told.Setup(
            process=number,
            secret=plan.secret,
            pages=PAGES,
            certificate=str(Path(plan.certificate).absolute()) if plan.certificate else "",
            key=str(Path(plan.key).absolute()) if plan.key else "",
            most_clients=plan.most_clients,
            datagrams=tuple(descriptors),
        )

    async def _hear(self, process: _Process) -> None:
        """Take what a process tells until it ends."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                async with asyncio.timeout(SILENT_S):
                    data = await loop.sock_recv(process.sock, told.MOST_BYTES)
            except TimeoutError:
                log.error("a process of the relay hangs")
                return
            except OSError:
                return
            if not data:
                return
            match told.from_process.decode(data):
                case told.Ready():
                    process.ready = True
                    self.ready.set()
                case told.Settled(number=number):
                    if number in process.held:
                        process.held[number].settle()
                case told.Left(number=number):
                    held = process.held.pop(number, None)
                    if held is not None:
                        held.leave()
                case told.Counted() as counted:
                    process.counted = counted


def make_secret() -> bytes:
    """Return a secret for credentials."""
    return secrets.token_bytes(32)


def _command(descriptor: int) -> list[str]:
    isolated = ["-I"] if sys.flags.isolated else []
    return [sys.executable, *isolated, "-m", "bridge.relay", str(descriptor)]


async def _end(child: asyncio.subprocess.Process) -> None:
    """Wait for a process that has lost its bridge; end it if it does not end by itself."""
    try:
        async with asyncio.timeout(END_S):
            await child.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            child.kill()
        raise
