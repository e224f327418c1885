import pytest

from robot.media.devices.testcard import time_code
from tests.bench.networks.freezes import Freeze, freeze_figures, freezes, recover_s
from tests.bench.pictures import Sight

START_MS = 1_800_000_000_000.0
PERIOD_MS = 100 / 3


def sights(*stretches: tuple[float, float], delay_ms: float = 40.0) -> list[Sight]:
    """Pictures each period within these stretches, in seconds."""
    made: list[Sight] = []
    for from_s, to_s in stretches:
        for step in range(int((to_s - from_s) * 30)):
            at_ms = START_MS + from_s * 1000 + step * PERIOD_MS
            made.append(Sight(at_ms, time_code(int(at_ms - delay_ms)), len(made) + 1))
    return made


def figures(seen: list[Sight], to_s: float) -> dict[str, float]:
    return freeze_figures(seen, START_MS, START_MS + to_s * 1000)


def test_a_steady_picture_does_not_stand() -> None:
    assert figures(sights((0, 5)), 5) == {"freezes": 0, "frozen_s": 0}


def test_a_gap_is_a_freeze_as_long_as_it_lasts() -> None:
    found = figures(sights((0, 2), (3, 5)), 5)
    assert found["freezes"] == 1
    assert found["frozen_s"] == pytest.approx(1.03, abs=0.01)


@pytest.mark.parametrize(("gap_ms", "count"), [(150, 0), (180, 0), (190, 1), (400, 1)])
def test_a_gap_counts_from_150_ms_over_the_mean(gap_ms: float, count: int) -> None:
    seen = sights((0, 2))
    at_ms = seen[-1].at_ms + gap_ms
    seen += [Sight(at_ms + step * PERIOD_MS, 0, len(seen) + 1 + step) for step in range(30)]
    assert len(freezes(seen, START_MS, seen[-1].at_ms)) == count


def test_few_pictures_a_second_are_no_freeze() -> None:
    slow = [Sight(START_MS + step * 200.0, 0, step + 1) for step in range(25)]
    found = freezes(slow, START_MS, slow[-1].at_ms)
    assert len(found) <= 2  # until the rate is known


def test_pictures_that_the_page_slept_through_were_shown() -> None:
    seen = sights((0, 5))
    kept = [sight for sight in seen if not 2000 < sight.at_ms - START_MS < 2300]
    assert figures(kept, 5)["freezes"] == 0


def test_a_picture_that_stands_at_the_end_or_never_came_is_frozen() -> None:
    assert freezes(sights((0, 2)), START_MS, START_MS + 5000)[-1].to_ms == START_MS + 5000
    assert freezes([], START_MS, START_MS + 5000) == [Freeze(START_MS, START_MS + 5000)]


def test_recovery_ends_with_steady_fresh_pictures() -> None:
    seen = sights((0, 4), (6.5, 10))
    assert recover_s(seen, START_MS + 4000, START_MS + 10_000) == pytest.approx(2.5, abs=0.05)


def test_old_pictures_are_no_recovery() -> None:
    seen = sights((0, 4)) + sights((6, 8), delay_ms=900) + sights((8, 10))
    assert recover_s(seen, START_MS + 4000, START_MS + 10_000) == pytest.approx(4, abs=0.05)


def test_without_recovery_the_whole_rest_counts() -> None:
    assert recover_s(sights((0, 4)), START_MS + 4000, START_MS + 10_000) == 6
