import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hardware.contract import wire
from hardware.contract.errors import NotConnected
from hardware.setup.listening import connected, greeting_of
from tests.hardware.setup.running import running_body


@asynccontextmanager
async def speaking(path: Path, *lines: bytes) -> AsyncIterator[None]:
    """Listen there, say these lines, hang up."""

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.writelines(line + b"\n" for line in lines)
        await writer.drain()
        writer.close()

    async with await asyncio.start_unix_server(serve, path):
        yield


async def test_a_running_body_greets_and_tells_its_state(tmp_path: Path) -> None:
    async with running_body(tmp_path) as path, connected(path) as (line, greeting):
        assert greeting.driver == "simulated"
        assert isinstance(await line.report(), wire.BodyState)
        assert await greeting_of(path) == greeting


async def test_looking_on_makes_nobody_the_agent(tmp_path: Path) -> None:
    async with running_body(tmp_path) as path, connected(path) as (first, _):
        first.send(wire.Show, signal="present")
        async with connected(path) as (second, _):
            await second.report()
        first.send(wire.Show, signal="resting")
        while True:
            report = await first.report()
            if isinstance(report, wire.BodyState) and report.signal == "resting":
                return


async def test_where_no_body_runs_nobody_greets(tmp_path: Path) -> None:
    assert await greeting_of(tmp_path / "none") is None
    with pytest.raises(NotConnected, match="no body runs: sudo systemctl start"):
        async with connected(tmp_path / "none"):
            pass


async def test_a_stale_socket_is_nobody(tmp_path: Path) -> None:
    path = tmp_path / "b.sock"
    async with speaking(path):
        pass
    assert await greeting_of(path) is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param(b"hello", "another version", id="no-json"),
        pytest.param(b'{"type":"pressed","button":"pause"}', "something other", id="no-greeting"),
        pytest.param(b"x" * 70000, "limit", id="too-long"),
    ],
)
async def test_what_is_no_body_is_named(tmp_path: Path, line: bytes, why: str) -> None:
    path = tmp_path / "b.sock"
    async with speaking(path, line):
        with pytest.raises(NotConnected, match=why):
            async with connected(path):
                pass


async def test_a_body_that_ends_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.sock"
    greeting = wire.Greeting(2, "simulated", -90, 90, -35, 35, False)
    async with speaking(path, wire.encode(greeting)), connected(path) as (line, _):
        with pytest.raises(NotConnected, match="closed the connection"):
            await line.report()
