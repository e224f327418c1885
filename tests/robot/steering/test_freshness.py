from hypothesis import given
from hypothesis import strategies as st

from robot.steering.freshness import WINDOW_S, Freshness


def test_the_newest_wins_and_older_or_equal_ones_are_dropped() -> None:
    fresh = Freshness()
    assert fresh.passes("look", "a", seq=5, sent_ms=1000, now=10.0)
    assert not fresh.passes("look", "a", seq=5, sent_ms=1000, now=10.0)
    assert not fresh.passes("look", "a", seq=4, sent_ms=990, now=10.0)
    assert fresh.passes("look", "a", seq=6, sent_ms=1010, now=10.02)
    assert fresh.dropped == 2


def test_a_look_may_be_overtaken_by_a_beat() -> None:
    fresh = Freshness()
    assert fresh.passes("beat", "a", seq=6, sent_ms=1000, now=10.0)
    assert fresh.passes("look", "a", seq=5, sent_ms=995, now=10.0)


def test_a_message_300_ms_slower_than_the_fastest_is_dropped() -> None:
    fresh = Freshness()
    assert fresh.passes("look", "a", seq=1, sent_ms=0, now=10.0)
    assert fresh.passes("look", "a", seq=2, sent_ms=100, now=10.39)
    assert not fresh.passes("look", "a", seq=3, sent_ms=200, now=10.501)


def test_a_dropped_message_does_not_use_up_its_number() -> None:
    fresh = Freshness()
    fresh.passes("look", "a", seq=1, sent_ms=0, now=10.0)
    assert not fresh.passes("look", "a", seq=9, sent_ms=0, now=11.0)
    assert fresh.passes("look", "a", seq=2, sent_ms=1000, now=11.0)


def test_the_slower_road_through_the_bridge_has_its_own_fastest_journey() -> None:
    fresh = Freshness()
    assert fresh.passes("look", "a", seq=1, sent_ms=1000, now=1.0)
    assert fresh.passes("look", "relay", seq=2, sent_ms=1100, now=1.9)
    assert not fresh.passes("look", "a", seq=2, sent_ms=1100, now=1.1)


def test_a_tablet_whose_clock_slept_steers_again_within_two_windows() -> None:
    fresh = Freshness()
    assert fresh.passes("look", "a", seq=1, sent_ms=0, now=10.0)
    passed_at = None
    now, seq = 100.0, 2
    while passed_at is None:
        if fresh.passes("look", "a", seq=seq, sent_ms=(now - 90.0) * 1000 - 9000, now=now):
            passed_at = now
        now, seq = now + 0.05, seq + 1
    assert passed_at - 100.0 <= 2 * WINDOW_S + 0.1


def test_slow_drift_of_the_clocks_drops_nothing() -> None:
    fresh = Freshness()
    for i in range(1, 2000):
        now = i * 0.2
        assert fresh.passes("beat", "a", seq=i, sent_ms=now * 1000 * 0.999, now=now)


def test_a_forgotten_road_starts_over() -> None:
    fresh = Freshness()
    assert fresh.passes("look", "a", seq=1, sent_ms=0, now=10.0)
    fresh.forget_path("a")
    fresh.forget_path("b")
    assert fresh.passes("look", "a", seq=2, sent_ms=0, now=20.0)


@given(
    st.lists(
        st.tuples(st.integers(1, 50), st.floats(0, 1e6), st.floats(0, 5)), min_size=1, max_size=60
    )
)
def test_what_passes_always_counts_up(messages: list[tuple[int, float, float]]) -> None:
    fresh = Freshness()
    now, passed = 0.0, []
    for seq, sent_ms, pause_s in messages:
        now += pause_s
        if fresh.passes("look", "a", seq, sent_ms, now):
            passed.append(seq)
    assert passed == sorted(set(passed))
    assert len(passed) + fresh.dropped == len(messages)
