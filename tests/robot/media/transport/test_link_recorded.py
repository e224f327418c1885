import pytest

from tests.netlab.recording import Recording
from tests.robot.media.transport.link_line import Line
from tests.robot.media.transport.link_recorded import RecordedWay, closed_s, recorded

LINE = Line(delay_s=0.03)


def test_a_recorded_way_carries_1500_bytes_at_each_moment_and_small_packets_together() -> None:
    way = RecordedWay(Recording([10, 20, 30, 1000]))
    waits = [way.queue(LINE, size, 0.0) for size in (1000, 500, 100, 3000)]
    assert waits == pytest.approx([0.01, 0.01, 0.02, 1.0])
    assert way.arrival_s(LINE) == pytest.approx(1.03)


def test_a_moment_that_finds_nothing_to_carry_is_lost() -> None:
    way = RecordedWay(Recording([10, 20, 1000]))
    assert way.queue(LINE, 100, 0.015) == pytest.approx(0.005)
    assert way.queue(LINE, 100, 0.5) == pytest.approx(0.5)


def test_a_recorded_way_holds_two_seconds_at_its_mean_rate() -> None:
    way = RecordedWay(Recording(range(100, 1001, 100)))  # 120 kbit/s
    waits = [way.queue(LINE, 1500, 0.0) for _ in range(30)]
    assert waits.index(None) == 21


@pytest.mark.long
@pytest.mark.parametrize("kind", ["umts", "evdo"])
def test_a_picture_stands_still_hardly_longer_than_its_line(kind: str) -> None:
    span = (6.0, 54.0)
    frozen_s = sum(recorded(kind, seed, 54.0).frozen_s(*span) for seed in range(1, 6))
    line_s = sum(closed_s(kind, seed, *span, longer_s=0.24) for seed in range(1, 6))
    assert line_s > 15
    assert frozen_s < 1.4 * line_s
