"""TCP connections to relays: both families, through an HTTP proxy where one stands between."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from robot.media.roads.failures import HUNG_UP, RoadFailed, proxy_error
from robot.media.types.outward import Proxy

STAGGER_S = 0.15
"""Head start of one address before the next is tried beside it (RFC 8305 calls it the delay)."""

MOST_ADDRESSES = 4
HEADER_BYTES = 8192
UNSENT_BYTES = 4096
"""Most that the kernel keeps unsent; what waits beyond that is seen, and may be dropped."""

Made = TypeVar("Made")


async def first(
    addresses: Sequence[str], make: Callable[[str], Awaitable[Made]], close: Callable[[Made], None]
) -> Made:
    """Return what the first address gives that works; each has a head start before the next.

    Args:
        addresses: At least one.
        make: Makes something of an address, or raises `OSError`.
        close: Closes what came too late.

    Raises:
        OSError: No address works; it is the first one's error.
    """
    errors: dict[int, OSError] = {}
    won: list[Made] = []
    failed = [asyncio.Event() for _ in addresses]

    async def attempt(number: int, address: str) -> None:
        if number:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STAGGER_S * number):
                    await failed[number - 1].wait()
        try:
            made = await make(address)
        except OSError as error:
            errors[number] = error
            failed[number].set()
            return
        if won:
            close(made)
            return
        won.append(made)
        for task in tasks:
            if task is not asyncio.current_task():
                task.cancel()

    tasks: list[asyncio.Task[None]] = []
    async with asyncio.TaskGroup() as group:
        tasks += [
            group.create_task(attempt(number, address), name="relay address")
            for number, address in enumerate(addresses[:MOST_ADDRESSES])
        ]
    if won:
        return won[0]
    raise errors[min(errors)] if errors else RoadFailed("it has no address")


async def connect(address: str, port: int) -> socket.socket:
    """Return a connected TCP socket.

    Raises:
        OSError: It cannot be connected.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    with contextlib.ExitStack() as undo:
        undo.callback(sock.close)
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
        await asyncio.get_running_loop().sock_connect(sock, (address, port))
        undo.pop_all()
    return sock


async def tunnel(sock: socket.socket, proxy: Proxy, host: str, port: int) -> None:
    """Ask a proxy, to which this socket is connected, for a tunnel.

    Nothing behind the proxy's header is read.

    Raises:
        RoadFailed: The proxy opens none.
    """
    loop = asyncio.get_running_loop()
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}"]
    lines += [f"{name}: {value}" for name, value in proxy.headers.items()]
    await loop.sock_sendall(sock, "\r\n".join([*lines, "", ""]).encode("latin-1", "replace"))
    header = bytearray()
    while not header.endswith(b"\r\n\r\n"):
        # Byte for byte: what follows the header belongs to the tunnel.
        byte = await loop.sock_recv(sock, 1)
        if not byte:
            raise RoadFailed(f"the proxy: {HUNG_UP}")
        header += byte
        if len(header) > HEADER_BYTES:
            raise RoadFailed("the proxy answers with something else than a header")
    words = bytes(header).split(b"\r\n", 1)[0].split(b" ", 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not words[1].isdigit():
        raise RoadFailed("the proxy answers with something else than a header")
    status = int(words[1][:4])
    if not 200 <= status < 300:
        raise RoadFailed(proxy_error(status))
