from random import Random

import pytest

from tests.netlab.line import Line
from tests.netlab.link import Link
from tests.netlab.packets import arrivals, link, packet
from tests.netlab.recording import Recording


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
