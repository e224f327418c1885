from dataclasses import replace

import pytest

from robot.media.encoders.h264 import H264Encoder
from robot.media.encoders.picture import PAYLOAD_BYTES, EncodedPicture, Shape
from tests.robot.media.encoders.receiving import SMALL, Decoder, drawn, filmed, likeness_db


def run(encoder: H264Encoder, count: int) -> list[EncodedPicture]:
    return [encoder.encode(frame, False) for frame in filmed(count)]


def kbps(pictures: list[EncodedPicture]) -> float:
    size = sum(len(payload) for picture in pictures for payload in picture.payloads)
    return size * 8 / len(pictures) * SMALL.fps / 1000


@pytest.mark.parametrize("profile", ["baseline", "main"])
def test_what_arrives_is_the_picture_that_was_sent(profile: str) -> None:
    encoder, decoder = H264Encoder(SMALL, profile), Decoder("h264")
    for frame in drawn(5):
        shown = decoder.decode(encoder.encode(frame, False).payloads)
        assert len(shown) == 1
        assert likeness_db(frame, shown[0]) > 30


def test_the_rate_follows_down_and_up_without_a_key_frame() -> None:
    encoder = H264Encoder(replace(SMALL, rate_bps=800_000))
    first = run(encoder, 60)
    encoder.aim(200_000)
    low = run(encoder, 60)
    encoder.aim(600_000)
    high = run(encoder, 60)
    assert [picture.key_frame for picture in first + low + high] == [True] + [False] * 179
    assert kbps(low[15:]) == pytest.approx(200, rel=0.3)
    assert kbps(high[15:]) > 1.8 * kbps(low[15:])


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
    shape = Shape(640, 480, 30, 4_000_000)
    encoder = H264Encoder(shape)
    payloads = [p for frame in filmed(4, shape) for p in encoder.encode(frame, False).payloads]
    assert len(payloads) > 8
    assert max(map(len, payloads)) <= PAYLOAD_BYTES


def test_a_tiny_rate_is_held_at_the_least_that_works() -> None:
    encoder = H264Encoder(replace(SMALL, rate_bps=1))
    encoder.aim(0)
    assert encoder.encode(drawn(1)[0], False).key_frame
