import asyncio
import gc
import weakref

import pytest
from aiortc import RTCPeerConnection

from bridge.protocol import sdp
from bridge.protocol.channels import Ack, PoseReport
from bridge.protocol.keys import to_text
from bridge.protocol.signaling import Binding, Invite
from robot.call import calls, memory
from robot.call.admission import AdmittedOffer
from robot.call.call import Answered, CallDown, CallId, CallNews
from robot.call.calls import MOST_CALLS, Calls
from robot.call.lines import Lines
from robot.media import hooks
from robot.media.outgoing.sender import MediaSender
from robot.media.transport.known_line import UNKNOWN_BPS
from robot.media.types.cells import Newest, SoundFanout
from robot.media.voice.voice import VoiceIn
from tests.bridge.protocol import samples
from tests.deadline import WAIT_S

P = "P" * 22


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


def guest(attempt: int, presence: str = P) -> AdmittedOffer:
    text = samples.offers()[0]
    binding = Binding(to_text(bytes(16)), to_text(bytes(16)), "A" * 86)
    return AdmittedOffer(Invite(presence, attempt, text, binding, "A" * 43), sdp.clean_offer(text))


class Desk:
    """Calls whose children never connect."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.news: asyncio.Queue[CallNews] = asyncio.Queue()
        lines = Lines(Newest(), SoundFanout(), VoiceIn())
        self.calls = Calls(tasks, lines, self.news.put)

    async def down(self) -> CallId:
        async with asyncio.timeout(WAIT_S):
            while not isinstance(item := await self.news.get(), CallDown):
                pass
        return item.call


async def test_a_call_begins_at_what_the_one_before_found_out_of_the_line() -> None:
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        desk.calls.start(guest(1), [])
        assert isinstance(await desk.news.get(), Answered)
        [(first, _)] = desk.calls._running.values()
        assert first.sender is not None
        assert first.sender.control.estimate_bps == UNKNOWN_BPS
        first.sender.control.start_at(170_000)
        first.sender.control._outage.heard(0.0)
        desk.calls.start(guest(2), [])
        assert isinstance(await desk.news.get(), Answered)
        second, _ = desk.calls._running[CallId(P, 2)]
        assert second.sender is not None
        assert second.sender.control.estimate_bps == 170_000
        desk.calls.close(P)
        for _ in range(2):
            await desk.down()


async def test_a_newer_attempt_closes_the_older_ones() -> None:
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        desk.calls.start(guest(1), [])
        desk.calls.start(guest(2), [])
        assert isinstance(await desk.news.get(), Answered)
        desk.calls.close(P, below=2)
        assert await desk.down() == CallId(P, 1)
        desk.calls.close(P)
        assert await desk.down() == CallId(P, 2)


async def test_a_connected_call_is_heard_until_the_next_one_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calls, "HANDOVER_S", 0.0)
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        for attempt in (1, 2):
            desk.calls.start(guest(attempt), [])
            assert isinstance(await desk.news.get(), Answered)
        old, _ = desk.calls._running[CallId(P, 1)]
        old.connected = True
        desk.calls.close(P, below=2)
        assert not old.closing
        assert await desk.down() == CallId(P, 1)
        desk.calls.close(P)
        assert await desk.down() == CallId(P, 2)


async def test_calls_that_are_not_connected_are_given_up_and_others_go_on() -> None:
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        for attempt in (1, 2):
            desk.calls.start(guest(attempt), [])
            assert isinstance(await desk.news.get(), Answered)
        desk.calls._running[CallId(P, 1)][0].connected = True
        desk.calls.give_up()
        assert await desk.down() == CallId(P, 2)
        await desk.calls.close_all(WAIT_S)
        assert await desk.down() == CallId(P, 1)


async def test_there_are_never_more_than_a_few() -> None:
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        for attempt in range(1, MOST_CALLS + 1):
            desk.calls.start(guest(attempt), [])
        await asyncio.sleep(0)
        desk.calls.start(guest(MOST_CALLS + 1), [])
        assert await desk.down() == CallId(P, 1)
        await desk.calls.close_all(WAIT_S)


async def test_closing_twice_does_not_break_off_the_closing() -> None:
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        desk.calls.start(guest(1), [])
        await desk.news.get()
        desk.calls.close(P)
        await asyncio.sleep(0)
        desk.calls.close(P)
        assert await desk.down() == CallId(P, 1)


async def test_another_presence_is_left_alone() -> None:
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        desk.calls.start(guest(1), [])
        await desk.news.get()
        desk.calls.close("Q" * 22)
        desk.calls.candidate(CallId("Q" * 22, 1), "candidate:", "0")
        desk.calls.candidate(CallId(P, 1), "candidate:", "0")
        await desk.calls.close_all(WAIT_S)
        assert await desk.down() == CallId(P, 1)
        await desk.calls.close_all(WAIT_S)


async def test_nothing_is_sent_while_nobody_is_connected() -> None:
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        desk.calls.start(guest(1), [])
        assert not desk.calls.send_event(P, Ack(1))
        assert not desk.calls.send_pose(P, PoseReport(seq=1, pan_deg=0.0, tilt_deg=0.0))
        await desk.calls.close_all(WAIT_S)


@pytest.mark.long
async def test_nothing_of_a_call_is_left_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    swept = asyncio.Event()
    sweep = memory.sweep

    def noted() -> None:
        sweep()
        swept.set()

    monkeypatch.setattr(calls, "SWEEP_AFTER_S", 0.3)
    monkeypatch.setattr(memory, "sweep", noted)
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        desk.calls.start(guest(1), [])
        assert isinstance(await desk.news.get(), Answered)
        held = [weakref.ref(o) for o in gc.get_objects() if type(o) is RTCPeerConnection]
        assert held
        desk.calls.close(P)
        await desk.down()
        async with asyncio.timeout(WAIT_S):
            await swept.wait()
    assert [ref() for ref in held] == [None] * len(held)


async def test_the_oldest_picture_in_work_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    async with asyncio.TaskGroup() as tasks:
        desk = Desk(tasks)
        seen = [desk.calls.encoding_since_s]
        for attempt in (1, 2):
            desk.calls.start(guest(attempt), [])
            assert isinstance(await desk.news.get(), Answered)
        seen.append(desk.calls.encoding_since_s)
        since = iter([7.0, 5.0])
        monkeypatch.setattr(MediaSender, "encoding_since_s", property(lambda _: next(since)))
        seen.append(desk.calls.encoding_since_s)
        monkeypatch.undo()
        desk.calls.close(P)
    assert seen == [None, None, 5.0]
