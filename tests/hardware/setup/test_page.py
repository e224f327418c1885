import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hardware.errors import NotConnected
from hardware.setup import page
from hardware.setup.page import MOST_CONNECTIONS, Page, load_files, serve_page
from tests.hardware.bodies import WAIT_S
from tests.hardware.setup.running import running_body

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def served(path: Path) -> AsyncIterator[str]:
    told: asyncio.Queue[str] = asyncio.Queue(1)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(serve_page(path, 0, told, stop), name="page")
        async with asyncio.timeout(WAIT_S):
            address = await told.get()
        try:
            yield address
        finally:
            stop.set()


async def ask(address: str, method: str, name: str, *headers: str) -> Streams:
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    lines = [f"{method} {parts.path}{name} HTTP/1.1", f"Host: {parts.netloc}", *headers]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n")
    return reader, writer


async def asked(address: str, method: str, name: str, *headers: str) -> tuple[int, bytes]:
    reader, writer = await ask(address, method, name, *headers)
    async with asyncio.timeout(WAIT_S):
        text = await reader.read()
    writer.close()
    head, _, body = text.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


async def test_the_page_and_all_it_asks_for_are_served(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        assert (await asked(address, "GET", ""))[1] == load_files()["index.html"]
        for name in load_files():
            assert (await asked(address, "GET", name))[0] == 200
        assert (await asked(address, "GET", "package.json"))[0] == 404
        assert (await asked(f"{address[:-3]}xx/", "GET", ""))[0] == 404


async def test_states_stream_to_the_page(tmp_path: Path) -> None:
    async with running_body(tmp_path) as path, served(path) as address:
        reader, writer = await ask(address, "GET", "events")
        async with asyncio.timeout(WAIT_S):
            await reader.readuntil(b"event: greeting\ndata: ")
            assert json.loads(await reader.readline())["driver"] == "simulated"
            await reader.readuntil(b"event: state\ndata: ")
            assert json.loads(await reader.readline())["signal"] == "asleep"
        writer.close()


async def test_a_body_that_does_not_run_is_named_on_the_page(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        reader, writer = await ask(address, "GET", "events")
        async with asyncio.timeout(WAIT_S):
            await reader.readuntil(b"event: gone\ndata: ")
            assert "no body runs" in json.loads(await reader.readline())["text"]
        writer.close()


async def test_a_step_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        parts = urlsplit(address)
        origin = f"Origin: http://{parts.netloc}"
        status, body = await asked(address, "POST", "step/pan", origin)
        assert status == 409
        assert "no body runs" in json.loads(body)["error"]


async def test_bytes_that_are_no_request_are_refused(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        parts = urlsplit(address)
        for data, status in ((b"hello\r\n\r\n", b"400"), (b"x" * 20000, b"400")):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(data)
            async with asyncio.timeout(WAIT_S):
                assert (await reader.readline()).split()[1:2] == [status]
            writer.close()


async def test_more_connections_than_a_browser_needs_are_refused(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        streams = [await ask(address, "GET", "events") for _ in range(MOST_CONNECTIONS)]
        for reader, _ in streams:
            assert b"200" in await reader.readline()
        assert (await asked(address, "GET", ""))[0] == 503
        for _, writer in streams:
            writer.close()


async def test_only_this_machine_can_reach_it(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        assert urlsplit(address).hostname == "127.0.0.1" == page.HOST


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        other = Page(tmp_path / "none")
        with pytest.raises(NotConnected, match="--port 0"):
            async with other.serve(urlsplit(address).port or 0):
                pass
        assert other.token not in address
