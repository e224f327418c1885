import pytest

from robot.media.transport.sound import packet_s, sound_cost_bps, sound_plan


def test_a_good_line_gets_good_sound_without_copies() -> None:
    plan = sound_plan(700_000, 0.0)
    assert (plan.bitrate_bps, plan.red, plan.loss_percent) == (32_000, 0, 0)


def test_a_wide_line_is_ready_for_the_first_loss() -> None:
    assert sound_plan(800_000, 0.0).red == 1


def test_sound_shrinks_on_a_narrow_line_but_stays() -> None:
    rates = [sound_plan(bps, 0.0).bitrate_bps for bps in (1_000_000, 300_000, 100_000, 20_000)]
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == 12_000


def test_headers_shrink_with_the_line_before_the_sound_does() -> None:
    lines = (200_000, 179_000, 79_000, 39_000, 20_000)
    assert [sound_plan(bps, 0.0).blocks for bps in lines] == [1, 2, 3, 3, 3]
    costs = [sound_cost_bps(sound_plan(bps, 0.1)) for bps in lines]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < 22_000


def test_loss_brings_redundancy_where_there_is_room() -> None:
    assert sound_plan(2_000_000, 0.02).red == 1
    assert sound_plan(2_000_000, 0.1).red == 2
    assert sound_plan(300_000, 0.1).red == 1
    assert sound_plan(50_000, 0.1).red == 0


def test_the_cost_counts_headers_and_copies() -> None:
    once = sound_cost_bps(sound_plan(700_000, 0.0))
    assert 55_000 < once < 65_000
    assert sound_cost_bps(sound_plan(700_000, 0.02)) == once + 32_000


def test_the_time_of_a_packet_is_that_of_all_it_holds() -> None:
    plan = sound_plan(50_000, 0.0)
    assert plan.blocks == 3
    assert packet_s(plan, sound_cost_bps(plan)) == pytest.approx(0.06)
