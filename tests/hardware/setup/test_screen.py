from hypothesis import given
from hypothesis import strategies as st

from hardware.setup.axes import AxisName, AxisReading
from hardware.setup.dial import Style
from hardware.setup.dialogue import Calibration
from hardware.setup.screen import calibration_frame, plain, span_of
from tests.hardware.setup.rig import BUS, PULSE


def test_the_picture_says_what_to_do_and_shows_where_the_servo_is() -> None:
    dialogue = Calibration(BUS, ["pan"], "/x")
    dialogue.begin()
    frame = calibration_frame(
        dialogue, {"pan": AxisReading(2162, 0.05, 31.0)}, 80, Style(unicode=True), "en"
    )
    assert frame.lines[0] == "Calibration: head left/right (pan)"
    assert "looks straight ahead" in " ".join(frame.lines)
    assert "●" in frame.live[0]
    assert "+10.0°  2162 steps  load  5%  31 °C" in frame.live[1]


@given(st.integers(1, 300), st.sampled_from(["de", "en"]), st.booleans())
def test_no_line_is_wider_than_the_terminal(columns: int, language: str, unicode: bool) -> None:
    dialogue = Calibration(BUS, ["pan"], "/x")
    dialogue.begin()
    style = Style(unicode=unicode)
    readings: dict[AxisName, AxisReading] = {"pan": AxisReading(2048, 1.0, 31.0, 12.0)}
    frame = calibration_frame(dialogue, readings, columns, style, language)
    assert all(len(line) < max(columns, 60) for line in (*frame.lines, *frame.live))
    assert unicode or all(line.isascii() for line in (*frame.lines, *frame.live))


def test_a_dial_reaches_as_far_as_its_servo_and_no_more_than_once_around() -> None:
    assert span_of(PULSE["pan"]) == (-100.0, 100.0)
    low, high = span_of(BUS["pan"])
    assert -180 <= low < -179
    assert 179 < high <= 180


def test_german_letters_have_plain_ones() -> None:
    assert plain("Über 45° größer", Style()) == "Ueber 45 deg groesser"
