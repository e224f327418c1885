import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from bridge.protocol import codec, sdp
from bridge.protocol.channels import Ack, Beat, Hand
from bridge.protocol.limits import CANDIDATES_PER_ATTEMPT
from robot.call import call as module
from robot.call import peer
from robot.call.call import (
    Answered,
    Call,
    CallDown,
    CallId,
    CallLine,
    CallNews,
    CallUp,
    ChannelSaid,
)
from robot.call.line_watch import LineWatch
from robot.call.lines import Lines
from robot.media import hooks
from robot.media.coded.feed import CodedFeed
from robot.media.coded.h264_stream import CodedPicture
from robot.media.types.cells import Newest, SoundFanout
from robot.media.voice import asking
from robot.media.voice.voice import VoiceIn
from tests.deadline import WAIT_S
from tests.robot.hearer import Hearer
from tests.robot.pupils import Tone

ID = CallId("P" * 22, 1)


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


class Ear(VoiceIn):
    """A voice that tells when something came."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = asyncio.Event()

    def put(
        self, payload: bytes, is_red: bool, sequence: int, rtp_time: int, source: int, now: float
    ) -> None:
        super().put(payload, is_red, sequence, rtp_time, source, now)
        if self.waiting_s > 0.0:
            self.heard.set()


class Line(Hearer):
    """A call and a child's peer connection, with a test in between instead of a bridge."""

    def __init__(self) -> None:
        self.news: asyncio.Queue[CallNews] = asyncio.Queue()
        self.ear = Ear()
        self.lines = Lines(Newest(), SoundFanout(), self.ear)
        self.child = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.child.addTrack(Tone())
        self.child.addTransceiver("video", direction="recvonly")
        self.control = self.child.createDataChannel("control", ordered=False, maxRetransmits=0)
        self.events = self.child.createDataChannel("events")
        self.got: asyncio.Queue[Any] = asyncio.Queue()
        self.events.add_listener("message", self.got.put_nowait)
        self.call: Call | None = None

    async def offer(self) -> Call:
        await self.child.setLocalDescription(await self.child.createOffer())
        text = sdp.clean_offer(sdp.to_wire(self.child.localDescription.sdp))
        self.call = Call(ID, text, [], self.lines, self.news.put)
        return self.call


@asynccontextmanager
async def answered() -> AsyncIterator[tuple[Line, asyncio.Task[None]]]:
    line = Line()
    call = await line.offer()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(call.run())
        yield line, running
        running.cancel()
    await line.child.close()


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Line, asyncio.Task[None]]]:
    async with answered() as (line, running):
        answer = await line.hears(Answered)
        await line.child.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
        await line.hears(CallUp)
        yield line, running


async def test_a_call_connects_carries_messages_and_says_when_it_is_over() -> None:
    async with connected() as (line, running):
        opened = asyncio.Event()
        line.events.add_listener("open", opened.set)
        if line.events.readyState != "open":
            await opened.wait()
        line.events.send(codec.encode(Hand(seq=1, raised=True)))
        assert await line.hears(ChannelSaid) == ChannelSaid(ID, Hand(seq=1, raised=True))
        line.control.send(codec.encode(Beat(seq=2, sent_ms=1.0)))
        assert (await line.hears(ChannelSaid)).message == Beat(seq=2, sent_ms=1.0)
        assert line.call is not None
        assert line.call.connected
        assert line.call.channels.send_event(Ack(1))
        async with asyncio.timeout(WAIT_S):
            assert codec.event_down.decode(await line.got.get()) == Ack(1)
        running.cancel()
        assert await line.hears(CallDown) == CallDown(ID, "closed", failed=False)
        assert line.lines.sounds.readers == 0


async def test_the_childs_voice_reaches_the_speakers_queue() -> None:
    async with connected() as (line, _):
        async with asyncio.timeout(WAIT_S):
            await line.ear.heard.wait()


async def test_the_line_is_judged_once_it_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LineWatch", partial(LineWatch, settling_s=0.0))
    async with connected() as (line, _):
        assert await line.hears(CallLine) == CallLine(ID, "good", "full")


async def test_a_child_that_hangs_up_ends_the_call() -> None:
    async with connected() as (line, running):
        await line.child.close()
        assert "connection is" in (await line.hears(CallDown)).why
        await running


async def test_a_child_that_never_connects_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECT_S", 0.3)
    async with answered() as (line, _):
        assert "not connected within" in (await line.hears(CallDown)).why


async def test_a_connection_that_cannot_be_made_ends_the_call_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*args: object) -> None:
        raise ValueError

    line = Line()
    call = await line.offer()
    monkeypatch.setattr(peer, "_made", refuse)
    await call.run()
    down = await line.hears(CallDown)
    assert "cannot be made" in down.why
    assert down.failed
    await line.child.close()


async def test_our_own_description_that_is_not_allowed_ends_only_the_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "ask", lambda text: text + "a=x-note:x\r\n" * 2000)
    line = Line()
    await (await line.offer()).run()
    assert await line.hears(CallDown) == CallDown(
        ID, "our own description is not allowed (too_large)", failed=True
    )
    await line.child.close()


async def test_candidates_are_checked_and_counted() -> None:
    async with answered() as (line, _):
        assert line.call is not None
        line.call.add_candidate("candidate:1 1 udp 1 stun.example.org 5000 typ host", "0")
        line.call.add_candidate("candidate:1 1 udp 1 child.local 5000 typ host", "0")
        assert line.call._happened.empty()
        for port in range(5000, 5100):
            line.call.add_candidate(f"candidate:1 1 udp 1 192.0.2.7 {port} typ host", "0")
        assert line.call._happened.qsize() <= CANDIDATES_PER_ATTEMPT
        await line.hears(Answered)


async def test_a_flood_of_messages_leaves_room_for_what_matters() -> None:
    line = Line()
    call = await line.offer()
    for _ in range(module.MOST_HAPPENINGS + 5):
        call._happen(module._Message("events", "x"))
    assert call.overrun == 5 + module.ROOM_FOR_STATES
    call._happen(module._State("failed"))
    assert call.overrun == 5 + module.ROOM_FOR_STATES
    await line.child.close()


async def test_what_a_camera_encoded_itself_counts_and_is_forgotten_with_the_rest() -> None:
    feed = CodedFeed()
    lines = Lines.make(coded=feed)
    feed.put(CodedPicture((b"\x65",), True, 0))
    assert lines.pictures_so_far == 1
    lines.shut_pictures()
    assert (lines.pictures.clearings, lines.pictures_so_far) == (1, 1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await feed.next(0)
    assert Lines.make().pictures_so_far == 0
