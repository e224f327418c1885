"""A relay with its processes, without the bridge around it."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bridge.base.addresses import Proxies
from bridge.relay.process import tls_context
from bridge.relay.processes import RelayPlan, RelayProcesses
from bridge.web.arrivals import Arrivals, Entrance
from bridge.web.doors import Gate
from tests.bridge.relay.peers import SECRET

READY_S = 20.0


@asynccontextmanager
async def serving(
    certificate: tuple[Path, Path] | None = None,
    processes: int = 1,
    datagrams: tuple[socket.socket, ...] = (),
    per_address: int = 1000,
    named: bool = False,
) -> AsyncIterator[tuple[int, RelayProcesses, Gate]]:
    """Yield port, processes and gate of a relay on loopback.

    Args:
        named: It is the relay's own door, at which alone proxies name their clients.
    """
    paths = [str(path) for path in certificate] if certificate else ["", ""]
    relay = RelayProcesses(RelayPlan(SECRET, processes, 1000, paths[0], paths[1], datagrams))
    tls: ssl.SSLContext | None = tls_context(paths[0], paths[1]) if certificate else None
    listening = socket.create_server(("127.0.0.1", 0), backlog=256)
    gate = Gate(10_000, per_address, Proxies(["127.0.0.2"]))
    async with relay.running(), asyncio.TaskGroup() as group:
        async with asyncio.timeout(READY_S):
            await relay.ready.wait()
        proxies = Proxies(["127.0.0.2"])
        arrivals = Arrivals(relay, gate, proxies, lambda _why: None, 5.0, group, not named)
        arrivals.open(Entrance(listening, tls, None, is_named=named))
        try:
            yield int(listening.getsockname()[1]), relay, gate
        finally:
            arrivals.close()
