from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from robot.media.encoders.thinning import TICKS_HZ, Thinning


def taken(fps_in: int, fps_out: int, seconds: int = 4) -> list[int]:
    thinning = Thinning()
    times = [index * TICKS_HZ // fps_in for index in range(seconds * fps_in)]
    return [pts for pts in times if thinning.takes(pts, fps_out)]


def test_a_camera_that_is_no_faster_loses_no_frame() -> None:
    assert len(taken(30, 30)) == 120
    assert len(taken(15, 30)) == 60


def test_lower_rates_are_met_and_evenly_spaced() -> None:
    for fps in (5, 10, 12, 15, 20):
        times = taken(30, fps)
        gaps = [b - a for a, b in pairwise(times)]
        assert abs(len(times) - 4 * fps) <= 2
        assert max(gaps) - min(gaps) <= TICKS_HZ // 30 + 1


@given(st.lists(st.integers(-400, 400), min_size=120, max_size=120))
def test_a_camera_that_trembles_loses_no_frame(tremble: list[int]) -> None:
    thinning = Thinning()
    times = [index * 3000 + shift for index, shift in enumerate(tremble)]
    assert sum(thinning.takes(pts, 30) for pts in times) >= 119


def test_a_clock_that_jumps_begins_anew() -> None:
    thinning = Thinning()
    assert thinning.takes(0, 30)
    assert thinning.takes(10**9, 30)
    assert thinning.takes(5, 30)
    assert not thinning.takes(50, 30)
