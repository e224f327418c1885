import statistics

import pytest

from bridge.protocol.transfers import PIECE_BYTES, TransferKind
from robot.media.transport.beside import (
    BURST_S,
    LEAST_PICTURE_BPS,
    LEAST_PIECE_BYTES,
    LEAST_STILL_BYTES,
    BesideLoad,
    LineShare,
    piece_bytes,
    still_bytes,
)
from tests.robot.media.transport.link_line import Line
from tests.robot.media.transport.link_model import Lesson

pytestmark = pytest.mark.long

NARROW = Line(rate_bps=300_000, queue_s=1.0)
MIDDLING = Line(rate_bps=1_000_000, queue_s=0.5)


@pytest.mark.parametrize(
    ("line", "kind", "size", "most_s"),
    [
        (MIDDLING, "still", 120_000, 1.45),
        (NARROW, "still", 120_000, 7.0),
        (NARROW, "sheet", 120_000, 15.0),
    ],
    ids=["still-1M", "still-300k", "sheet-300k"],
)
def test_a_blob_delays_no_sound_and_costs_no_key_frame(
    line: Line, kind: TransferKind, size: int, most_s: float
) -> None:
    longer_s = []
    for seed in range(5):
        without = Lesson([(0, line)], seed=seed).run(30)
        lesson = Lesson([(0, line)], seed=seed, blobs=[(12, kind, size)]).run(30)
        [(_, took_s)] = lesson.crossed
        assert took_s < most_s
        span = (12, 12 + took_s)
        longer_s.append(lesson.wait_s(0.95, *span) - without.wait_s(0.95, *span))
        assert lesson.key_frames == without.key_frames
        assert lesson.longest_gap_s(*span) < 1.0, "the picture slows down and goes on"
        assert lesson.fps(13 + took_s, 30) > 24, "and is as before at once"
    assert statistics.median(longer_s) <= 0.0


def test_no_probe_begins_beside_a_still() -> None:
    for began_s in (8.0, 10.2):
        lesson = Lesson([(0, NARROW)], blobs=[(began_s, "still", 60_000)]).run(began_s + 5)
        [(_, took_s)] = lesson.crossed
        samples = lesson.between(began_s + 0.4, began_s + took_s)
        assert not any(sample.plan.probe_bps for sample in samples)


def test_a_long_sheet_does_not_make_the_line_look_wider_than_it_is() -> None:
    lesson = Lesson([(0, MIDDLING)], blobs=[(8, "sheet", 2_000_000)]).run(30)
    assert lesson.estimate_bps(9, 30) < 1_100_000
    assert lesson.wait_s(0.95, 9, 30) < 0.06


def test_the_picture_gives_way_to_a_still_and_shares_with_a_sheet() -> None:
    load = BesideLoad(0.0)
    assert load.left_bps(500_000) == 500_000
    load.wanted = "sheet"
    assert load.left_bps(500_000) == 250_000
    load.wanted = "still"
    assert load.left_bps(500_000) == 20_000
    assert load.left_bps(100_000) == LEAST_PICTURE_BPS, "it goes on, however narrow the line"
    assert load.left_bps(-5_000) == -5_000


def test_the_rate_is_that_of_the_bytes_on_the_line() -> None:
    load = BesideLoad(0.0)
    for at in range(100):
        load.sent(1_000, at / 100)
        load.delivered(500, at / 100)
    assert load.sent_bps(1.0) == pytest.approx(800_000, rel=0.05)
    assert load.delivered_bps(1.0) == pytest.approx(400_000, rel=0.05)
    assert load.sent_bps(5.0) == 0


def test_a_piece_takes_no_long_time_on_any_line() -> None:
    assert piece_bytes(2_000_000) == PIECE_BYTES
    assert piece_bytes(400_000) == 600
    assert piece_bytes(0) == LEAST_PIECE_BYTES


@pytest.mark.parametrize(
    ("line_bps", "most_s"), [(10_000_000, 0.4), (750_000, 0.42), (300_000, 1.5)]
)
def test_a_still_is_as_large_as_the_line_carries_soon_enough(line_bps: int, most_s: float) -> None:
    size = still_bytes(line_bps)
    assert size >= LEAST_STILL_BYTES
    assert 8 * size / line_bps < most_s
    assert still_bytes(0) == LEAST_STILL_BYTES


def test_a_share_of_the_line_is_kept_and_hardly_made_up_for() -> None:
    share = LineShare(0.0, 800_000)
    share.spent(1_000, 10.0)
    assert share.wait_s(10.0) == 0.0, "one burst"
    share.spent(1_000, 10.0)
    assert share.wait_s(10.0) == pytest.approx(2 * 0.01 - BURST_S)
    assert share.wait_s(20.0) == 0.0


def test_a_share_of_nothing_stops_and_is_not_paid_for_later() -> None:
    share = LineShare(0.0)
    share.spent(100_000, 0.0)
    assert share.wait_s(0.0) is None
    share.rate_bps = 800_000
    assert share.wait_s(0.0) == 0.0
    share.spent(10**9, 0.0)
    assert share.wait_s(0.0) == 1.0, "never longer than a second"
