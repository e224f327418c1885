import pytest

from robot.media.types.cells import SAMPLE_HZ
from robot.media.voice.uplink_queue import LEAST_S, WINDOW_S, UplinkQueue
from tests.netlab.synthetic import make
from tests.robot.media.transport.link_line import Line
from tests.robot.media.transport.link_recorded import RecordedWay

PACKET_S = 0.01


def told_s(lags_s: list[float]) -> list[float]:
    """Return what is told after each packet of 10 ms that is late by so much."""
    queue = UplinkQueue()
    told = []
    for number, lag_s in enumerate(lags_s):
        now = 100.0 + PACKET_S * number + lag_s
        queue.arrived(round(PACKET_S * number * SAMPLE_HZ), now)
        told.append(queue.queue_s(now))
    return told


def test_a_line_that_carries_the_voice_has_no_queue() -> None:
    assert not any(told_s([0.03] * 200))


def test_a_voice_that_waits_is_told_once_all_of_half_a_second_is_late() -> None:
    told = told_s([0.03] * 100 + [0.03 + LEAST_S + 0.05] * 100)
    first = next(number for number, queue_s in enumerate(told) if queue_s)
    assert PACKET_S * (first - 100) == pytest.approx(WINDOW_S, abs=0.2)
    assert told[-1] == pytest.approx(LEAST_S + 0.05)


def test_a_little_queue_is_not_told() -> None:
    assert not any(told_s([0.03] * 100 + [0.03 + LEAST_S - 0.01] * 100))


def test_a_stall_after_which_all_comes_together_is_no_queue() -> None:
    stall = [0.03 + max(0.0, 0.4 - PACKET_S * number) for number in range(100)]
    assert not any(told_s([0.03] * 100 + stall))


def test_what_nobody_sends_does_not_wait() -> None:
    queue = UplinkQueue()
    for number in range(100):
        queue.arrived(480 * number, 100.0 + PACKET_S * number)
    queue.arrived(480 * 300, 103.5)
    assert queue.queue_s(103.5) == 0.0, "one packet shows no queue"
    assert queue.queue_s(110.0) == 0.0


def test_another_sender_has_another_clock() -> None:
    queue = UplinkQueue()
    for number in range(100):
        queue.arrived(480 * number, 100.0 + PACKET_S * number)
    queue.begin()
    for number in range(100):
        queue.arrived(480 * number, 110.0 + PACKET_S * number)
    assert queue.queue_s(111.0) == 0.0


def after_a_pause(queue: UplinkQueue, late_s: float, takes_s: float) -> list[float]:
    """Return what is told of 3 s of packets; after one second they come `late_s` later.

    Each of the later ones takes `takes_s` of the line.
    """
    told = []
    for number in range(300):
        now = 100.0 + PACKET_S * number
        if number >= 100:
            now = max(now, 100.0 + PACKET_S * 100 + late_s + takes_s * (number - 100))
        queue.arrived(480 * number, now)
        told.append(queue.queue_s(now))
    return told


def test_a_clock_that_stood_still_in_a_pause_is_no_queue() -> None:
    assert not any(after_a_pause(UplinkQueue(), 30.0, PACKET_S))


def test_what_a_line_held_back_longer_is_no_queue_either_where_it_comes_at_once() -> None:
    assert not any(after_a_pause(UplinkQueue(), 4.0, 0.0))


def test_a_queue_behind_a_line_that_stood_still_is_told() -> None:
    told = after_a_pause(UplinkQueue(), 4.0, 0.7 * PACKET_S)
    first = next(number for number, queue_s in enumerate(told) if queue_s)
    assert told[first] == pytest.approx(3.5, abs=0.1)
    assert told[-1] == pytest.approx(4.0 - 0.3 * 2.0, abs=0.1)


@pytest.mark.parametrize(("kind", "is_told"), [("umts", True), ("evdo", True), ("lte", False)])
def test_recorded_lines_that_are_too_narrow_are_told_and_others_are_not(
    kind: str, is_told: bool
) -> None:
    """A voice of 130 kbit/s, as browsers send it with its copies."""
    told = []
    for seed in range(1, 4):
        way, queue = RecordedWay(make(kind, "up", seed)), UplinkQueue()
        for number in range(3000):
            sent_s = PACKET_S * number
            wait_s = way.queue(Line(), 162, sent_s)
            if wait_s is not None:
                queue.arrived(480 * number, sent_s + wait_s)
                told.append(queue.queue_s(sent_s + wait_s))
    assert any(told) == is_told
