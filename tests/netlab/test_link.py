from itertools import pairwise
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.netlab import link as module
from tests.netlab.line import Line
from tests.netlab.packets import END_S, MANY, SLOW, arrivals, fate, link, packet


def test_a_perfect_line_hands_a_packet_over_at_once() -> None:
    tried = link(Line())
    tried.put(packet(7), 3.0)
    assert tried.next_at() == 3.0
    assert arrivals(tried, 3.0) == [(7, 3.0)]
    assert tried.next_at() == float("inf")


def test_a_packet_arrives_after_the_delay_and_not_before() -> None:
    tried = link(Line(delay_ms=30))
    tried.put(packet(1), 1.0)
    assert tried.next_at() == pytest.approx(1.03)
    assert tried.take(1.0299) == []
    assert arrivals(tried, 1.0301) == [(1, 1.03)]


def test_the_rate_spaces_packets() -> None:
    tried = link(SLOW)
    for index in range(3):
        tried.put(packet(index), 0.0)
    assert tried.next_at() == pytest.approx(0.1)
    assert arrivals(tried) == [(0, 0.1), (1, 0.2), (2, 0.3)]


def test_an_idle_line_saves_up_no_rate() -> None:
    tried = link(SLOW)
    tried.put(packet(0), 5.0)
    tried.put(packet(1), 9.0)
    assert arrivals(tried) == [(0, 5.1), (1, 9.1)]


@pytest.mark.parametrize(
    "line",
    [Line(rate_kbps=80, queue_ms=250), Line(rate_kbps=80, queue_bytes=2500)],
    ids=["in ms", "in bytes"],
)
def test_a_full_queue_drops_the_newest(line: Line) -> None:
    tried = link(line)
    for index in range(5):
        tried.put(packet(index), 0.0)
    # At 0.15 half of the second has been sent: 1500 bytes, or 150 ms, are ahead.
    tried.put(packet(5), 0.15)
    assert arrivals(tried) == [(0, 0.1), (1, 0.2), (2, 0.3), (5, 0.4)]
    assert tried.counts.queue_full == 2


def test_a_queue_of_nothing_still_lets_a_packet_through_an_idle_line() -> None:
    tried = link(Line(rate_kbps=80, queue_ms=0))
    tried.put(packet(0), 0.0)
    tried.put(packet(1), 0.05)
    tried.put(packet(2), 0.1)
    assert arrivals(tried) == [(0, 0.1), (2, 0.2)]


def test_the_rest_of_a_packet_goes_at_the_new_rate() -> None:
    tried = link(SLOW)
    tried.put(packet(0), 0.0)
    tried.put(packet(1), 0.0)
    tried.change(Line(rate_kbps=160), 0.05)
    assert arrivals(tried) == [(0, 0.075), (1, 0.125)]


def test_what_waits_goes_at_once_when_the_rate_is_lifted() -> None:
    tried = link(SLOW)
    tried.put(packet(0), 0.0)
    tried.put(packet(1), 0.0)
    tried.change(Line(), 0.03)
    assert arrivals(tried) == [(0, 0.03), (1, 0.03)]
    tried.change(SLOW, 1.0)
    tried.put(packet(2), 1.0)
    assert arrivals(tried) == [(2, 1.1)]


def test_a_shorter_delay_lets_nobody_overtake() -> None:
    tried = link(Line(delay_ms=500))
    tried.put(packet(0), 0.0)
    tried.change(Line(delay_ms=100), 0.1)
    tried.put(packet(1), 0.1)
    tried.put(packet(2), 0.6)
    assert arrivals(tried) == [(0, 0.5), (1, 0.5), (2, 0.7)]


def test_a_line_that_reorders_lets_the_later_packet_overtake() -> None:
    tried = link(Line(delay_ms=500))
    tried.put(packet(0), 0.0)
    tried.change(Line(delay_ms=100, jitter_reorders=True), 0.1)
    tried.put(packet(1), 0.1)
    assert arrivals(tried) == [(1, 0.2), (0, 0.5)]


def test_jitter_is_normal_around_the_delay() -> None:
    took_ms = [1000 * took for _, took in fate(Line(delay_ms=100, jitter_ms=10))]
    # Packets lie 10 ms apart: those that waited for an earlier one are not of interest here.
    free_ms = [1000 * took for _, took in fate(Line(delay_ms=100, jitter_ms=10), gap_s=1)]
    assert fmean(free_ms) == pytest.approx(100, abs=0.3)
    assert stdev(free_ms) == pytest.approx(10, abs=0.2)
    within = sum(90 <= ms <= 110 for ms in free_ms) / len(free_ms)
    assert within == pytest.approx(0.683, abs=0.01)
    assert fmean(took_ms) > fmean(free_ms)


def test_jitter_never_lets_a_packet_arrive_before_it_was_sent() -> None:
    assert min(took for _, took in fate(Line(delay_ms=5, jitter_ms=20))) >= 0


def test_jitter_keeps_the_order() -> None:
    indexes = [index for index, _ in fate(Line(delay_ms=50, jitter_ms=20))]
    assert indexes == list(range(MANY))


def test_jitter_that_reorders_does_so() -> None:
    indexes = [index for index, _ in fate(Line(delay_ms=50, jitter_ms=20, jitter_reorders=True))]
    assert sorted(indexes) == list(range(MANY))
    overtaken = sum(after < before for before, after in pairwise(indexes)) / MANY
    # Two normal delays 10 ms apart, the difference's deviation 28 ms: P(x > 10 / 28) = 0.36.
    assert 0.2 < overtaken < 0.4


def test_a_schedule_is_kept_to_the_moment_however_late_one_looks() -> None:
    tried = link(SLOW)
    tried.schedule([(0.35, SLOW), (0.05, Line(rate_kbps=40))], 1.0)
    for index in range(3):
        tried.put(packet(index), 1.0)
    # 50 ms at full rate leave half a packet; that and one more take 300 ms at half the rate.
    assert arrivals(tried) == [(0, 1.15), (1, 1.35), (2, 1.45)]


def test_the_next_step_of_a_schedule_is_the_next_thing_to_happen() -> None:
    tried = link(Line())
    tried.schedule([(2.0, SLOW)], 1.0)
    assert tried.next_at() == 3.0
    assert tried.take(3.0) == []
    assert tried.line == SLOW


def test_a_change_ends_a_schedule() -> None:
    tried = link(Line())
    tried.schedule([(1.0, SLOW)], 0.0)
    tried.change(Line(delay_ms=5), 0.5)
    assert tried.next_at() == float("inf")


def test_the_same_seed_gives_the_same_fate() -> None:
    line = Line(delay_ms=30, jitter_ms=10, loss=0.2, duplicate=0.1, reorder=0.1)
    assert fate(line, 500) == fate(line, 500)


def test_what_is_underway_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "UNDERWAY_LIMIT", 10)
    tried = link(Line(delay_ms=1000))
    for index in range(15):
        tried.put(packet(index), 0.0)
    assert len(arrivals(tried)) == 10
    assert tried.counts.queue_full == 5


LINES = st.builds(
    Line,
    rate_kbps=st.none() | st.floats(10, 1000),
    queue_ms=st.floats(0, 500),
    delay_ms=st.floats(0, 100),
    jitter_ms=st.floats(0, 50),
    loss=st.floats(0, 0.5),
    burst=st.none() | st.floats(1, 5),
    reorder=st.floats(0, 0.5),
    duplicate=st.floats(0, 0.5),
    outage=st.booleans(),
    udp=st.booleans(),
)
HAPPENINGS = st.lists(st.tuples(st.floats(0, 0.2), st.integers(20, 1500) | LINES), max_size=60)


@given(LINES, HAPPENINGS)
def test_no_packet_is_forgotten_whatever_happens(
    first: Line, happenings: list[tuple[float, int | Line]]
) -> None:
    tried = link(first)
    now = 0.0
    for gap_s, what in happenings:
        now += gap_s
        if isinstance(what, Line):
            tried.change(what, now)
        else:
            tried.put(packet(0, what), now)
        assert all(at <= now for at, _ in tried.take(now))
        counts = tried.counts
        assert counts.entered + counts.duplicated == (
            counts.arrived
            + counts.lost
            + counts.queue_full
            + counts.outage
            + counts.blocked
            + counts.underway
        )
    tried.take(END_S)
    assert tried.counts.underway == 0
    assert tried.next_at() == float("inf")


@given(LINES, st.lists(st.floats(0, 0.1), max_size=40), st.lists(st.floats(0, 4), max_size=40))
def test_looking_more_often_changes_nothing(
    line: Line, gaps_s: list[float], looks: list[float]
) -> None:
    def sent(looks: list[float]) -> list[tuple[float, bytes]]:
        tried = link(line)
        seen, now, ahead = [], 0.0, sorted(looks)
        for index, gap_s in enumerate(gaps_s):
            now += gap_s
            while ahead and ahead[0] < now:
                seen += tried.take(ahead.pop(0))
            tried.put(packet(index), now)
        return seen + tried.take(END_S)

    assert [data for _, data in sent(looks)] == [data for _, data in sent([])]
