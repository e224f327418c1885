"""Paced, numbered and repeated packets, over a real, encrypted connection."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from aiortc.rtp import RtpPacket

from bridge.protocol.transfers import TransferKind
from robot.media import hooks
from robot.media.hooks.sending import Streams
from robot.media.outgoing.packet_path import PacketPath
from robot.media.outgoing.totals import Totals
from robot.media.transport.control import CongestionControl
from robot.media.transport.plan import Plan
from robot.media.types import rtp_bytes
from robot.media.types.rtp_bytes import ExtensionIds
from robot.media.types.spec import Size
from tests.deadline import WAIT_S
from tests.robot.media.sending_lessons import PLAN, extensions, lesson, nack


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


async def test_every_packet_carries_a_number_of_its_own_and_pictures_their_delay() -> None:
    async with lesson(replace(PLAN, playout_min_ms=20, playout_max_ms=150)) as line:
        ids = line.picture.ids
        line.show()
        picture = await line.picture_packets()
        line.say()
        sound = await line.packets.get()
        assert ids.transport_sequence is not None
        assert ids.playout_delay is not None
        numbers = [
            int.from_bytes(extensions(packet)[ids.transport_sequence], "big")
            for packet in (*picture, sound)
        ]
        assert numbers == list(range(len(numbers)))
        assert extensions(picture[0])[ids.playout_delay] == (2 << 12 | 15).to_bytes(3, "big")
        assert ids.playout_delay not in extensions(sound)


async def test_a_missing_packet_is_sent_again_once() -> None:
    async with lesson() as line:
        line.show()
        first = (await line.picture_packets())[0]
        asked = nack(line.picture.ssrc, rtp_bytes.sequence(first))
        await line.send_report(asked)
        await line.send_report(asked)
        again = await line.copy()
        assert again.sequence_number == rtp_bytes.sequence(first)
        assert again.payload == RtpPacket.parse(first).payload
        line.show()
        await line.picture_packets()
        assert line.sender.totals.copies == 1


async def test_a_packet_that_never_was_is_not_sent_again() -> None:
    async with lesson() as line:
        line.show()
        first = (await line.picture_packets())[0]
        await line.send_report(nack(line.picture.ssrc, rtp_bytes.sequence(first) - 500 & 0xFFFF))
        await line.send_report(nack(77, 5))
        await line.send_report(nack(line.picture.ssrc, rtp_bytes.sequence(first)))
        assert (await line.copy()).sequence_number == rtp_bytes.sequence(first)


async def test_every_packet_goes_out_twice_where_the_plan_says_so() -> None:
    async with lesson(replace(PLAN, repeat=1, repeat_after_s=0.001)) as line:
        line.show()
        first = RtpPacket.parse((await line.picture_packets())[0])
        copy = await line.copy()
        assert (copy.sequence_number, copy.payload) == (first.sequence_number, first.payload)


async def test_a_probe_is_made_of_copies_of_pictures_and_ends() -> None:
    async with lesson() as line:
        line.show()
        newest = RtpPacket.parse((await line.picture_packets())[-1])
        line.plan = replace(PLAN, probe_bps=2_000_000, probe_s=0.1)
        line.sender.reported(b"")
        for _ in range(5):
            assert (await line.copy()).sequence_number == newest.sequence_number
        line.plan = PLAN
        line.sender.reported(b"")
        assert line.sender.plan.probe_bps == 0


async def test_a_narrow_line_is_probed_with_small_packets() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
        line.plan = replace(PLAN, probe_bps=100_000, probe_s=0.1)
        line.sender.reported(b"")
        for _ in range(3):
            probe = RtpPacket.parse(await line.packet(line.picture.rtx_ssrc))
            assert (probe.payload, probe.padding_size) == (b"", 255)


async def test_a_line_is_asked_for_more_also_while_it_carries_no_picture() -> None:
    async with lesson() as line:
        line.show()
        newest = RtpPacket.parse((await line.picture_packets())[-1])
        for plan in (replace(PLAN, rung=None), replace(PLAN, rung=None, probe_bps=500_000)):
            line.plan = plan
            line.sender.reported(b"")
        for _ in range(3):
            assert (await line.copy()).sequence_number == newest.sequence_number


async def test_what_waits_for_its_turn_when_the_class_pauses_is_never_sent() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
        pacer = await line.hold_picture()
        waiting = line.sender._path._history.newest()
        assert waiting is not None
        line.pictures.clear()
        pacer._free_s = 0.0
        line.show()
        later = RtpPacket.parse((await line.picture_packets())[0])
        assert later.timestamp != RtpPacket.parse(waiting).timestamp
        assert line.sender.totals.key_frames == 2


class Blobs:
    """Pieces that want to cross, of 1 kB on the line each."""

    def __init__(self, pieces: int, wanted: TransferKind | None = "still") -> None:
        self.wanted: TransferKind | None = wanted
        self.pieces = pieces
        self.asked: list[int] = []
        self.busy = False
        self.line_bps = 0
        self.sent = asyncio.Event()
        self._wake: Callable[[], None] = lambda: None

    def has_next(self) -> bool:
        return self.pieces > 0

    def send_next(self, most_bytes: int) -> int:
        if self.busy:
            self.busy = False
            return 0
        self.asked.append(most_bytes)
        self.pieces -= 1
        self.sent.set()
        return 1000

    def take_delivered(self) -> int:
        return 0

    def on_room(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def note_line(self, line_bps: int) -> None:
        self.line_bps = line_bps


async def _nothing(data: bytes) -> None:
    """Send nothing."""


def path_with(blobs: Blobs, plan: Plan) -> tuple[PacketPath, CongestionControl]:
    control = CongestionControl(Size(), time.monotonic())
    streams = Streams(None, ExtensionIds(), _nothing)
    path = PacketPath(streams, control, plan, Totals(), lambda: 0, lambda: False, blobs)
    path.follow(plan)
    return path, control


async def test_a_blob_crosses_only_while_the_plan_leaves_room_for_it() -> None:
    blobs = Blobs(3)
    path, control = path_with(blobs, replace(PLAN, line_bps=0))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(path.run())
        for _ in range(50):
            await asyncio.sleep(0)
        assert blobs.asked == []
        blobs.busy = True
        path.follow(replace(PLAN, line_bps=400_000))
        async with asyncio.timeout(WAIT_S):
            while blobs.pieces:
                blobs.sent.clear()
                await blobs.sent.wait()
        running.cancel()
    assert blobs.asked == [600, 600, 600], "12 ms of the line each"
    assert control.beside.wanted == "still"
    assert blobs.line_bps == control.estimate_bps
    assert control.beside.sent_bps(time.monotonic()) > 0


async def test_the_plan_follows_as_soon_as_a_blob_may_cross() -> None:
    blobs = Blobs(1, None)
    path, control = path_with(blobs, replace(PLAN, line_bps=0))
    planned = asyncio.Event()

    def replan() -> None:
        path.follow(replace(PLAN, line_bps=400_000))
        planned.set()

    path.replan = replan
    blobs.wanted = "still"
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(path.run())
        async with asyncio.timeout(WAIT_S):
            await planned.wait()
            await blobs.sent.wait()
        running.cancel()
    assert control.beside.wanted == "still"


async def test_an_offer_needs_no_room() -> None:
    blobs = Blobs(1, None)
    path, _ = path_with(blobs, replace(PLAN, line_bps=0))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(path.run())
        async with asyncio.timeout(WAIT_S):
            await blobs.sent.wait()
        running.cancel()


class Offered(Blobs):
    """A still whose pieces follow its offer at once."""

    def send_next(self, most_bytes: int) -> int:
        self.wanted = "still"
        return super().send_next(most_bytes)


async def test_pieces_follow_an_offer_without_waiting_for_a_tick() -> None:
    blobs = Offered(2, None)
    path, _ = path_with(blobs, replace(PLAN, line_bps=0))
    path.replan = lambda: path.follow(replace(PLAN, line_bps=4_000_000))
    path._send_beside(time.monotonic() + 1.0)
    assert blobs.pieces == 0


async def test_the_picture_gives_way_until_what_it_took_is_paid() -> None:
    blobs = Blobs(0)
    path, control = path_with(blobs, replace(PLAN, line_bps=400_000, video_bps=16_000))
    gave_way = [path.gives_way]
    path._picture_share.spent(10_000, time.monotonic())
    gave_way.append(path.gives_way)
    control.beside.wanted = None
    gave_way.append(path.gives_way)
    assert gave_way == [False, True, False]
