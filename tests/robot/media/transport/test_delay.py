import pytest

from robot.media.transport.delay import QueueDelay

AHEAD_S = 500.0


def feed(delay: QueueDelay, start_s: float, *waits_s: float, every_s: float = 0.02) -> float:
    sent_s = start_s
    for wait_s in waits_s:
        delay.add(sent_s, sent_s + AHEAD_S + 0.03 + wait_s)
        sent_s += every_s
    delay.update_tail()
    return sent_s


def test_the_clocks_offset_does_not_matter() -> None:
    delay = QueueDelay()
    feed(delay, 0.0, *[0.0] * 20)
    assert delay.standing_s == pytest.approx(0.0, abs=1e-9)
    assert delay.base_s == pytest.approx(AHEAD_S + 0.03)


def test_a_queue_lifts_all_packets() -> None:
    delay = QueueDelay()
    now = feed(delay, 0.0, *[0.0] * 20)
    feed(delay, now, *[0.08, 0.09, 0.1] * 5)
    assert delay.standing_s == pytest.approx(0.08)
    assert delay.newest_s == pytest.approx(0.1)


def test_jitter_is_no_queue_but_a_tail() -> None:
    delay = QueueDelay()
    feed(delay, 0.0, *[0.0, 0.02, 0.013, 0.004] * 30)
    assert delay.standing_s < 0.005
    assert 0.01 < delay.tail_s <= 0.02
    assert 0.01 < delay.usual_s < delay.tail_s


def test_leaps_are_waited_out_and_what_packets_take_by_themselves_is_no_leap() -> None:
    held_up = [0.0, *(0.16 - 0.02 * i for i in range(8))]  # one late packet, and those behind it
    swaying, own = QueueDelay(), QueueDelay()
    now = 0.0
    for _ in range(12):
        now = feed(swaying, now, *held_up)
    feed(swaying, now, *held_up[1:7])
    assert swaying.standing_s < 0.005
    steady = QueueDelay()
    feed(steady, 0.0, *[0.0] * 100, *held_up[1:7])
    assert steady.standing_s > 0.04, "the first time it may be a queue"
    for number in range(100):
        wait_s = 0.025 * (number % 2)
        own.add(0.05 * number, AHEAD_S + 0.05 * number + wait_s, own_s=0.025)
    own.update_tail()
    for number in range(4):
        own.add(5.0 + 0.03 * number, AHEAD_S + 5.0 + 0.03 * number + 0.1)
    assert own.standing_s == pytest.approx(0.1)


def test_a_longer_way_becomes_the_norm_after_a_while() -> None:
    delay = QueueDelay()
    now = feed(delay, 0.0, *[0.0] * 20)
    now = feed(delay, now, *[0.05] * 300)
    assert delay.standing_s == pytest.approx(0.05)
    feed(delay, now, *[0.05] * 500)
    assert delay.standing_s == pytest.approx(0.0, abs=1e-9)


def test_restart_keeps_the_base() -> None:
    delay = QueueDelay()
    now = feed(delay, 0.0, *[0.0] * 20)
    now = feed(delay, now, *[0.2] * 20)
    delay.restart()
    assert delay.standing_s == 0.0
    feed(delay, now, 0.06)
    assert delay.standing_s == pytest.approx(0.06)


def test_a_clock_that_is_set_anew_is_no_queue_for_ever() -> None:
    delay = QueueDelay()
    now = feed(delay, 0.0, *[0.0] * 20)
    for leap_s in (90_000.0, -90_000.0, 400_000.0):
        delay.add(now, now + AHEAD_S + leap_s)
    feed(delay, now, *[0.0] * 20)
    assert delay.standing_s == pytest.approx(0.0, abs=1e-6)
    assert delay.base_s == pytest.approx(AHEAD_S + 0.03)


def test_after_a_change_of_route_the_delay_of_now_is_the_base() -> None:
    delay = QueueDelay()
    delay.rebase()
    now = feed(delay, 0.0, *[0.0] * 20)
    now = feed(delay, now, *[0.08, 0.09] * 10)
    delay.rebase()
    assert delay.standing_s == 0.0
    feed(delay, now, *[0.1] * 10)
    assert delay.standing_s == pytest.approx(0.02)
