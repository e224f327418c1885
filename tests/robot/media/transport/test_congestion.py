from dataclasses import replace

import pytest

from robot.media.transport.congestion import CapacityEstimator, LineEstimate


def line(
    standing_s: float = 0.0,
    bps: int = 480_000,
    loss: float = 0.0,
    sent: int = 0,
    queue_loss: float = 0.0,
    entry: int = 0,
) -> LineEstimate:
    return LineEstimate(standing_s, 0.0, bps, sent or bps, entry or 2 * bps, loss, queue_loss)


def follow(
    congestion: CapacityEstimator, measured: LineEstimate, start_s: float, seconds: float
) -> float:
    for i in range(int(seconds / 0.05)):
        congestion.update(measured, start_s + 0.05 * i)
    return congestion.estimate_bps


def test_an_empty_queue_lets_the_estimate_grow() -> None:
    congestion = CapacityEstimator(500_000, 3_000_000, 0.0)
    assert follow(congestion, line(bps=480_000), 0.0, 1.0) > 700_000
    assert follow(congestion, line(bps=480_000), 1.0, 9.0) < 1.7 * 480_000, "only what is proven"


def test_nothing_is_learned_while_little_is_sent() -> None:
    congestion = CapacityEstimator(500_000, 3_000_000, 0.0)
    assert follow(congestion, line(bps=100_000), 0.0, 5.0) == 500_000


def test_a_queue_brings_the_estimate_below_the_delivery() -> None:
    congestion = CapacityEstimator(1_500_000, 3_000_000, 0.0)
    estimate = follow(congestion, line(standing_s=0.1, bps=400_000), 0.0, 0.5)
    assert 0.8 * 400_000 < estimate < 400_000
    assert congestion.congested
    assert congestion.drain < 0.8


def test_a_queue_of_others_that_lets_our_few_packets_through_does_not() -> None:
    congestion = CapacityEstimator(100_000, 3_000_000, 0.0)
    through = line(standing_s=0.1, bps=35_000, entry=35_000)
    assert follow(congestion, through, 0.0, 2.0) == 100_000
    assert congestion.congested
    assert congestion.drain < 0.8
    slowed = line(standing_s=0.1, bps=35_000, entry=40_000)
    assert follow(congestion, slowed, 2.0, 2.0) < 35_000


def test_a_narrow_estimate_outlives_a_short_queue_beside_other_traffic() -> None:
    congestion = CapacityEstimator(80_000, 3_000_000, 0.0)
    slowed = line(standing_s=0.15, bps=30_000, entry=60_000)
    assert follow(congestion, slowed, 0.0, 0.25) > 60_000
    assert congestion.drain < 0.7, "and makes way meanwhile"
    assert follow(congestion, slowed, 0.25, 2.0) < 30_000, "unless it stays"


def test_a_probe_that_fails_lifts_a_narrow_estimate_to_what_arrived() -> None:
    congestion = CapacityEstimator(50_000, 3_000_000, 0.0)
    congestion.refuted(80_000, 1.0)
    assert congestion.estimate_bps == pytest.approx(72_000)
    wide = CapacityEstimator(500_000, 3_000_000, 0.0)
    wide.refuted(800_000, 1.0)
    assert wide.estimate_bps == 500_000


def test_the_first_pictures_on_a_far_narrower_line_lower_the_estimate_at_once() -> None:
    late = replace(line(bps=95_000, entry=1_500_000), newest_s=0.15)
    congestion = CapacityEstimator(500_000, 3_000_000, 0.0)
    congestion.update(late, 0.25)
    assert congestion.estimate_bps == pytest.approx(85_500)
    few = CapacityEstimator(500_000, 3_000_000, 0.0)
    few.update(replace(late, delivered_bps=9_000), 0.25)
    assert few.estimate_bps == 60_000
    for other in (
        replace(late, newest_s=0.02),  # what a stall held up comes together
        replace(late, entry_bps=95_000),  # it came as it went
        replace(late, delivered_bps=300_000),
    ):
        congestion = CapacityEstimator(500_000, 3_000_000, 0.0)
        congestion.update(other, 0.25)
        assert congestion.estimate_bps >= 500_000
    old = CapacityEstimator(500_000, 3_000_000, 0.0)
    old.update(late, 3.0)
    assert old.estimate_bps >= 500_000


def test_close_to_the_known_end_growth_is_slow() -> None:
    congestion = CapacityEstimator(1_500_000, 3_000_000, 0.0)
    fallen = follow(congestion, line(standing_s=0.1, bps=400_000), 0.0, 1.0)
    assert follow(congestion, line(bps=370_000), 1.0, 1.4) < 1.1 * fallen


def test_on_a_narrow_line_a_few_packets_at_a_queues_end_are_not_its_capacity() -> None:
    congestion = CapacityEstimator(80_000, 3_000_000, 0.0)
    fallen = follow(congestion, line(standing_s=0.3, bps=36_000), 0.0, 0.3)
    assert 60_000 < fallen < 80_000
    calm = follow(congestion, line(bps=60_000), 0.4, 2.0)
    assert calm < 1.3 * fallen


def test_on_a_narrow_line_growth_without_a_known_end_is_slower() -> None:
    narrow, wide = (CapacityEstimator(bps, 3_000_000, 0.0) for bps in (60_000, 600_000))
    grown = follow(narrow, line(bps=60_000), 0.0, 0.5) / 60_000
    assert 1.1 < grown < follow(wide, line(bps=600_000), 0.0, 0.5) / 600_000


def test_loss_of_the_radio_kind_does_not_lower_the_estimate() -> None:
    congestion = CapacityEstimator(500_000, 3_000_000, 0.0)
    assert follow(congestion, line(loss=0.1), 0.0, 10.0) >= 500_000


def test_sudden_great_loss_lowers_the_estimate() -> None:
    congestion = CapacityEstimator(1_000_000, 3_000_000, 0.0)
    follow(congestion, line(bps=900_000), 0.0, 0.1)
    before = congestion.estimate_bps
    follow(congestion, line(bps=400_000, loss=0.4, sent=900_000), 0.2, 1.5)
    assert congestion.estimate_bps < 0.8 * before


def test_loss_to_a_full_queue_lowers_the_estimate() -> None:
    congestion = CapacityEstimator(1_000_000, 3_000_000, 0.0)
    estimate = follow(congestion, line(bps=700_000, loss=0.08, queue_loss=0.08), 0.0, 2.0)
    assert 600_000 < estimate < 700_000


def test_the_estimate_has_bounds() -> None:
    congestion = CapacityEstimator(500_000, 800_000, 0.0)
    congestion.proven(5e6, 0.0)
    assert congestion.estimate_bps == 800_000
    congestion.reported(100)
    assert congestion.estimate_bps == 20_000


def test_a_refuted_probe_marks_the_end_without_a_fall() -> None:
    congestion = CapacityEstimator(500_000, 3_000_000, 0.0)
    congestion.refuted(520_000, 0.0)
    assert congestion.estimate_bps == 500_000
    assert follow(congestion, line(bps=480_000), 0.5, 1.0) < 540_000


def test_after_an_outage_the_estimate_begins_lower() -> None:
    congestion = CapacityEstimator(500_000, 3_000_000, 0.0)
    congestion.proven(2_000_000, 0.0)
    congestion.resume(10.0)
    assert congestion.estimate_bps == 1_000_000


def test_receiver_reports_move_the_estimate_when_nothing_else_does() -> None:
    congestion = CapacityEstimator(500_000, 3_000_000, 0.0)
    congestion.counted(0.0, 1.0)
    assert congestion.estimate_bps == 540_000
    congestion.counted(0.4, 1.0)
    assert congestion.estimate_bps == 432_000


def test_what_was_no_congestion_is_undone() -> None:
    congestion = CapacityEstimator(1_000_000, 3_000_000, 0.0)
    follow(congestion, line(standing_s=0.1, bps=300_000), 0.0, 1.0)
    congestion.cleared(1_000_000, 1.0)
    assert congestion.estimate_bps == 800_000
    assert not congestion.congested
