import re
from xml.etree import ElementTree

import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.interfaces import LightState
from hardware.papers.pose.figure import LEDS, Moment, draw
from hardware.papers.pose.moment import lights_at, of_signal
from hardware.signals.table import SIGNAL_TABLE

shares = st.floats(0, 1)
frames = st.integers(0, 2**64 - 1)
looks = st.builds(
    Moment,
    pan_deg=st.floats(-180, 180),
    tilt_deg=st.floats(-180, 180),
    hand=shares,
    lights=st.builds(LightState, shares, shares, shares, shares, shares, frames, frames),
    has_hand=st.booleans(),
)


@given(looks)
def test_every_look_is_a_drawing(look: Moment) -> None:
    drawn = draw(look)
    ElementTree.fromstring(drawn)
    assert "nan" not in drawn
    assert not re.search(r"e-\d", drawn)


def leds(drawn: str) -> set[str]:
    return set(re.findall(r'r="3.2" fill="(#\w+)"', drawn))


def test_all_lights_of_the_ring_shine_in_the_colour_that_is_shown() -> None:
    drawn = draw(Moment(lights=LightState(0.0, 1.0, 0.0, 1.0)))
    assert drawn.count('r="3.2"') == LEDS
    assert leds(drawn) == {"#00ff00"}


def test_a_dark_ring_glows_not_at_all() -> None:
    drawn = draw(Moment())
    assert leds(drawn) == {"#394355"}
    assert "opacity" not in drawn.replace('opacity="0.12"', "")


def test_a_dimmed_ring_is_darker_but_seen() -> None:
    full, dimmed = (draw(Moment(lights=LightState(0, 0, 1, 1, factor))) for factor in (1.0, 0.1))
    assert leds(full) != leds(dimmed)
    assert leds(dimmed) != leds(draw(Moment()))


@pytest.mark.parametrize(
    ("eyes", "mark"),
    [(1.0, 'ry="11"'), (0.5, 'd="M73 77h18'), (0.0, None)],
    ids=["open", "half", "closed"],
)
def test_eyes_of_one_lamp_open_and_close(eyes: float, mark: str | None) -> None:
    drawn = draw(Moment(lights=LightState(eyes=eyes)))
    assert drawn.count('class="y"') == (0 if mark is None else 2)
    assert mark is None or mark in drawn


def test_the_robots_left_eye_is_on_the_viewers_right() -> None:
    drawn = draw(Moment(lights=LightState(eyes=1.0, left_eye=1)))
    [dot] = re.findall(r'stroke="#bfe6ff"[^>]*d="M([\d.]+) ', drawn)
    assert float(dot) > 100


def test_a_raised_arm_points_up_and_no_arm_hangs() -> None:
    raised, hanging = draw(Moment(hand=1.0)), draw(Moment(hand=0.0))
    assert "rotate(-152.0)" in raised
    assert "rotate(-18.0)" in hanging
    assert draw(Moment(hand=1.0, has_hand=False)) == hanging


def test_it_becomes_a_picture_without_a_window() -> None:
    picture = bytes(resvg_py.svg_to_bytes(svg_string=draw(of_signal("hand"))))
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", SIGNAL_TABLE)
def test_every_signal_has_its_own_picture(name: str) -> None:
    drawn = {other: draw(of_signal(other)) for other in SIGNAL_TABLE}
    alike = {other for other in drawn if drawn[other] == drawn[name]}  # type: ignore[index]
    # These two differ by their rhythm alone.
    assert alike <= ({"hand", "hand_waiting"} if name in ("hand", "hand_waiting") else {name})


def test_without_an_arm_the_eyes_raise_a_hand() -> None:
    assert lights_at("hand", 1.0, has_hand=False) != lights_at("hand", 1.0)
