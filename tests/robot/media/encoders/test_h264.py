from dataclasses import replace

import pytest
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from robot.media.encoders.h264 import (
    FALL_PICTURES,
    LEAST_PICTURES,
    RISE_PICTURES,
    H264Encoder,
)
from robot.media.types.picture import PAYLOAD_BYTES, EncodedPicture, EncoderSettings
from tests.robot.media.encoders.receiving import SMALL, Decoder, drawn, filmed, likeness_db

pytestmark = pytest.mark.long


def run(encoder: H264Encoder, count: int) -> list[EncodedPicture]:
    return [encoder.encode(frame, False) for frame in filmed(count)]


def kbps(pictures: list[EncodedPicture]) -> float:
    size = sum(len(payload) for picture in pictures for payload in picture.payloads)
    return size * 8 / len(pictures) * SMALL.fps / 1000


WIDE = EncoderSettings(1280, 720, 30, 2_000_000)
"""Encoded in two halves."""


@pytest.mark.parametrize("shape", [SMALL, WIDE])
@pytest.mark.parametrize("profile", ["baseline", "main"])
def test_what_arrives_is_the_picture_that_was_sent(profile: str, shape: EncoderSettings) -> None:
    encoder, decoder = H264Encoder(shape, profile), Decoder("h264")
    for frame in drawn(5, shape):
        shown = decoder.decode(encoder.encode(frame, False).payloads)
        assert len(shown) == 1
        assert likeness_db(frame, shown[0]) > 30


def test_a_browser_is_told_which_colours_are_meant() -> None:
    encoder, decoder = H264Encoder(SMALL), Decoder("h264")
    (frame,) = drawn(1, SMALL)
    (shown,) = decoder.decode(encoder.encode(frame, False).payloads)
    assert (shown.colorspace, shown.color_range) == (Colorspace.ITU601, ColorRange.MPEG)
    assert (shown.color_primaries, shown.color_trc) == (
        ColorPrimaries.BT709,
        ColorTrc.IEC61966_2_1,
    )


def test_the_rate_follows_down_and_up_without_a_key_frame() -> None:
    encoder = H264Encoder(replace(SMALL, rate_bps=800_000))
    first = run(encoder, 60)
    encoder.set_rate(410_000)
    low = run(encoder, 60)
    encoder.set_rate(800_000)
    high = run(encoder, 60)
    assert [picture.key_frame for picture in first + low + high] == [True] + [False] * 179
    assert kbps(low[15:]) == pytest.approx(410, rel=0.3)
    assert kbps(high[15:]) > 1.5 * kbps(low[15:])


def test_a_rate_far_above_the_first_is_used_after_a_new_beginning() -> None:
    encoder = H264Encoder(replace(SMALL, rate_bps=200_000))
    run(encoder, 30)
    encoder.set_rate(600_000)
    wide = run(encoder, 120)
    assert [i for i, picture in enumerate(wide) if picture.key_frame] == [RISE_PICTURES - 1]
    assert kbps(wide[45:]) > 400


def test_a_rate_far_below_the_first_soon_makes_small_pictures_only() -> None:
    encoder = H264Encoder(replace(SMALL, rate_bps=1_000_000))
    run(encoder, 100)
    encoder.set_rate(200_000)
    low = run(encoder, 150)
    assert [i for i, picture in enumerate(low) if picture.key_frame] == [FALL_PICTURES - 1]
    assert max(sum(map(len, p.payloads)) for p in low[FALL_PICTURES:]) * 8 < 40_000


@pytest.mark.long
def test_rates_to_and_fro_do_not_begin_anew_each_time() -> None:
    encoder = H264Encoder(replace(SMALL, rate_bps=200_000))
    made = []
    for rate_bps in (900_000, 100_000) * 3:
        encoder.set_rate(rate_bps)
        made += run(encoder, 50)
    assert sum(picture.key_frame for picture in made) <= 1 + len(made) // LEAST_PICTURES


def test_a_key_frame_comes_when_asked_and_is_no_flood() -> None:
    encoder = H264Encoder(SMALL)
    before = run(encoder, 30)
    asked = encoder.encode(filmed(1)[0], True)
    assert asked.key_frame
    assert not any(picture.key_frame for picture in before[1:])
    assert sum(map(len, asked.payloads)) * 8 < 0.3 * SMALL.rate_bps
    decoder = Decoder("h264")
    assert len(decoder.decode(asked.payloads)) == 1


def test_no_payload_is_larger_than_a_vpn_carries() -> None:
    shape = EncoderSettings(640, 480, 30, 4_000_000)
    encoder = H264Encoder(shape)
    payloads = [p for frame in filmed(4, shape) for p in encoder.encode(frame, False).payloads]
    assert len(payloads) > 8
    assert max(map(len, payloads)) <= PAYLOAD_BYTES


def test_a_tiny_rate_is_held_at_the_least_that_works() -> None:
    encoder = H264Encoder(replace(SMALL, rate_bps=1))
    encoder.set_rate(0)
    assert encoder.encode(drawn(1)[0], False).key_frame
