import asyncio

import aiohttp
import pytest
from aiohttp import web
from msgspec import Struct

from bridge.protocol.channels import Beat
from bridge.protocol.sealed import SessionSealed
from bridge.protocol.signaling import RelayUp, RobotStatus, TeacherAction
from bridge.signaling.connection import LANE, OUTBOX, WRITER_BYTES, Connection
from tests.bridge.people import snapshot
from tests.deadline import WAIT_S

STAY = "S" * 22


class Socket(web.WebSocketResponse):
    """A socket that keeps what is sent, or breaks, or never gets it out."""

    def __init__(self, breaks: bool = False) -> None:
        super().__init__()
        self.sent: list[str] = []
        self.more = asyncio.Event()
        self.code: int | None = None
        self._breaks = breaks

    async def send_str(self, data: str, compress: int | None = None) -> None:
        if self._breaks:
            raise aiohttp.ClientConnectionResetError
        self.sent.append(data)
        self.more.set()

    async def close(self, *, code: int = 1000, message: bytes = b"", drain: bool = True) -> bool:
        self.code = code
        return True


class Wire(asyncio.Transport):
    """A transport that remembers that it was cut."""

    def __init__(self) -> None:
        super().__init__()
        self.cut = False

    def abort(self) -> None:
        self.cut = True


ONLINE = RobotStatus(online=True)
OFTEN = RelayUp("A" * 22, Beat(1, 1.0))


class Asked(Socket):
    """A socket whose peer answers a ping, or does not, or is gone."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self._answer = answer
        self.connection = Connection(1, self, Wire(), lambda _reason: None)

    async def ping(self, message: str | bytes = b"") -> None:
        if self._answer == "gone":
            raise aiohttp.ClientConnectionResetError
        if self._answer == "pong":
            asyncio.get_running_loop().call_soon(self.connection.heard)


@pytest.mark.parametrize(
    ("answer", "timeout_s", "alive"),
    [("pong", 20.0, True), ("nothing", 0.01, False), ("gone", 20.0, False)],
)
async def test_a_peer_is_alive_that_says_anything_after_it_was_asked(
    answer: str, timeout_s: float, alive: bool
) -> None:
    connection = Asked(answer).connection
    connection.heard()  # before it was asked, this says nothing
    assert await connection.answers(timeout_s) is alive
    connection.finish(1000)
    assert not await connection.answers(timeout_s)


async def test_everything_queued_is_sent_before_the_close() -> None:
    socket, wire, reasons = Socket(), Wire(), list[str]()
    connection = Connection(1, socket, wire, reasons.append)
    connection.send(ONLINE)
    connection.finish(1008)
    connection.finish(1000)
    connection.send(ONLINE)
    await connection.write()
    assert socket.sent == ['{"type":"robot_status","online":true,"offer_nonce":null,"lost":false}']
    assert (socket.code, wire.cut, reasons) == (1008, False, [])
    assert connection.finished


@pytest.mark.parametrize("farewell", [False, True])
async def test_a_peer_that_does_not_read_is_cut_off(farewell: bool) -> None:
    wire, reasons = Wire(), list[str]()
    connection = Connection(1, Socket(), wire, reasons.append)
    for _ in range(OUTBOX):
        connection.send(ONLINE)
    assert not connection.finished
    if farewell:
        connection.finish(1001)
    else:
        connection.send(ONLINE)
    assert (wire.cut, reasons) == (True, ["slow_reader"])


@pytest.mark.parametrize(
    "often",
    [
        pytest.param(RelayUp("A" * 22, Beat(1, 1.0)), id="relay"),
        pytest.param(TeacherAction("A" * 22, "louder"), id="volume"),
    ],
)
async def test_what_is_said_often_leaves_room_for_what_is_said_once(often: Struct) -> None:
    socket, wire, reasons = Socket(), Wire(), list[str]()
    connection = Connection(1, socket, wire, reasons.append)
    for _ in range(4 * OUTBOX):
        connection.send(often)
    connection.send(TeacherAction("B" * 22, "pause"))
    connection.finish(1000)
    await connection.write()
    assert (wire.cut, reasons) == (False, [])
    assert len(socket.sent) == OUTBOX // 2 + 1
    assert "pause" in socket.sent[-1]


async def test_a_peer_that_is_gone_ends_the_writing() -> None:
    wire, reasons = Wire(), list[str]()
    connection = Connection(1, Socket(breaks=True), wire, reasons.append)
    connection.send(ONLINE)
    await connection.write()
    assert (wire.cut, reasons) == (True, ["gone"])


async def test_a_write_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stuck(Socket):
        async def send_str(self, data: str, compress: int | None = None) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr("bridge.signaling.connection.SEND_TIMEOUT_S", 0.01)
    wire, reasons = Wire(), list[str]()
    connection = Connection(1, Stuck(), wire, reasons.append)
    connection.send(ONLINE)
    await connection.write()
    assert (wire.cut, reasons) == (True, ["slow_reader"])


PART = SessionSealed("S" * 22, "T" * 22, 0, 1, "A" * 39)


async def test_nothing_waits_behind_the_parts_of_a_sheet() -> None:
    socket = Socket()
    connection = Connection(1, socket, Wire(), lambda _: None)
    for _ in range(LANE):
        connection.send(PART)
    connection.send(TeacherAction("A" * 22, "pause"))
    connection.send(TeacherAction("B" * 22, "end"))
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(connection.write())
        for _ in range(LANE + 3):
            await asyncio.sleep(0)
        writer.cancel()
    assert ["teacher" in text for text in socket.sent] == [True, True, *[False] * LANE]


async def test_a_pause_overtakes_what_is_not_yet_on_its_way() -> None:
    class Slow(Socket):
        """Each message takes as long as the test lets it."""

        turn = asyncio.Semaphore(0)

        async def send_str(self, data: str, compress: int | None = None) -> None:
            await self.turn.acquire()
            await super().send_str(data)

    socket = Slow()
    connection = Connection(1, socket, Wire(), lambda _: None)
    connection.send(PART)
    connection.send(PART)
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(connection.write())
        await asyncio.sleep(0)
        connection.send(TeacherAction("A" * 22, "pause"))
        while len(socket.sent) < 3:
            socket.turn.release()
            await asyncio.sleep(0)
        writer.cancel()
    assert ["pause" in text for text in socket.sent] == [False, True, False]


async def test_parts_beyond_the_lane_are_dropped_and_cut_nobody_off() -> None:
    wire = Wire()
    connection = Connection(1, Socket(), wire, lambda _: None)
    for _ in range(OUTBOX * 2):
        connection.send(PART)
    assert not connection.finished
    assert not wire.cut


async def test_no_part_is_sent_after_the_farewell() -> None:
    socket = Socket()
    connection = Connection(1, socket, Wire(), lambda _: None)
    connection.send(PART)
    connection.send(ONLINE)
    connection.finish(1000)
    await connection.write()
    assert len(socket.sent) == 1


async def test_little_waits_where_nothing_is_overtaken() -> None:
    limits: list[tuple[int | None, int | None]] = []

    class Pipe(Wire):
        def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
            limits.append((high, low))

    Connection(1, Socket(), Pipe(), lambda _: None).narrow()
    Connection(1, Socket(), None, lambda _: None).narrow()
    assert limits == [(WRITER_BYTES, 0)]


async def test_of_what_a_peer_hears_anyway_only_the_newest_is_repeated() -> None:
    socket = Socket()
    connection = Connection(1, socket, Wire(), lambda _: None)
    connection.repeat(snapshot(STAY, 5))
    connection.repeat(snapshot(STAY, 6))
    connection.send(OFTEN)
    await written(connection, socket, 2)
    assert ['"seq":6' in text for text in socket.sent] == [False, True]


async def test_no_older_state_follows_the_news_that_the_robot_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    socket = Socket()
    connection = Connection(1, socket, Wire(), lambda _: None)
    monkeypatch.setattr("bridge.signaling.connection.REPEAT_EVERY_S", 1e6)
    connection.repeat(snapshot(STAY, 5))
    await written(connection, socket, 1)
    connection.repeat(snapshot(STAY, 6))
    connection.send(RobotStatus(online=False))
    connection.finish(1000)
    await connection.write()
    assert ['"seq":6' in text for text in socket.sent] == [False, True, False]


async def test_a_repetition_waits_for_its_turn_and_nothing_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    socket = Socket()
    connection = Connection(1, socket, Wire(), lambda _: None)
    monkeypatch.setattr("bridge.signaling.connection.REPEAT_EVERY_S", 1e6)
    connection.repeat(snapshot(STAY, 5))
    await written(connection, socket, 1)
    connection.repeat(snapshot(STAY, 6))
    connection.send(OFTEN)
    await written(connection, socket, 2)
    assert len(socket.sent) == 2
    monkeypatch.setattr("bridge.signaling.connection.REPEAT_EVERY_S", 0.01)
    await written(connection, socket, 3)
    assert '"seq":6' in socket.sent[-1]


async def test_a_state_that_is_news_replaces_an_older_one_that_waits() -> None:
    socket = Socket()
    connection = Connection(1, socket, Wire(), lambda _: None)
    connection.repeat(snapshot(STAY, 5))
    connection.send(snapshot(STAY, 6))
    connection.finish(1000)
    await connection.write()
    assert len(socket.sent) == 1
    assert '"seq":6' in socket.sent[0]


async def written(connection: Connection, socket: Socket, count: int) -> None:
    """Let the connection write until so much was sent in all."""
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(connection.write())
        while len(socket.sent) < count:
            await socket.more.wait()
            socket.more.clear()
        writing.cancel()
