import asyncio
import errno
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hardware.contract import wire
from robot.links import body_link
from robot.links.body_link import BodyDown, BodyLink, BodyNews, BodySaid, BodyUp, why_away
from robot.settings.errors import BodyAway, BodyMismatch
from tests.deadline import WAIT_S
from tests.robot.bodies import body_at
from tests.robot.hearer import Hearer
from tests.robot.listening import listening


class Agent(Hearer):
    """The other side of the link."""

    def __init__(self, path: Path) -> None:
        self.news: asyncio.Queue[BodyNews] = asyncio.Queue()
        self.link = BodyLink(path, self.news.put)

    async def state(self, signal: str) -> wire.BodyState:
        while True:
            report = (await self.hears(BodySaid)).report
            if isinstance(report, wire.BodyState) and report.signal == signal:
                return report


@asynccontextmanager
async def agent_of(path: Path) -> AsyncIterator[Agent]:
    agent = Agent(path)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(agent.link.run())
        yield agent
        running.cancel()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(errno.ENOENT, ""), "/run/b.sock: "),
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), "/run/b.sock: "),
        (PermissionError(errno.EACCES, ""), "/run/b.sock: "),
        (BodyMismatch("speaks another wire"), "different versions; install both anew"),
        (BodyAway("silent"), "/run/b.sock: silent; `systemctl status karlsson-body`"),
    ],
)
def test_why_a_body_is_away_names_the_place_and_what_to_do(error: Exception, words: str) -> None:
    text = why_away(Path("/run/b.sock"), error)
    assert words in text
    assert "Errno" not in text


@asynccontextmanager
async def body_that_says(path: Path, *lines: bytes) -> AsyncIterator[None]:
    """A body of another make: it says this, and then nothing."""
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.writelines(lines)
        await done.wait()
        writer.close()

    async with await asyncio.start_unix_server(serve, path):
        yield
        done.set()


GREETING = wire.encode(
    wire.Greeting(wire.WIRE_VERSION, "simulated", -90.0, 90.0, -30.0, 30.0, True)
)


async def test_the_body_is_greeted_obeyed_and_told(tmp_path: Path) -> None:
    path = tmp_path / "body.sock"
    async with body_at(path), agent_of(path) as agent:
        up = await agent.hears(BodyUp)
        assert up.greeting.has_hand
        assert agent.link.show("present", 0.0)
        assert agent.link.raise_hand(True)
        assert agent.link.turn_to(10.0, 0.0)
        assert agent.link.keep()
        assert agent.link.release()
        assert agent.link.identify()
        await agent.link.flush(1.0)
        await agent.state("present")
        assert agent.link.park()


async def test_a_body_that_comes_late_and_goes_is_followed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "body.sock"
    async with agent_of(path) as agent:
        assert not agent.link.keep()
        for _ in range(2):
            async with body_at(path):
                await agent.hears(BodyUp)
                assert agent.link.keep()
            await agent.hears(BodyDown)
        assert not agent.link.keep()
        await agent.link.flush(0.1)
    warnings = [record for record in caplog.records if record.levelname == "WARNING"]
    assert len(warnings) <= 3  # before the first body, and once each time it went


async def test_a_body_of_another_version_is_not_obeyed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "body.sock"
    foreign = GREETING.replace(b'"version":3', b'"version":99')
    with listening("robot.links.body_link") as log:
        async with body_that_says(path, foreign + b"\n"), agent_of(path) as agent:
            await log.hears("another wire")
            assert agent.news.empty()


async def test_lines_that_are_no_reports_are_counted_and_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "body.sock"
    pressed = wire.encode(wire.Pressed("volume_up"))
    lines = [GREETING, b"{", b'{"type":"fire"}', b"\xff\xfe", pressed]
    async with (
        body_that_says(path, *(line + b"\n" for line in lines)),
        agent_of(path) as agent,
    ):
        assert (await agent.hears(BodySaid)).report == wire.Pressed("volume_up")
        assert agent.link.malformed == 3


async def test_a_body_that_falls_silent_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_link, "SILENT_S", 0.05)
    path = tmp_path / "body.sock"
    async with body_that_says(path, GREETING + b"\n"), agent_of(path) as agent:
        await agent.hears(BodyUp)
        await agent.hears(BodyDown)


async def test_a_line_without_end_is_a_body_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_link, "REPORT_BYTES", 1024)
    path = tmp_path / "body.sock"
    async with body_that_says(path, GREETING + b"\n", b"x" * 8192), agent_of(path) as agent:
        await agent.hears(BodyUp)
        await agent.hears(BodyDown)


async def test_a_body_that_does_not_read_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_link, "MOST_UNSENT_BYTES", 0)
    path = tmp_path / "body.sock"
    async with body_that_says(path, GREETING + b"\n"), agent_of(path) as agent:
        await agent.hears(BodyUp)
        assert any(not agent.link.keep() for _ in range(100_000))
        await agent.hears(BodyDown)


async def test_what_moves_the_head_says_when_it_was_asked(tmp_path: Path) -> None:
    path = tmp_path / "body.sock"
    lines: asyncio.Queue[bytes] = asyncio.Queue()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(GREETING + b"\n")
        while line := await reader.readline():
            lines.put_nowait(line)
        writer.close()

    begun_s = time.monotonic()
    async with await asyncio.start_unix_server(serve, path), agent_of(path) as agent:
        await agent.hears(BodyUp)
        assert agent.link.turn_to(10.0, 0.0)
        assert agent.link.keep()
        assert agent.link.gesture("nod")
        async with asyncio.timeout(WAIT_S):
            intents = [wire.decode_intent(await lines.get()) for _ in range(3)]
    for intent in intents:
        assert isinstance(intent, wire.Target | wire.Keep | wire.PerformGesture)
        assert intent.at_s is not None
        assert begun_s <= intent.at_s <= time.monotonic()
