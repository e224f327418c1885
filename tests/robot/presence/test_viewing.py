import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.media.types.framing import Framing
from robot.presence.viewing import STILLS_BURST, STILLS_HZ, TAKING_S, WHOLE, Viewing


def zooming(most: float = 8.0) -> Viewing:
    viewing = Viewing()
    viewing.limit(most)
    return viewing


@given(st.floats(1, 16), st.floats(1, 16), st.floats(0, 1), st.floats(0, 1))
def test_a_crop_always_lies_in_the_picture(most: float, zoom: float, x: float, y: float) -> None:
    viewing = zooming(most)
    viewing.crop(zoom, x, y)
    asked, half = viewing.asked, 0.5 / viewing.asked.zoom
    assert 1.0 <= asked.zoom <= most
    for middle in (asked.x, asked.y):
        assert middle - half >= -1e-9
        assert middle + half <= 1 + 1e-9


def test_a_crop_within_the_picture_is_taken_as_it_is() -> None:
    viewing = zooming()
    viewing.crop(4.0, 0.75, 0.25)
    assert viewing.asked == Framing(4.0, 0.75, 0.25)
    viewing.crop(4.0, 1.0, 0.0)
    assert viewing.asked == Framing(4.0, 0.875, 0.125)


def test_a_camera_that_cannot_zoom_shows_the_whole() -> None:
    viewing = Viewing()
    viewing.crop(4.0, 0.75, 0.25)
    assert viewing.asked == WHOLE


def test_another_camera_limits_the_crop_of_the_one_before() -> None:
    viewing = zooming()
    viewing.crop(8.0, 0.9, 0.9)
    viewing.limit(2.0)
    assert viewing.asked == Framing(2.0, 0.75, 0.75)


@pytest.mark.parametrize("most", [0.0, -3.0, math.nan, math.inf])
def test_a_camera_that_tells_nonsense_cannot_zoom(most: float) -> None:
    assert zooming(most).most == 1.0


def test_a_still_is_taken_once_at_a_time_and_given_up() -> None:
    viewing = Viewing()
    assert viewing.ask_still(10.0)
    assert not viewing.ask_still(11.0)
    assert viewing.deadlines() == (10.0 + TAKING_S,)
    viewing.tick(10.0 + TAKING_S)
    assert (viewing.still, viewing.deadlines()) == ("failed", ())
    assert viewing.ask_still(40.0)
    viewing.still_is("sending")
    assert viewing.ask_still(41.0)


def test_a_program_cannot_have_one_still_after_the_other() -> None:
    viewing = Viewing()
    assert [viewing.takes_still(10.0) for _ in range(STILLS_BURST + 1)][-1] is False
    assert viewing.takes_still(10.0 + 1 / STILLS_HZ)


def test_nothing_of_one_stay_is_left_for_the_next() -> None:
    viewing = zooming()
    viewing.crop(4.0, 0.75, 0.25)
    viewing.following = True
    viewing.still_is("sending")
    viewing.forget()
    assert (viewing.asked, viewing.following, viewing.still) == (WHOLE, False, "none")
    assert viewing.most == 8.0
