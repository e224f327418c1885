from itertools import groupby, pairwise
from random import Random
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.netlab import link as module
from tests.netlab.line import Line
from tests.netlab.link import Link, protocol
from tests.netlab.recording import Recording

END_S = 1e9
MANY = 20_000
# At 80 kbit/s a packet of 1000 bytes takes 100 ms.
SLOW = Line(rate_kbps=80, queue_ms=10_000)


def link(line: Line, seed: int = 1) -> Link:
    return Link(line, Random(seed))


def packet(number: int, size: int = 1000) -> bytes:
    return number.to_bytes(4, "big").ljust(size, b"\0")


def number(data: bytes) -> int:
    return int.from_bytes(data[:4], "big")


def ip_packet(kind: int) -> bytes:
    return bytes([0x45, *[0] * 8, kind, *[0] * 10])


def arrivals(tried: Link, until: float = END_S) -> list[tuple[int, float]]:
    return [(number(data), round(at, 6)) for at, data in tried.take(until)]


def fate(line: Line, count: int = MANY, gap_s: float = 0.01) -> list[tuple[int, float]]:
    """Send so many packets, evenly; return which arrived and how long each took."""
    tried = link(line)
    for index in range(count):
        tried.put(packet(index, 20), index * gap_s)
    return [(number(data), at - number(data) * gap_s) for at, data in tried.take(END_S)]


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


@pytest.mark.parametrize("loss", [0.01, 0.05, 0.5, 1.0])
def test_the_share_that_was_asked_for_is_lost(loss: float) -> None:
    arrived = len(fate(Line(loss=loss)))
    assert 1 - arrived / MANY == pytest.approx(loss, rel=0.15)


def test_packets_lost_by_chance_are_lost_each_by_itself() -> None:
    share, burst = losses(Line(loss=0.3))
    assert share == pytest.approx(0.3, rel=0.03)
    assert burst == pytest.approx(1 / 0.7, rel=0.03)


@pytest.mark.parametrize(("loss", "burst"), [(0.05, 4.0), (0.1, 10.0), (0.2, 1.0), (0.5, 2.5)])
def test_bursts_have_the_share_and_the_mean_length_that_were_asked_for(
    loss: float, burst: float
) -> None:
    share, length = losses(Line(loss=loss, burst=burst))
    assert share == pytest.approx(loss, rel=0.1)
    assert length == pytest.approx(burst, rel=0.1)


def losses(line: Line, count: int = 5 * MANY) -> tuple[float, float]:
    """Return the share lost and the mean length of what was lost in a row."""
    tried = link(line)
    arrived: set[int] = set()
    for index in range(count):
        tried.put(packet(index, 20), index)
        arrived.update(number(data) for _, data in tried.take(index))
    runs = [
        len(list(run)) for there, run in groupby(i in arrived for i in range(count)) if not there
    ]
    assert tried.counts.lost == sum(runs)
    assert tried.counts.bursts == len(runs)
    return sum(runs) / count, fmean(runs)


def test_the_share_that_was_asked_for_is_held_up() -> None:
    took_ms = [
        round(1000 * took, 3) for _, took in fate(Line(delay_ms=10, reorder=0.1, reorder_ms=25))
    ]
    assert set(took_ms) == {10, 35}
    assert took_ms.count(35) / MANY == pytest.approx(0.1, abs=0.01)


def test_a_packet_held_up_is_overtaken_by_those_behind_it() -> None:
    tried = link(Line(delay_ms=10, reorder=1, reorder_ms=25))
    tried.put(packet(0), 0.0)
    tried.change(Line(delay_ms=10), 0.001)
    tried.put(packet(1), 0.01)
    tried.put(packet(2), 0.03)
    assert arrivals(tried) == [(1, 0.02), (0, 0.035), (2, 0.04)]


def test_the_share_that_was_asked_for_arrives_twice_in_a_row() -> None:
    indexes = [index for index, _ in fate(Line(duplicate=0.1))]
    twice = sum(a == b for a, b in pairwise(indexes))
    assert twice / MANY == pytest.approx(0.1, abs=0.01)
    assert len(indexes) == MANY + twice


def test_an_outage_lets_nothing_through_and_loses_what_was_underway() -> None:
    tried = link(Line(rate_kbps=80, queue_ms=10_000, delay_ms=150))
    for index in range(3):
        tried.put(packet(index), 0.0)
    tried.change(Line(outage=True), 0.15)
    tried.put(packet(3), 0.2)
    assert tried.take(10.0) == []
    assert tried.counts.outage == 4
    tried.change(SLOW, 10.0)
    tried.put(packet(4), 10.0)
    assert arrivals(tried) == [(4, 10.1)]


def test_udp_can_be_blocked_while_the_rest_passes() -> None:
    tried = link(Line(udp=False))
    for kind in (17, 6, 1):
        tried.put(ip_packet(kind), 0.0)
    assert [protocol(data) for _, data in tried.take(0.0)] == [6, 1]
    assert tried.counts.blocked == 1


def test_what_is_no_ipv4_has_no_protocol() -> None:
    assert protocol(b"\x60" + bytes(39)) == -1
    assert protocol(b"\x45") == -1


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


def recorded(*moments_ms: int, line: Line | None = None) -> Link:
    playing = line or Line(trace="own", queue_ms=10_000)
    return Link(playing, Random(1), lambda _: Recording(moments_ms))


def test_a_recording_says_when_a_packet_leaves() -> None:
    tried = recorded(5, 50, 100)
    for index in range(4):
        tried.put(packet(index, 1500), 0.0)
    assert tried.next_at() == pytest.approx(0.005)
    assert arrivals(tried) == [(0, 0.005), (1, 0.05), (2, 0.1), (3, 0.105)]


def test_an_opportunity_carries_1500_bytes_of_small_packets_or_a_part_of_a_long_one() -> None:
    tried = recorded(10)
    for index, size in enumerate((500, 500, 1000, 1000)):
        tried.put(packet(index, size), 0.0)
    assert arrivals(tried) == [(0, 0.01), (1, 0.01), (2, 0.02), (3, 0.02)]


def test_an_opportunity_without_a_packet_is_lost() -> None:
    tried = recorded(10, 20, 500)
    tried.put(packet(0), 0.015)
    tried.put(packet(1), 0.021)
    assert arrivals(tried) == [(0, 0.02), (1, 0.5)]


def test_the_queue_of_a_recording_is_counted_at_its_mean_rate() -> None:
    # 12 kbit/s: 250 ms are 375 bytes ahead of a packet.
    tried = recorded(1000, line=Line(trace="own", queue_ms=250))
    for index in range(3):
        tried.put(packet(index, 300), 0.0)
    assert tried.counts.queue_full == 1
    assert [index for index, _ in arrivals(tried)] == [0, 1]


def test_a_recording_begins_when_the_line_becomes_it() -> None:
    tried = recorded(40, 100, line=Line())
    tried.change(Line(trace="own", queue_ms=1000), 7.0)
    tried.put(packet(0), 7.01)
    assert arrivals(tried) == [(0, 7.04)]
    tried.put(packet(1), 7.05)
    tried.change(Line(rate_kbps=80), 7.05)
    assert arrivals(tried) == [(1, 7.15)]
    tried.change(Line(trace="own", queue_ms=1000), 8.0)
    tried.put(packet(2), 8.0)
    tried.change(Line(), 8.001)
    assert arrivals(tried) == [(2, 8.001)]


def test_a_link_without_recordings_says_so() -> None:
    with pytest.raises(ValueError, match="knows the recording 'bus'"):
        link(Line(trace="bus"))
