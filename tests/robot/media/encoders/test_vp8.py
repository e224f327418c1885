from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from robot.media.encoders import vp8
from robot.media.encoders.vp8 import Vp8Encoder, packetise
from robot.media.types.picture import PAYLOAD_BYTES
from tests.robot.media.encoders.receiving import (
    SMALL,
    Decoder,
    drawn,
    filmed,
    join_vp8,
    likeness_db,
)


@given(st.binary(min_size=1, max_size=9000), st.integers(0, 70_000))
def test_what_was_cut_can_be_put_together_again(picture: bytes, number: int) -> None:
    payloads = packetise(picture, number, PAYLOAD_BYTES)
    assert max(map(len, payloads)) <= PAYLOAD_BYTES
    assert join_vp8(payloads) == picture


def test_nothing_is_cut_into_nothing() -> None:
    assert packetise(b"", 0, PAYLOAD_BYTES) == []


def test_what_arrives_is_the_picture_that_was_sent() -> None:
    encoder, decoder = Vp8Encoder(SMALL), Decoder("vp8")
    for frame in drawn(5):
        shown = decoder.decode(encoder.encode(frame, False).payloads)
        assert len(shown) == 1
        assert likeness_db(frame, shown[0]) > 25


def test_small_changes_of_rate_cost_no_key_frame_and_large_ones_do() -> None:
    encoder = Vp8Encoder(replace(SMALL, rate_bps=400_000))
    frames = filmed(4)
    keys = []
    for rate_bps, frame in zip((400_000, 340_000, 450_000, 200_000), frames, strict=True):
        encoder.set_rate(rate_bps)
        keys.append(encoder.encode(frame, False).key_frame)
    assert keys == [True, False, False, True]


def test_a_rising_rate_waits_before_it_costs_a_key_frame() -> None:
    encoder = Vp8Encoder(replace(SMALL, rate_bps=100_000))
    encoder.set_rate(400_000)
    keys = [encoder.encode(f, False).key_frame for f in filmed(vp8.LEAST_PICTURES + 1)]
    assert [index for index, key in enumerate(keys) if key] == [0, vp8.LEAST_PICTURES]


def test_a_key_frame_comes_when_asked() -> None:
    encoder = Vp8Encoder(SMALL)
    frames = drawn(3)
    assert [encoder.encode(f, i == 2).key_frame for i, f in enumerate(frames)] == [
        True,
        False,
        True,
    ]
