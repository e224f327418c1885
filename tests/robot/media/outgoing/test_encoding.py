import asyncio
import gc
import threading
import weakref
from collections.abc import AsyncIterator
from dataclasses import replace
from fractions import Fraction

import av
import pytest
from aiortc.mediastreams import MediaStreamError

from robot.media.encoders.choice import maker
from robot.media.outgoing.encoding import Encoding
from robot.media.transport.plan import Rung
from robot.media.types.picture import EncodedPicture, EncoderSettings, PictureEncoder
from tests.deadline import WAIT_S
from tests.robot.media.encoders.receiving import SMALL, Decoder, drawn

RUNG = Rung(SMALL.width_px, SMALL.height_px, SMALL.fps)
RATE_BPS = 300_000


@pytest.fixture
async def encoding() -> AsyncIterator[Encoding]:
    made = Encoding(maker("video/H264", {}))
    yield made
    made.close()


async def test_a_new_size_begins_with_a_key_frame_and_a_new_rate_does_not(
    encoding: Encoding,
) -> None:
    decoder = Decoder("h264")
    small = Rung(160, 120, 30)
    keys, sizes = [], []
    for rung, rate_bps in ((RUNG, RATE_BPS), (RUNG, 150_000), (small, 150_000), (small, 90_000)):
        picture = await encoding.encode(drawn(1)[0], rung, rate_bps, False)
        keys.append(picture.key_frame)
        sizes += [frame.width for frame in decoder.decode(picture.payloads)]
    assert keys == [True, False, True, False]
    assert sizes == [320, 320, 160, 160]


async def test_fewer_frames_in_a_second_share_the_same_rate_without_a_key_frame() -> None:
    rates: list[int] = []

    class Listening:
        def encode(self, frame: av.VideoFrame, key_frame: bool) -> EncodedPicture:
            return EncodedPicture([b"x"], key_frame)

        def set_rate(self, rate_bps: int) -> None:
            rates.append(rate_bps)

    encoding = Encoding(lambda shape: Listening())
    await encoding.encode(drawn(1)[0], RUNG, RATE_BPS, False)
    await encoding.encode(drawn(1)[0], replace(RUNG, fps=15), RATE_BPS, False)
    encoding.close()
    assert rates == [RATE_BPS, 2 * RATE_BPS]


async def test_the_picture_comes_back_with_a_key_frame(encoding: Encoding) -> None:
    await encoding.encode(drawn(1)[0], RUNG, RATE_BPS, False)
    encoding.forget()
    assert (await encoding.encode(drawn(1)[0], RUNG, RATE_BPS, False)).key_frame


async def test_what_is_forgotten_while_a_picture_is_made_holds_for_the_next_one() -> None:
    made: list[Encoding] = []
    shapes: list[EncoderSettings] = []

    class Quick:
        def encode(self, frame: av.VideoFrame, key_frame: bool) -> EncodedPicture:
            return EncodedPicture([b"x"], key_frame)

        def set_rate(self, rate_bps: int) -> None: ...

    def make(shape: EncoderSettings) -> Quick:
        if not shapes:
            made[0].forget()
        shapes.append(shape)
        return Quick()

    made.append(Encoding(make))
    for _ in range(3):
        await made[0].encode(drawn(1)[0], RUNG, RATE_BPS, False)
    made[0].close()
    assert len(shapes) == 2


async def test_an_encoder_that_fails_is_replaced_and_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Failing:
        def encode(self, frame: av.VideoFrame, key_frame: bool) -> EncodedPicture:
            raise av.FFmpegError(1, "broken")

        def set_rate(self, rate_bps: int) -> None: ...

    made: list[EncoderSettings] = []

    def make(shape: EncoderSettings) -> Failing:
        made.append(shape)
        return Failing()

    encoding = Encoding(make)
    for _ in range(3):
        picture = await encoding.encode(drawn(1)[0], RUNG, RATE_BPS, False)
        assert picture.payloads == []
    encoding.close()
    assert len(made) == encoding.failures == 3
    assert caplog.text.count("encoder failed") == 1


async def test_nothing_is_encoded_after_the_end(encoding: Encoding) -> None:
    encoding.close()
    with pytest.raises(MediaStreamError):
        await encoding.encode(drawn(1)[0], RUNG, RATE_BPS, False)


async def test_an_encoder_is_freed_at_the_end_without_the_collector() -> None:
    made: list[weakref.ref[PictureEncoder]] = []

    def make(shape: EncoderSettings) -> PictureEncoder:
        encoder = maker("video/H264", {})(shape)
        made.append(weakref.ref(encoder))
        return encoder

    encoding = Encoding(make)
    gc.disable()
    try:
        await encoding.encode(drawn(1)[0], RUNG, RATE_BPS, False)
        encoding.close()
        assert [ref() for ref in made] == [None]
    finally:
        gc.enable()


async def test_the_cameras_frame_keeps_its_time(encoding: Encoding) -> None:
    frame = drawn(1)[0]
    frame.pts, frame.time_base = 123_456, Fraction(1, 90_000)
    await encoding.encode(frame, RUNG, RATE_BPS, True)
    # PyAV's own rational or Fraction, by its version.
    assert frame.time_base
    time_base = (frame.time_base.numerator, frame.time_base.denominator)
    assert (frame.pts, *time_base) == (123_456, 1, 90_000)


async def test_a_picture_in_work_is_known_until_it_is_done_or_given_up() -> None:
    begun, let = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    class Hanging:
        def encode(self, frame: av.VideoFrame, key_frame: bool) -> EncodedPicture:
            loop.call_soon_threadsafe(begun.set)
            assert let.wait(WAIT_S)
            return EncodedPicture([b"x"], key_frame)

        def set_rate(self, rate_bps: int) -> None:
            pass

    encoding = Encoding(lambda shape: Hanging())
    seen: list[float | None] = [encoding.since_s]
    before_s = loop.time()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        work = tasks.create_task(encoding.encode(drawn(1)[0], RUNG, RATE_BPS, False))
        await begun.wait()
        seen.append(encoding.since_s)
        let.set()
        await work
    seen.append(encoding.since_s)
    encoding.close()
    first, begun_s, last = seen
    assert first is last is None
    assert begun_s is not None
    assert before_s <= begun_s <= loop.time()
