import asyncio
import base64

from tests.bench.reach.proxy import serve

PAIR = base64.b64encode(b"kalle:secret").decode()


async def said(header: str, behind: bytes = b"") -> bytes:
    """Return all that a proxy and an echoing server behind it answer."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(len(behind)))
        await writer.drain()
        writer.close()

    async with asyncio.timeout(10):
        there = await asyncio.start_server(echo, "127.0.0.1", 0)
        proxy = await serve("127.0.0.1", 0, "kalle", "secret")
        async with there, proxy:
            target = f"127.0.0.1:{there.sockets[0].getsockname()[1]}"
            port = proxy.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(header.replace("TARGET", target).encode() + b"\r\n\r\n" + behind)
            answer = await reader.read()
            writer.close()
    return answer


async def test_it_opens_tunnels_for_those_with_the_password() -> None:
    header = f"CONNECT TARGET HTTP/1.1\r\nProxy-Authorization: Basic {PAIR}"
    answer = await said(header, b"hallo")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\nhallo")


async def test_it_opens_none_for_others_and_does_nothing_else() -> None:
    assert b" 407 " in await said("CONNECT TARGET HTTP/1.1")
    assert b" 405 " in await said("GET http://TARGET/ HTTP/1.1")
