import pytest

from robot.media.transport.copies import APART_S, LEAST_AFTER_S, MOST_AFTER_S, Copies

RTT_S = 0.06
ROOM_BPS = 2_000_000
NEEDED_BPS = 200_000


def copies_for(loss: float, burst_s: float = 0.0, rtt_s: float = RTT_S) -> Copies:
    copies = Copies()
    copies.update(loss, burst_s, rtt_s, ROOM_BPS, NEEDED_BPS)
    return copies


def test_a_line_that_loses_and_has_room_gets_copies() -> None:
    assert copies_for(0.03).count == 1


def test_much_loss_and_long_ways_and_gaps_get_two() -> None:
    assert copies_for(0.1).count == 2
    assert copies_for(0.05, rtt_s=0.26).count == 2
    assert copies_for(0.05, burst_s=0.01).count == 2


def test_a_clean_or_a_narrow_line_gets_none() -> None:
    assert copies_for(0.0).count == 0
    copies = Copies()
    copies.update(0.05, 0.0, RTT_S, 1.5 * NEEDED_BPS, NEEDED_BPS)
    assert copies.count == 0
    copies.update(0.2, 0.0, RTT_S, 2.5 * NEEDED_BPS, NEEDED_BPS)
    assert copies.count == 1


def test_copies_do_not_flicker() -> None:
    copies = copies_for(0.015)
    copies.update(0.006, 0.0, RTT_S, 2 * NEEDED_BPS, NEEDED_BPS)
    assert copies.count == 1
    copies.update(0.001, 0.0, RTT_S, ROOM_BPS, NEEDED_BPS)
    assert copies.count == 0


def test_copies_keep_clear_of_gaps() -> None:
    assert copies_for(0.05, 0.02).after_s > copies_for(0.05).after_s + 0.02
    assert copies_for(0.05, 0.5).after_s == MOST_AFTER_S


def test_copies_follow_soon_only_where_losses_come_one_by_one() -> None:
    assert copies_for(0.05).after_s == LEAST_AFTER_S
    assert copies_for(0.05, 0.0005).after_s > LEAST_AFTER_S
    assert copies_for(0.05, 0.001).after_s >= APART_S
    assert copies_for(0.05, 0.003).after_s > APART_S + 0.004


def test_what_copies_leave_over_is_the_power_and_the_gaps() -> None:
    assert Copies().residual(0.05, 0.0) == 0.05
    assert copies_for(0.05).residual(0.05, 0.0) == pytest.approx(0.0025)
    assert copies_for(0.1).residual(0.1, 0.0) == pytest.approx(0.001)
    assert copies_for(0.05).residual(0.05, 0.02) > 0.00013
