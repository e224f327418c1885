import random

import pytest

from robot.media.voice.arrival_delays import (
    FIRST_S,
    KEPT_S,
    MOST_S,
    RECENT_FRAMES,
    ArrivalDelays,
)

MS = 48


def after(lags_ms: list[float]) -> ArrivalDelays:
    arrivals = ArrivalDelays()
    for lag in lags_ms:
        arrivals.add(round(lag * MS))
    return arrivals


def wanted_ms(arrivals: ArrivalDelays) -> float:
    return (arrivals.target - arrivals.fastest) / MS


def test_a_little_delay_is_expected_of_an_unknown_line() -> None:
    assert wanted_ms(after([100.0])) == FIRST_S * 1000


def test_a_steady_line_needs_none() -> None:
    assert wanted_ms(after([100.0] * 600)) == 0.0


def test_a_jittery_line_needs_nearly_all_of_its_jitter() -> None:
    drawn = random.Random(3)
    arrivals = after([100.0 + drawn.random() * 40 for _ in range(400)])
    assert 36 <= wanted_ms(arrivals) <= 40


@pytest.mark.parametrize(("share", "expected_ms"), [(0.002, 0), (0.02, 20), (0.1, 20)])
def test_copies_are_waited_for_where_enough_is_lost(share: float, expected_ms: int) -> None:
    drawn = random.Random(5)
    lags = [100.0 + 20 * (drawn.random() < share) for _ in range(1000)]
    assert wanted_ms(after(lags)) == expected_ms


def test_one_late_frame_of_many_changes_nothing() -> None:
    assert wanted_ms(after([100.0] * 600 + [190.0] + [100.0] * 10)) == 0.0


def stalling(stalls: int, apart: int = 800) -> list[float]:
    """Return lags of a line that holds back all frames of 0.05 s again and again, by 90 ms."""
    stall = [190.0 - 10 * number for number in range(5)]
    return [100.0] * 400 + ([*stall, *[100.0] * apart]) * stalls + stall + [100.0] * 100


def test_a_line_that_stalls_again_and_again_is_waited_for_sooner() -> None:
    assert wanted_ms(after(stalling(1))) < 20
    assert wanted_ms(after(stalling(4))) > 60
    calm = after([*stalling(4), *[100.0] * 3000])
    assert wanted_ms(calm) == 0.0, "and no longer than it does"


def test_one_long_stall_is_one_of_three() -> None:
    assert (
        wanted_ms(after([*stalling(0), *[2100.0 - 10 * n for n in range(200)], *[100.0] * 900]))
        < 20
    )


def test_never_more_than_the_most_is_wanted() -> None:
    drawn = random.Random(7)
    arrivals = after([100.0 + drawn.random() * 900 for _ in range(400)])
    assert 0.9 * MOST_S * 1000 <= wanted_ms(arrivals) <= MOST_S * 1000
    assert arrivals.most - arrivals.fastest == round(KEPT_S * 1000 * MS)


def test_a_longer_way_is_followed_at_once_and_a_shorter_one_soon() -> None:
    arrivals = after([100.0] * 300 + [150.0] * 40)
    assert arrivals.target == 150 * MS
    assert arrivals.fastest == 150 * MS
    for _ in range(40):
        arrivals.add(100 * MS)
    assert arrivals.target == 100 * MS


def test_another_clock_begins_anew() -> None:
    arrivals = after([100.0] * 50)
    assert arrivals.add(101 * MS)
    kept = [arrivals.add(5000 * MS) for _ in range(RECENT_FRAMES)]
    assert kept == [True] * (RECENT_FRAMES - 1) + [False]
    assert arrivals.fastest == 5000 * MS
    assert not arrivals.add(-9000 * MS)
    assert arrivals.fastest == -9000 * MS


def test_a_clock_that_runs_away_is_followed() -> None:
    arrivals = ArrivalDelays()
    for number in range(20_000):  # 400 s
        arrivals.add(round(number * 960 * 100e-6))
    assert 0 <= arrivals.target - (20_000 * 960 * 100e-6) + 2 * MS <= 4 * MS


def test_a_way_longer_than_anything_kept_silences_nobody_for_long() -> None:
    drawn = random.Random(4)
    arrivals = after([100.0 + drawn.random() * 60 for _ in range(1000)])
    late_ms = [600.0 + drawn.random() * 30 for _ in range(RECENT_FRAMES)]
    assert all(arrivals.add(round(lag * MS)) for lag in late_ms)
    assert arrivals.fastest >= 600 * MS
    assert arrivals.most >= 800 * MS


@pytest.mark.parametrize("stall_ms", [300, 1000, 2000, 9000])
def test_no_delay_is_held_for_the_next_stall(stall_ms: int) -> None:
    arrivals = after([100.0] * 600)
    # The last frame of the bunch comes as it would have come without the stall.
    assert all(arrivals.add((100 + late) * MS) for late in range(stall_ms, -1, -10))
    assert arrivals.fastest == 100 * MS
    assert wanted_ms(arrivals) == 0.0


def test_one_old_frame_is_of_no_other_clock() -> None:
    arrivals = after([100.0] * 50)
    for _ in range(100):
        assert arrivals.add(7000 * MS)
        assert arrivals.add(100 * MS)
    assert arrivals.fastest == 100 * MS


def test_a_way_that_becomes_longer_within_a_stall_is_followed_as_it_falls() -> None:
    arrivals = after([100.0] * 300)
    for late in [1000.0] * 30 + [1000.0 - number * 0.5 for number in range(1000)]:
        assert arrivals.add(round((100 + late) * MS))
    assert arrivals.fastest == pytest.approx((100 + 500) * MS, abs=MS)
