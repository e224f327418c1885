import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from hardware.contract.errors import NotConnected
from hardware.setup import page
from hardware.setup.page import MOST_CONNECTIONS, SetupPage, event, load_files, serve_page
from tests.deadline import WAIT_S
from tests.hardware.setup.running import running_body


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


@asynccontextmanager
async def asked(method: str, address: str, **headers: str) -> AsyncIterator[ClientResponse]:
    async with (
        ClientSession(timeout=ClientTimeout(WAIT_S)) as browser,
        browser.request(method, URL(address, encoded=True), headers=headers) as response,
    ):
        yield response


async def streamed(response: ClientResponse, name: str) -> dict[str, object]:
    """Return the data of the next event of this name."""
    await response.content.readuntil(f"event: {name}\ndata: ".encode())
    found: dict[str, object] = json.loads(await response.content.readline())
    return found


def origin_of(address: str) -> str:
    return f"http://{urlsplit(address).netloc}"


async def test_the_page_and_all_it_asks_for_are_served(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        async with asked("GET", address) as response:
            assert await response.read() == load_files()["index.html"]
            assert response.content_type == "text/html"
        for name in load_files():
            async with asked("GET", f"{address}{name}?x") as response:
                assert response.status == 200
                assert response.charset == "utf-8"


async def test_every_answer_forbids_what_the_page_does_not_need(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        for name in ("", "page.js", "events", "nothing.js"):
            async with asked("GET", address + name) as response:
                policy = response.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert response.headers["X-Content-Type-Options"] == "nosniff"
                assert response.headers["Cache-Control"] == "no-store"
                assert response.headers["Server"] == "karlsson"


@pytest.mark.parametrize(
    ("method", "name", "headers", "status"),
    [
        pytest.param("GET", "/", {}, 404, id="no-token"),
        pytest.param("GET", "//", {}, 404, id="empty-token"),
        pytest.param("GET", "/wrong/", {}, 404, id="wrong-token"),
        pytest.param("GET", "/%C3%BC/", {}, 404, id="token-beyond-ascii"),
        pytest.param("GET", "/{token}", {}, 404, id="no-slash"),
        pytest.param("GET", "/{token}/", {"Host": "evil.example"}, 404, id="rebinding"),
        pytest.param("GET", "/{token}/", {"Host": "127.0.0.1"}, 404, id="other-port"),
        pytest.param("GET", "/{token}/events", {"Host": "evil.example"}, 404, id="events"),
        pytest.param("GET", "/{token}/../x", {}, 404, id="no-file"),
        pytest.param("GET", "/{token}/package.json", {}, 404, id="not-of-the-page"),
        pytest.param("GET", "/{token}/step/pan", {}, 405, id="step-by-link"),
        pytest.param("HEAD", "/{token}/", {}, 405, id="head"),
        pytest.param("PUT", "/{token}/", {}, 405, id="put"),
        pytest.param("POST", "/{token}/step/pan", {}, 404, id="step-without-origin"),
        pytest.param("POST", "/{token}/step/pan", {"Origin": "http://evil"}, 404, id="others"),
        pytest.param("POST", "/{token}/step/hand", {"Origin": "{origin}"}, 404, id="no-axis"),
    ],
)
async def test_everybody_else_gets_nothing(
    tmp_path: Path, method: str, name: str, headers: dict[str, str], status: int
) -> None:
    async with served(tmp_path / "none") as address:
        origin, token = origin_of(address), urlsplit(address).path.strip("/")
        headers = {key: value.format(origin=origin) for key, value in headers.items()}
        async with asked(method, origin + name.format(token=token), **headers) as response:
            assert response.status == status


async def test_a_request_with_two_hosts_or_a_body_is_refused(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        parts = urlsplit(address)
        for more, status in (
            (f"Host: {parts.netloc}\r\nHost: evil", (b"400", b"404")),
            (f"Host: {parts.netloc}\r\nContent-Length: 2\r\n\r\nxx", (b"413",)),
        ):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(f"GET {parts.path} HTTP/1.1\r\n{more}\r\n\r\n".encode())
            async with asyncio.timeout(WAIT_S):
                assert (await reader.readline()).split()[1] in status
            writer.close()


async def test_states_stream_to_the_page(tmp_path: Path) -> None:
    async with (
        running_body(tmp_path) as path,
        served(path) as address,
        asked("GET", f"{address}events") as response,
    ):
        assert response.content_type == "text/event-stream"
        words: Any = await streamed(response, "words")
        assert words["de"]["asleep"] == "Schläft"
        assert (await streamed(response, "greeting"))["driver"] == "simulated"
        assert (await streamed(response, "state"))["signal"] == "asleep"


async def test_a_body_that_does_not_run_is_named_on_the_page(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address, asked("GET", f"{address}events") as response:
        assert "no body runs" in str((await streamed(response, "gone"))["text"])


async def test_a_stream_ends_with_the_page(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        async with served(tmp_path / "none") as address:
            response = await stack.enter_async_context(asked("GET", f"{address}events"))
            await streamed(response, "gone")
        await response.content.read()
        assert response.content.at_eof()


async def test_a_step_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    async with (
        served(tmp_path / "none") as address,
        asked("POST", f"{address}step/pan", Origin=origin_of(address)) as response,
    ):
        assert response.status == 409
        assert "no body runs" in (await response.json())["error"]


async def test_bytes_that_are_no_request_are_refused_and_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(tmp_path / "none") as address:
        parts = urlsplit(address)
        for data in (b"hello\r\n\r\n", b"GET /" + b"x" * 20000, b"\x16\x03\x01\x02\x00"):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(data)
            async with asyncio.timeout(WAIT_S):
                assert (await reader.readline()).split()[1:2] == [b"400"]
            writer.close()
    assert caplog.records == []


async def test_more_connections_than_a_browser_needs_are_refused(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address, AsyncExitStack() as stack:
        for _ in range(MOST_CONNECTIONS):
            listening = await stack.enter_async_context(asked("GET", f"{address}events"))
            assert listening.status == 200
        refused = await stack.enter_async_context(asked("GET", address))
        assert refused.status == 503


async def test_only_this_machine_can_reach_it(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        assert urlsplit(address).hostname == "127.0.0.1" == page.HOST


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    async with served(tmp_path / "none") as address:
        other = SetupPage(tmp_path / "none")
        with pytest.raises(NotConnected, match="--port 0"):
            async with other.serve(urlsplit(address).port or 0):
                pass
        assert other.token not in address


def test_an_event_has_a_name_and_one_line() -> None:
    assert event("state", b"{}") == b"event: state\ndata: {}\n\n"
