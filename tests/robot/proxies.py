"""An HTTP proxy as schools have them: it opens tunnels, and may ask for a password."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class ProxyStandIn:
    """Leads every tunnel to one port of this machine.

    Args:
        leads_to: The port.
        wants: Value of `Proxy-Authorization` that it wants; empty wants none.
        answer: Status line in place of a tunnel.
    """

    leads_to: int
    wants: str = ""
    answer: str = ""
    port: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(head.splitlines()[0])
            if self.wants and f"Proxy-Authorization: {self.wants}\r\n" not in head:
                status = "407 Proxy Authentication Required"
            else:
                status = self.answer or "200 Connection established"
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
            if status.startswith("200"):
                await self._pass_on(reader, writer)
        writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.leads_to)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_pump(reader, far_writer))
            tasks.create_task(_pump(far_reader, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def proxy_stand_in(
    leads_to: int, wants: str = "", answer: str = ""
) -> AsyncIterator[ProxyStandIn]:
    proxy = ProxyStandIn(leads_to, wants, answer)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
