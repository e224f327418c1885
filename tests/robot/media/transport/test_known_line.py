import pytest

from robot.media.transport.known_line import KEPT_S, LEAST_BPS, UNKNOWN_BPS, KnownLine


def test_an_unknown_line_starts_in_the_middle() -> None:
    assert KnownLine().start_bps(7.0) == UNKNOWN_BPS


@pytest.mark.parametrize(
    ("found_bps", "start_bps"),
    [(20_000, LEAST_BPS), (150_000, 150_000), (2_000_000, UNKNOWN_BPS)],
)
def test_a_line_starts_where_it_was_left_within_bounds(found_bps: int, start_bps: int) -> None:
    line = KnownLine()
    line.learn(1_000_000, 1.0)
    line.learn(found_bps, 2.0)
    assert line.start_bps(2.0 + KEPT_S) == start_bps
    assert line.start_bps(2.1 + KEPT_S) == UNKNOWN_BPS
