"""The camera's own pictures over a real, encrypted connection."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial

import pytest
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RTCP_PSFB_PLI, RtcpPsfbPacket, RtpPacket

from robot.media import hooks
from robot.media.coded import choice
from robot.media.devices.testcard import read_time_code
from robot.media.outgoing.passthrough import Passthrough
from robot.media.outgoing.sender import MediaSender
from robot.media.transport.plan import Plan, Rung
from robot.media.types.framing import Framing
from tests.robot.media import sending_lessons
from tests.robot.media.coded.lens import SIZE, Lens, Opened
from tests.robot.media.encoders.receiving import START, Decoder, join_h264
from tests.robot.media.live import luma
from tests.robot.media.sending_lessons import PLAN, Lesson, lesson

pytestmark = pytest.mark.long

NARROW = replace(PLAN, rung=Rung(160, 120, 30))


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


class Class:
    """A camera that encodes by itself, and the pupil who sees its pictures."""

    def __init__(self, camera: Opened, line: Lesson) -> None:
        self.camera = camera
        self.line = line
        self.decoder = Decoder("h264")
        self.width_px = 0
        self.code_ms: int | None = None

    def follow(self, plan: Plan) -> None:
        """Let the plan hold, as if it had held for long."""
        self.line.plan = plan
        for _ in range(3):
            self.line.sender.reported(b"")

    async def see(self) -> bytes:
        """Return the next picture that arrives, while the camera goes on."""
        arriving = asyncio.ensure_future(self.line.picture_packets())
        while not (await asyncio.wait([arriving], timeout=0.02))[0]:
            self.camera.shoot()
        packets = [RtpPacket.parse(packet) for packet in arriving.result()]
        payloads = [packet.payload for packet in packets]
        # Whatever arrives has to be whole for who has seen all before it.
        frame = self.decoder.decode(payloads)[0]
        self.width_px = frame.width
        self.code_ms = read_time_code(luma(frame))
        return join_h264(payloads)

    async def see_key_picture(self) -> None:
        """Wait for a key picture; up to there nothing is missing."""
        last_ms = self.code_ms
        while 5 not in {unit[0] & 31 for unit in (await self.see()).split(START)[1:]}:
            assert last_ms is not None
            assert self.code_ms == last_ms + 33
            last_ms = self.code_ms

    async def see_width(self, width_px: int) -> None:
        """Wait for a picture of this size."""
        for _ in range(50):
            await self.see()
            if self.width_px == width_px:
                return
        raise AssertionError(f"no picture of {width_px} px")


@asynccontextmanager
async def at_school(
    monkeypatch: pytest.MonkeyPatch, only: str = "H264", lens: Lens | None = None
) -> AsyncIterator[Class]:
    camera = Opened(lens)
    monkeypatch.setattr(sending_lessons, "MediaSender", partial(MediaSender, coded=camera.feed))
    monkeypatch.setattr(choice, "NARROW_S", 0.0)
    monkeypatch.setattr(choice, "WIDE_S", 0.0)
    async with lesson(only=only) as line:
        camera.show_in(line.pictures)
        yield Class(camera, line)


async def test_pictures_arrive_as_the_camera_encoded_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_school(monkeypatch) as school:
        for _ in range(5):
            units = school.camera.shoot()
            packets = [RtpPacket.parse(p) for p in await school.line.picture_packets()]
            seen = join_h264([packet.payload for packet in packets])
            assert seen == b"".join(START + unit for unit in units)
        totals = school.line.sender.totals
        assert (totals.passed_on, totals.frames) == (5, 5)
        assert school.camera.pictures.number == 0


async def test_a_request_for_a_key_frame_reaches_the_camera(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_school(monkeypatch) as school:
        for _ in range(20):
            await school.see()
        line = school.line
        asked, keys = school.camera.lens.asked, line.sender.totals.key_frames
        pli = RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=line.picture.ssrc)
        for _ in range(3):
            line.sender.reported(bytes(pli))
        await school.see_key_picture()
        assert school.camera.lens.asked == asked + 1
        assert line.sender.totals.key_frames == keys + 1


async def test_the_rate_of_the_plan_reaches_the_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_school(monkeypatch) as school:
        await school.see()
        school.follow(replace(PLAN, video_bps=150_000))
        for _ in range(4):
            school.camera.shoot()
        assert school.camera.lens.rates_bps[-1] == 150_000


async def test_after_skipped_pictures_nothing_goes_out_until_a_key_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_school(monkeypatch) as school:
        for _ in range(20):
            await school.see()
        school.follow(replace(PLAN, window_bytes=0))
        for _ in range(12):
            school.camera.shoot()
        before, last_ms = school.camera.lens.asked, school.code_ms or 0
        school.follow(PLAN)
        await school.see_key_picture()
        assert (school.code_ms or 0) > last_ms + 12 * 33
        assert school.camera.lens.asked == before + 1
        assert school.line.sender.totals.skipped >= 8


async def test_none_of_the_cameras_own_pictures_is_left_out_on_an_unknown_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_school(monkeypatch) as school:
        await school.see()
        school.follow(replace(PLAN, start_bytes=0))
        skipped = school.line.sender.totals.skipped
        for _ in range(12):
            await school.see()
        assert school.line.sender.totals.skipped == skipped


async def test_a_narrow_line_gets_small_pictures_of_our_own_and_later_the_cameras_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_school(monkeypatch) as school:
        await school.see_width(320)
        school.follow(NARROW)
        await school.see_width(160)
        assert school.camera.pictures.number > 0
        school.follow(PLAN)
        await school.see_width(320)
        decoded = school.camera.pictures.number
        for _ in range(5):
            await school.see()
        assert school.camera.pictures.number == decoded


async def test_without_a_picture_nothing_is_decoded_and_it_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_school(monkeypatch) as school:
        for _ in range(20):
            await school.see()
        school.follow(replace(PLAN, rung=None))
        for _ in range(5):
            school.camera.shoot()
        assert not school.camera.feed.frames_wanted
        school.follow(PLAN)
        await school.see_key_picture()
        assert school.width_px == 320


async def test_after_a_pause_nothing_goes_out_that_the_camera_gave_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_school(monkeypatch) as school:
        for _ in range(20):
            await school.see()
        line, camera = school.line, school.camera
        pacer = line.sender._path._pacer
        pacer._free_s = math.inf
        while not pacer.backlog_bytes:
            camera.shoot()
            await asyncio.sleep(0)
        for _ in range(2):
            camera.shoot()  # these wait in the feed
        waiting = line.sender._path._history.newest()
        assert waiting is not None
        line.pictures.clear()
        camera.feed.clear()
        pacer._free_s = 0.0
        paused = RtpPacket.parse(waiting).timestamp
        arriving: list[RtpPacket] = []
        while not arriving or not arriving[-1].timestamp > paused:
            camera.shoot()
            with suppress(TimeoutError):
                async with asyncio.timeout(0.02):
                    arriving.append(RtpPacket.parse(await line.packet(line.picture.ssrc)))
        assert paused not in {packet.timestamp for packet in arriving}
        assert arriving[-1].payload[0] & 31 in (24, 7, 28)
        assert line.sender.totals.key_frames >= 2


async def test_a_line_without_h264_gets_the_pictures_encoded_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_school(monkeypatch, only="VP8") as school:
        decoder = Decoder("vp8")
        arriving = asyncio.ensure_future(school.line.picture_packets())
        while not (await asyncio.wait([arriving], timeout=0.02))[0]:
            school.camera.shoot()
        payloads = [RtpPacket.parse(packet).payload for packet in arriving.result()]
        assert decoder.decode(payloads)[0].width == 320
        assert school.line.sender.totals.passed_on == 0


async def test_a_part_of_the_view_is_cut_and_encoded_here(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_school(monkeypatch) as school:
        sender, finder = school.line.sender, school.camera.finder
        for _ in range(3):
            await school.see()
        assert (finder.most, sender.totals.passed_on) == (2.2, 3)
        finder.aim(Framing(1.5))
        school.follow(PLAN)
        while finder.shown != Framing(1.5):
            await school.see()
        passed_on = sender.totals.passed_on
        await school.see()
        assert sender.totals.passed_on == passed_on
        finder.aim(Framing())
        # The picture is passed on first, and the next one tells that all is shown.
        while sender.totals.passed_on == passed_on or finder.shown != Framing():
            school.follow(PLAN)
            await school.see()


@pytest.mark.parametrize("refuses", ["rate", "key"])
async def test_a_camera_that_refuses_is_seen_all_the_same(
    monkeypatch: pytest.MonkeyPatch, refuses: str
) -> None:
    lens = Lens({"g": "10"})
    lens.refuses = refuses
    async with at_school(monkeypatch, lens=lens) as school:
        for _ in range(6):
            await school.see()
        await school.see_width(320)
        assert school.line.sender.totals.passed_on <= 3


async def test_who_left_is_not_heard_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_school(monkeypatch) as school:
        await school.see()
        feed = school.camera.feed
        school.follow(NARROW)
    assert (feed.rate_bps, feed.frames_wanted) == (None, False)


@pytest.mark.parametrize("level", ["4d001e", "zz", "64001f"])
async def test_a_stream_that_the_browser_cannot_decode_is_not_sent_on(level: str) -> None:
    camera = Opened()
    codec = RTCRtpCodecParameters(
        mimeType="video/H264", clockRate=90000, parameters={"profile-level-id": level}
    )
    passing = Passthrough(camera.feed, codec, SIZE)
    camera.shoot()
    assert not passing.passes or await passing.next() is None
    passing.follow(PLAN, 0.0)
    assert not passing.passes
