"""Transfers over real, encrypted connections between a call and a child's peer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import av
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from bridge.protocol import sdp
from bridge.protocol import transfers as wire
from bridge.protocol.transfers import OfferBlob, TransferCode
from robot.call.call import Answered, Call, CallDown, CallId, CallNews, CallUp
from robot.call.lines import Lines
from robot.call.transfers import OFFER_BURST, LeavingChanged, Transfers
from robot.media import hooks
from robot.media.devices.testcard import TestCard
from robot.media.types.cells import Newest, SoundFanout
from robot.media.types.spec import Size
from robot.media.types.tracks import PICTURE_TIME_BASE
from robot.media.voice.voice import VoiceIn
from robot.transfer.receiving import BlobArrived, BlobArriving
from robot.transfer.sending import Blob, Delivered, Progressed, Undelivered
from tests.deadline import WAIT_S
from tests.robot.child_transfers import ChildTransfers
from tests.robot.hearer import Hearer
from tests.robot.pupils import Tone
from tests.robot.transfer.golden import content

pytestmark = pytest.mark.long

STAY = "P" * 22
SHEET = content(9, 60_000)


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


class Side(Hearer):
    """News of one end."""

    def __init__(self) -> None:
        self.news: asyncio.Queue[Any] = asyncio.Queue()


class Stay:
    """A robot and a child, with as many connections as a test makes."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.robot = Side()
        self.transfers = Transfers(self.admit, self.robot.news.put_nowait)
        self.child = ChildTransfers()
        self.refuses: TransferCode | None = None
        self.offers: list[OfferBlob] = []
        self.calls: list[tuple[Call, asyncio.Task[None], RTCPeerConnection]] = []
        self.channel: Any = None
        self._tasks = tasks
        self._side = Side()
        self._side.news = self.child.news
        self._pictures: Newest[av.VideoFrame] = Newest()

    def admit(self, offer: OfferBlob) -> TransferCode | None:
        self.offers.append(offer)
        return self.refuses

    @property
    def hears(self) -> Any:
        return self._side.hears

    async def connect(self, stay: str = STAY) -> None:
        pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        pc.addTrack(Tone())
        pc.addTransceiver("video", direction="recvonly")
        pc.createDataChannel("control", ordered=False, maxRetransmits=0)
        pc.createDataChannel("events")
        self.channel = pc.createDataChannel("transfers")
        self.child.use(self.channel)
        await pc.setLocalDescription(await pc.createOffer())
        text = sdp.clean_offer(sdp.to_wire(pc.localDescription.sdp))
        news: asyncio.Queue[CallNews] = asyncio.Queue()
        lines = Lines(self._pictures, SoundFanout(), VoiceIn())
        id = CallId(stay, len(self.calls) + 1)
        call = Call(id, text, [], lines, news.put, self.transfers)
        self.calls.append((call, self._tasks.create_task(call.run()), pc))
        async with asyncio.timeout(WAIT_S):
            while not isinstance(told := await news.get(), CallUp):
                assert not isinstance(told, CallDown), told
                if isinstance(told, Answered):
                    answer = RTCSessionDescription(told.sdp, "answer")
                    await pc.setRemoteDescription(answer)
        if self.channel.readyState != "open":
            opened = asyncio.Event()
            self.channel.add_listener("open", opened.set)
            async with asyncio.timeout(WAIT_S):
                await opened.wait()

    async def film(self) -> None:
        """Show pictures, so that something shares the line."""
        card = TestCard(Size(320, 240, 30.0))
        for shown in range(100_000):
            frame = card.draw(1_700_000_000_000 + 33 * shown)
            frame.pts, frame.time_base = 3000 * shown, PICTURE_TIME_BASE
            self._pictures.put(frame)
            await asyncio.sleep(0)

    async def close(self) -> None:
        for _, task, pc in self.calls:
            task.cancel()
            await pc.close()


@asynccontextmanager
async def stay() -> AsyncIterator[Stay]:
    async with asyncio.TaskGroup() as tasks:
        made = Stay(tasks)
        try:
            await made.connect()
            yield made
        finally:
            await made.close()


async def test_a_still_comes_to_the_child() -> None:
    async with stay() as here:
        assert here.transfers.send(Blob("still", 7, SHEET, 3)) is None
        came = await here.hears(BlobArrived)
        assert (came.kind, came.number, came.data) == ("still", 3, SHEET)
        assert (await here.robot.hears(LeavingChanged)).kind == "still"
        assert (await here.robot.hears(LeavingChanged)).kind is None
        assert (await here.robot.hears(Delivered)).id == 7
        assert here.transfers.leaving is None


async def test_a_sheet_comes_to_the_robot_and_is_kept_or_refused_in_words() -> None:
    async with stay() as here:
        for id, outcome in ((1, 2), (2, "picture")):
            here.child.send(Blob("sheet", id, SHEET))
            came = await here.robot.hears(BlobArrived)
            assert came.data == SHEET
            here.transfers.finish(came.id, outcome)  # type: ignore[arg-type]
        assert (await here.hears(Delivered)).number == 2
        assert (await here.hears(Undelivered)).code == "picture"


@pytest.mark.thorough
async def test_both_ways_at_once_and_a_still_before_a_sheet() -> None:
    async with stay() as here:
        here.transfers.send(Blob("sheet", 1, content(1, 80_000)))
        await here.hears(BlobArriving)
        here.child.send(Blob("sheet", 1, SHEET))
        here.transfers.send(Blob("still", 2, SHEET))
        arrived = [(await here.hears(BlobArrived)).kind for _ in range(2)]
        assert arrived == ["still", "sheet"]
        assert (await here.robot.hears(BlobArrived)).data == SHEET


async def test_nothing_is_taken_that_was_not_admitted() -> None:
    async with stay() as here:
        here.refuses = "not_allowed"
        here.child.send(Blob("sheet", 1, SHEET))
        assert (await here.hears(Undelivered)).code == "not_allowed"
        here.child.send(Blob("still", 2, SHEET))
        assert (await here.hears(Undelivered)).code == "not_allowed"
        assert [offer.kind for offer in here.offers] == ["sheet"], "a child sends no stills"
        here.channel.send(wire.encode(OfferBlob("sheet", 3, 200 * 1024 * 1024)))
        here.child.send(Blob("sheet", 4, SHEET))
        assert (await here.hears(Undelivered)).id == 4
        assert [offer.id for offer in here.offers] == [1, 4], "200 MB are refused before that"
        assert here.transfers.reserved_bytes == 0


async def test_too_many_sheets_are_refused_as_too_fast() -> None:
    async with stay() as here:
        here.refuses = "no_room"
        for id in range(OFFER_BURST):
            here.child.send(Blob("sheet", id, SHEET))
            assert (await here.hears(Undelivered)).code == "no_room"
        here.child.send(Blob("sheet", 99, SHEET))
        assert (await here.hears(Undelivered)).code == "too_fast"


async def test_what_was_half_way_goes_on_over_the_next_connection() -> None:
    async with stay() as here:
        here.child.breaks_at = 40_000
        here.transfers.send(Blob("still", 7, content(7, 80_000)))
        await here.hears(BlobArriving, lambda news: news.got > 20_000)
        here.child.send(Blob("sheet", 1, content(1, 80_000)))
        await here.robot.hears(BlobArriving, lambda news: news.got > 20_000)
        while not here.child.news.empty():
            here.child.news.get_nowait()
        here.child.breaks_at = None
        await here.connect()
        assert (await here.robot.hears(BlobArrived)).data == content(1, 80_000)
        first: dict[type, Any] = {}
        while not {Progressed, BlobArrived} <= first.keys():
            # Either may come first.
            news = await here.hears(object)
            first.setdefault(type(news), news)
        assert first[Progressed].acked > 20_000
        assert first[BlobArrived].data == content(7, 80_000)


async def test_if_the_newer_connection_fails_the_older_one_goes_on() -> None:
    async with stay() as here:
        first = here.channel
        await here.connect()
        here.calls[1][1].cancel()
        await asyncio.wait([here.calls[1][1]])
        here.child.use(first)
        here.transfers.send(Blob("still", 7, SHEET))
        assert (await here.hears(BlobArrived)).data == SHEET


async def test_another_stay_finds_nothing_of_the_one_before() -> None:
    async with stay() as here:
        here.child.deaf = True
        here.transfers.send(Blob("still", 7, SHEET))
        here.child.deaf = False
        here.child = ChildTransfers()
        here._side.news = here.child.news
        await here.connect("Q" * 22)
        here.transfers.send(Blob("still", 8, SHEET))
        assert (await here.hears(BlobArrived)).id == 8


async def test_the_end_of_the_stay_drops_everything() -> None:
    async with stay() as here:
        here.child.send(Blob("sheet", 1, content(1, 80_000)))
        await here.robot.hears(BlobArriving)
        here.transfers.send(Blob("still", 7, SHEET))
        here.transfers.forget()
        assert here.transfers.reserved_bytes == 0
        assert here.transfers.leaving is None
        here.transfers.send(Blob("still", 8, SHEET))
        assert (await here.hears(BlobArrived, lambda news: news.id == 8)).data == SHEET


async def test_a_still_that_is_withdrawn_is_forgotten_by_the_child() -> None:
    async with stay() as here:
        here.transfers.send(Blob("still", 7, content(7, 500_000)))
        await here.hears(BlobArriving)
        here.transfers.withdraw(7)
        here.transfers.send(Blob("still", 8, SHEET))
        assert (await here.hears(BlobArrived)).id == 8


@pytest.mark.parametrize("junk", [b"", b"\x00", b"\x01" * 14, "text", b"\x02" + bytes(1000)])
async def test_junk_is_dropped_and_counted(junk: bytes | str) -> None:
    async with stay() as here:
        if not junk:
            here.channel.send(b"\xff")
        here.channel.send(junk)
        here.child.send(Blob("sheet", 1, SHEET))
        await here.robot.hears(BlobArrived)


async def test_no_more_than_a_piece_waits_before_the_other_channels() -> None:
    async with stay() as here:
        filming = asyncio.ensure_future(here.film())
        association: Any = here.calls[0][2].sctp
        assert association is not None
        robot_end: Any = here.transfers._current._channel.transport  # type: ignore[union-attr]
        here.transfers.send(Blob("still", 7, content(7, 60_000)))
        waiting = 0
        while here.child.news.empty() or not isinstance(here.child.news.get_nowait(), BlobArrived):
            waiting = max(waiting, sum(len(c.user_data) for c in robot_end._outbound_queue))
            await asyncio.sleep(0)
        assert waiting <= 2 * (wire.PIECE_BYTES + 9)
        filming.cancel()
