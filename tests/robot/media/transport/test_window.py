import pytest

from robot.media.transport.round_trip import RoundTrip
from robot.media.transport.window import LEAST_BYTES, START_BYTES, start_bytes, window_bytes
from tests.robot.media.transport.link_line import Line
from tests.robot.media.transport.link_model import Lesson


def test_the_window_holds_what_is_sent_until_the_report_comes() -> None:
    trip = RoundTrip()
    trip.add(0.2, 1.0)
    waited_s = 0.2 + 1.5 * trip.interval_s + 0.05
    assert window_bytes(8_000_000, trip) == pytest.approx(1_000_000 * waited_s)
    assert window_bytes(0, trip) == LEAST_BYTES


def test_an_unknown_line_gets_one_picture_and_then_as_much_again_as_has_arrived() -> None:
    assert start_bytes(0) == START_BYTES
    assert start_bytes(10_000) == START_BYTES + 10_000


@pytest.mark.long
@pytest.mark.parametrize("rate_bps", [80_000, 100_000, 150_000])
def test_the_first_seconds_do_not_fill_a_narrow_line(rate_bps: int) -> None:
    lesson = Lesson([(0, Line(rate_bps=rate_bps, queue_s=2.0))], others_bps=12_000).run(6)
    assert max(wait_s for _, wait_s in lesson.waits) < 0.9
    assert lesson.shown(0, 1), "the first picture comes at once"


@pytest.mark.long
def test_a_wide_line_is_not_held_up_at_the_start() -> None:
    lesson = Lesson([(0, Line(rate_bps=5e6))]).run(3)
    assert lesson.longest_gap_s(lesson.shown(0, 3)[0], 3) < 0.2
    assert lesson.fps(0, 3) > 27
