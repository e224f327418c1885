from itertools import groupby, pairwise
from statistics import fmean

import pytest

from tests.netlab.line import Line
from tests.netlab.link import protocol
from tests.netlab.packets import MANY, SLOW, arrivals, fate, ip_packet, link, number, packet


@pytest.mark.parametrize("loss", [0.01, 0.05, 0.5, 1.0])
def test_the_share_that_was_asked_for_is_lost(loss: float) -> None:
    arrived = len(fate(Line(loss=loss)))
    assert 1 - arrived / MANY == pytest.approx(loss, rel=0.15)


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
