from dataclasses import replace

import pytest

from tests.bench.soaking import LIMITS, Good, Held, broken, growth, held_figures, line_figures

STEADY = [Held(100.0, 40, 12, 30)] * 40
WELL = [Good(60.0, 90.0, frozen=False)] * 10


def test_a_steady_lesson_breaks_no_limit() -> None:
    figures = held_figures({"agent": STEADY, "bridge": STEADY}) | line_figures(WELL)
    assert figures == dict.fromkeys(LIMITS, 0.0)
    assert broken(figures) == []


def test_the_process_that_grows_most_counts() -> None:
    growing = [replace(held, rss_mib=100.0 + number) for number, held in enumerate(STEADY)]
    figures = held_figures({"agent": growing, "bridge": STEADY})
    assert figures["soak_rss_growth_percent"] == pytest.approx(30.0)
    assert "soak_rss_growth_percent is 30.0; the limit is 5.0" in broken(
        figures | line_figures(WELL)
    )


def test_growth_of_five_percent_is_too_much_and_less_is_not() -> None:
    figures = dict.fromkeys(LIMITS, 0.0)
    assert broken(figures | {"soak_rss_growth_percent": 4.9}) == []
    assert broken(figures | {"soak_rss_growth_percent": 5.0})


def test_one_sample_that_stands_out_is_no_growth() -> None:
    assert growth([1.0] * 20 + [500.0]) == 0.0


@pytest.mark.parametrize("kind", ["fds", "threads", "tasks"])
def test_descriptors_threads_and_tasks_are_counted(kind: str) -> None:
    leaking = [replace(held, **{kind: 40 + number}) for number, held in enumerate(STEADY)]
    figures = held_figures({"agent": leaking})
    grown = {k: v for k, v in figures.items() if v}
    assert grown == {f"soak_{kind}_growth": 30.0}
    assert broken(dict.fromkeys(LIMITS, 0.0) | figures)


def test_a_delay_that_creeps_is_a_drift_and_what_was_not_seen_is_not_counted() -> None:
    creeping = [Good(60.0, 90.0 + 10 * number, frozen=False) for number in range(12)]
    figures = line_figures([*creeping, Good(None, None, frozen=True)])
    assert figures["voice_delay_drift_ms"] == 90.0
    assert figures["picture_delay_drift_ms"] == 0.0
    assert figures["unrecovered_freezes"] == 1.0
    assert len(broken(dict.fromkeys(LIMITS, 0.0) | figures)) == 2


def test_what_could_not_be_measured_is_said() -> None:
    figures = line_figures([Good(None, None, frozen=True)] * 3)
    words = broken(figures)
    assert "voice_delay_drift_ms could not be measured" in words
    assert "unrecovered_freezes is 3.0; the limit is 0.0" in words
