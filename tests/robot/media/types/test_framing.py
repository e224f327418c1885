from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.media.types.framing import (
    WHOLE,
    Box,
    Framing,
    Pixels,
    Region,
    pixels_of,
    place,
    zoom_most,
)

SHOWN = Pixels(640, 480)
sizes = st.builds(Pixels, st.integers(16, 2600), st.integers(16, 2600))
even = st.builds(lambda a, b: Pixels(2 * a, 2 * b), st.integers(16, 1000), st.integers(16, 1000))
framings = st.builds(Framing, st.floats(0, 99), st.floats(-1, 2), st.floats(-1, 2))


def test_a_framing_is_held_inside_the_picture() -> None:
    assert Framing(2.0, 0.0, 1.0).clamped(8.0) == Framing(2.0, 0.25, 0.75)
    assert Framing(9.0, 0.5, 0.5).clamped(4.0).zoom == 4.0
    assert Framing(0.1, 0.9, 0.1).clamped(4.0) == Framing()
    assert not Framing(3.0).clamped(1.0).zoomed


@given(framings, st.floats(0, 20))
def test_whatever_is_wished_stays_in_the_picture(framing: Framing, most: float) -> None:
    held = framing.clamped(most)
    region = held.region
    assert region.left >= -1e-9
    assert region.top >= -1e-9
    assert region.left + region.width <= 1 + 1e-9
    assert region.top + region.height <= 1 + 1e-9
    assert held.clamped(most) == held


@pytest.mark.parametrize(
    ("sensor", "most"),
    [
        pytest.param(Pixels(4608, 2592), 15.8, id="a 12 MP sensor"),
        pytest.param(Pixels(1920, 1080), 6.6, id="full HD"),
        pytest.param(Pixels(640, 480), 2.2, id="no finer than the picture"),
        pytest.param(Pixels(320, 240), 1.0, id="coarser than the picture"),
        pytest.param(Pixels(16000, 12000), 16.0, id="more than the wire can say"),
    ],
)
def test_the_zoom_ends_where_the_sensor_has_no_more(sensor: Pixels, most: float) -> None:
    assert zoom_most(sensor, SHOWN) == most


@pytest.mark.parametrize("sensor", [Pixels(4608, 3456), Pixels(3280, 2464), Pixels(1920, 1080)])
def test_a_letter_of_4_cm_at_6_m_has_20_px_with_a_lens_of_66_degrees(sensor: Pixels) -> None:
    letter_px = 0.04 / 6 * 640 / 2 / 0.6494
    assert letter_px * zoom_most(sensor, SHOWN) > 20


def test_everything_goes_everywhere() -> None:
    box = Box(0, 0, 1280, 960)
    assert place(WHOLE, Pixels(1280, 960), SHOWN, SHOWN) == (box, Box(0, 0, 640, 480))


def test_another_shape_leaves_bars() -> None:
    source, drawn = place(WHOLE, Pixels(1920, 1080), SHOWN, SHOWN)
    assert (source, drawn) == (Box(0, 0, 1920, 1080), Box(0, 60, 640, 360))


@given(sizes, even, framings)
def test_every_box_is_even_and_lies_inside(sensor: Pixels, target: Pixels, wish: Framing) -> None:
    source, drawn = place(wish.clamped(16.0).region, sensor, target, target)
    for box, size in ((source, sensor), (drawn, target)):
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= size.width
        assert box.top + box.height <= size.height
        assert box.width >= 2
        assert box.height >= 2
        assert not any(value % 2 for value in (box.left, box.top, box.width, box.height))


def test_a_moved_framing_moves_the_box_by_no_more_than_it_should() -> None:
    sensor = Pixels(3280, 2460)
    lefts = [
        place(Framing(4.0, 0.3 + step / 1000, 0.5).region, sensor, SHOWN, SHOWN)[0].left
        for step in range(100)
    ]
    steps = [after - before for before, after in pairwise(lefts)]
    assert set(steps) <= {2, 4}
    assert sum(steps) == pytest.approx(99 * 3.28, abs=3)


def test_a_shot_has_the_pixels_of_the_sensor_and_no_more_than_it_may() -> None:
    half = Region(0.25, 0.25, 0.5, 0.5)
    assert pixels_of(half, Pixels(3280, 2460), SHOWN, 4096) == Pixels(1640, 1230)
    assert pixels_of(half, Pixels(3280, 2460), SHOWN, 820) == Pixels(820, 616)
