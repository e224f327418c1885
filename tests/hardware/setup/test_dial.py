import re

from hypothesis import given
from hypothesis import strategies as st

from hardware.setup.axes import AxisReading
from hardware.setup.dial import Dial, Style, line, numbers

ASCII = Style()
FULL = Style(unicode=True, colour=True)
angles = st.none() | st.floats(-400, 400)


def test_left_is_left_and_limits_are_brackets() -> None:
    dial = Dial((-100, 100), limits=(-80, 80), sent=40, present=-20)
    assert line(dial, 41, ASCII) == "|----[-------x-------+---o-----------]----|"


def test_the_position_covers_what_lies_beneath_it() -> None:
    assert line(Dial((-100, 100), present=0), 21, ASCII) == "|----------o----------|"


@given(target=angles, sent=angles, present=angles, width=st.integers(0, 300))
def test_every_dial_has_its_width_in_every_style(
    target: float | None, sent: float | None, present: float | None, width: int
) -> None:
    dial = Dial((-90, 90), (-80, 80), target, sent, present)
    bare = line(dial, width, ASCII)
    painted = re.sub(r"\x1b\[\d+m", "", line(dial, width, FULL))
    assert len(bare) == len(painted) == min(max(width, 21), 61) + 2
    assert bare.isascii()
    assert "\x1b" not in bare


def test_numbers_leave_out_what_is_not_told() -> None:
    assert numbers(AxisReading(), None, "us", ASCII) == ""
    assert numbers(AxisReading(1500.4), 2.0, "us", ASCII) == "  +2.0 deg  1500 us"
    full = numbers(AxisReading(2048, -0.12, 31.0, 7.44), 0.0, "steps", Style(unicode=True))
    assert full == "  +0.0°  2048 steps  load 12%  31 °C  7.4 V"


def test_heat_and_load_are_red_where_there_are_colours() -> None:
    shown = numbers(AxisReading(0, 0.9, 75.0), None, "", FULL)
    assert shown.count("\x1b[31m") == 2
