import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.devices.testcard import CODE_MS, TestCard, age_ms, read_time_code, write_time_code
from robot.media.types.frames import planes
from robot.media.types.framing import Framing, Pixels, zoom_most
from robot.media.types.spec import Size


@settings(deadline=None)
@given(st.integers(0, 2**45))
def test_any_time_is_read_back(unix_ms: int) -> None:
    luma = np.zeros((240, 320), np.uint8)
    write_time_code(luma, unix_ms)
    assert read_time_code(luma) == unix_ms % CODE_MS


@pytest.mark.parametrize("size", [Size(640, 480), Size(1280, 720), Size(320, 180)])
def test_a_card_carries_its_time_in_every_size(size: Size) -> None:
    luma = planes(TestCard(size).draw(1_700_000_123_456))[0]
    assert read_time_code(luma) == 1_700_000_123_456 % CODE_MS
    for width, height in ((160, 120), (427, 240), (854, 480)):
        scaled = cv2.resize(luma, (width, height), interpolation=cv2.INTER_AREA)
        noisy = cv2.GaussianBlur(scaled, (0, 0), 1.0).astype(np.uint8)
        assert read_time_code(noisy) == 1_700_000_123_456 % CODE_MS


def test_a_picture_without_a_code_has_none() -> None:
    rng = np.random.default_rng(5)
    noise = rng.integers(0, 255, (240, 320)).astype(np.uint8)
    assert read_time_code(noise) is None
    assert read_time_code(np.zeros((240, 320), np.uint8)) is None


def test_ages_survive_the_code_s_end() -> None:
    assert age_ms(CODE_MS - 5, CODE_MS + 20) == 25


def test_the_card_moves() -> None:
    card = TestCard(Size(320, 240))
    one, two = card.draw(0), card.draw(200)
    assert (planes(one)[0][48:] != planes(two)[0][48:]).any()
    assert planes(one)[1].std() > 10


def test_the_card_can_be_seen_more_closely() -> None:
    card = TestCard(Size(320, 240))
    assert zoom_most(card.sensor, Pixels(320, 240)) == 6.6
    letters = Framing(4.0, 0.2, 0.3).region
    near, far = planes(card.draw(7_000, letters))[0], planes(card.draw(7_000))[0]
    assert read_time_code(near) == read_time_code(far) == 7_000
    assert near[24:].std() > 20
    assert (near.shape, card.draw(0, letters, Pixels(64, 48)).width) == (far.shape, 64)
