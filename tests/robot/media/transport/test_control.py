import statistics
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.media.transport.control import CongestionControl
from robot.media.types.spec import Size
from tests.robot.media.transport.link_line import Line
from tests.robot.media.transport.link_model import Lesson
from tests.robot.media.transport.rtcp_bytes import ROBOT, nack, pli, receiver_report, remb

pytestmark = pytest.mark.long


def test_a_clean_line_gets_the_whole_picture_within_a_second() -> None:
    lesson = Lesson([(0, Line(delay_s=0.02))]).run(6)
    plan = lesson.samples[15].plan
    assert plan.video_bps > 1_000_000
    assert (plan.repeat, plan.playout_min_ms) == (0, 0)
    assert lesson.key_frames == 1
    assert lesson.fps(2, 6) > 29


def test_a_narrow_line_is_filled_without_a_queue() -> None:
    lesson = Lesson([(0, Line(rate_bps=300_000, queue_s=1.0))]).run(20)
    assert lesson.estimate_bps(8, 20) > 0.8 * 300_000
    assert lesson.wait_s(0.95, 4, 20) < 0.12
    assert lesson.fps(4, 20) > 25
    assert lesson.key_frames <= 2


def test_a_page_that_loads_on_a_narrow_line_does_not_stop_the_picture() -> None:
    line = Line(rate_bps=300_000, queue_s=1.0, delay_s=0.02)
    key_frames = []
    for seed in range(5):
        lesson = Lesson([(0, line)], seed=seed, others_bps=16_000, page_s=2.0).run(20)
        assert lesson.longest_gap_s(3, 20) < 0.2
        key_frames.append(lesson.key_frames)
    assert statistics.median(key_frames) <= 2


def test_a_sudden_drop_is_felt_and_drained() -> None:
    narrow, wide = Line(rate_bps=0.4e6, queue_s=0.5), Line(rate_bps=1.5e6, queue_s=0.5)
    lesson = Lesson([(0, wide), (8, narrow), (20, wide)]).run(31)
    assert lesson.longest_gap_s(8, 12) < 0.7
    assert lesson.wait_s(0.95, 9.5, 20) < 0.12
    assert lesson.estimate_bps(10, 20) < 440_000
    assert lesson.estimate_bps(28, 30) > 1_000_000, "within 10 s of the restoration"


@pytest.mark.parametrize("burst", [1.0, 4.0])
@pytest.mark.parametrize("loss", [0.01, 0.05, 0.1])
def test_random_loss_does_not_lower_the_rate(loss: float, burst: float) -> None:
    lesson = Lesson([(0, Line(loss=loss, burst=burst))]).run(15)
    assert lesson.estimate_bps(5, 15) > (2_000_000 if loss > 0.02 else 1_500_000)
    assert lesson.samples[-1].plan.repeat >= (loss > 0.02)


@pytest.mark.parametrize(("delay_s", "loss", "late_s"), [(0.06, 0.02, 0.18), (0.03, 0.05, 0.09)])
def test_a_picture_that_copies_would_blur_waits_for_repairs_instead(
    delay_s: float, loss: float, late_s: float
) -> None:
    line = Line(rate_bps=600_000, queue_s=0.2, delay_s=delay_s, loss=loss)
    lesson = Lesson([(0, line)]).run(14)
    plans = [sample.plan for sample in lesson.between(5, 14)]
    assert sum(plan.video_bps for plan in plans) / len(plans) > 280_000
    assert sum(plan.repeat for plan in plans) / len(plans) < 0.2
    assert lesson.latency_s(0.5, 5, 13) <= late_s


def test_jitter_does_not_starve_the_line() -> None:
    line = Line(rate_bps=1e6, queue_s=0.5, jitter_s=0.02, loss=0.02)
    lesson = Lesson([(0, line)]).run(20)
    assert lesson.estimate_bps(5, 20) > 700_000
    assert lesson.fps(3, 20) > 24


@pytest.mark.parametrize("seed", range(3))
def test_a_line_that_holds_packets_up_now_and_then_is_not_taken_for_full(seed: int) -> None:
    """As Wi-Fi does: a late packet delays all behind it."""
    swaying = Line(rate_bps=5_000_000, delay_s=0.04, sway_s=0.06)
    lesson = Lesson([(0, swaying)], seed=seed).run(30)
    assert lesson.estimate_bps(10, 30) > 500_000
    shown = [frame for frame in lesson.frames if frame.shown_s and frame.captured_s > 5]
    assert len(shown) > 24 * 25


def test_a_swaying_line_that_gets_narrow_is_felt_all_the_same() -> None:
    wide = Line(rate_bps=5_000_000, delay_s=0.04, sway_s=0.06)
    lesson = Lesson([(0, wide), (12, replace(wide, rate_bps=400_000))]).run(25)
    assert max(wait_s for at, wait_s in lesson.waits if at > 15) < 0.4
    assert lesson.estimate_bps(15, 25) < 450_000


def test_a_longer_way_is_not_taken_for_a_queue_for_long() -> None:
    near, far = Line(rate_bps=3e6, delay_s=0.02), Line(rate_bps=3e6, delay_s=0.1)
    lesson = Lesson([(0, near), (6, far), (12, near)]).run(16)
    assert lesson.longest_gap_s(6, 12) < 1.5
    assert lesson.fps(8, 16) > 27
    assert lesson.estimate_bps(8, 16) > 900_000


@pytest.mark.parametrize("rate_bps", [32_000, 48_000, 64_000, 80_000, 100_000])
def test_after_a_drop_the_sound_is_soon_in_time_on_however_narrow_a_line(rate_bps: int) -> None:
    lesson = Lesson([(0, Line(rate_bps=2_000_000)), (5, Line(rate_bps=rate_bps))]).run(35)
    late = [wait_s for at, wait_s in lesson.waits if at > 17]
    assert len(late) > 200
    assert max(late) < 0.3


def test_a_line_that_carries_hardly_the_sound_gets_no_picture() -> None:
    lesson = Lesson([(0, Line(rate_bps=55_000, queue_s=0.5))]).run(15)
    assert lesson.samples[-1].plan.rung is None
    assert lesson.samples[-1].plan.sound.bitrate_bps <= 20_000


def test_a_line_for_the_smallest_picture_gets_one_soon_after_the_drop() -> None:
    narrow = Line(rate_bps=120_000, queue_s=1.0)
    lesson = Lesson([(0, Line()), (5, narrow)]).run(20)
    assert all(sample.plan.rung is not None for sample in lesson.between(14, 20))


def test_a_picture_comes_back_by_itself_when_the_line_does() -> None:
    lesson = Lesson([(0, Line()), (5, Line(rate_bps=55_000, queue_s=1.0)), (15, Line())]).run(20)
    assert lesson.between(13, 15)[-1].plan.rung is None
    assert all(sample.plan.rung is not None for sample in lesson.between(18, 20))


def test_requests_are_handed_on_as_they_came() -> None:
    control = CongestionControl(Size(), 0.0)
    requests = control.on_rtcp(nack(ROBOT, [5, 6]) + pli(), 1.0)
    assert requests.nacks == ((ROBOT, 5), (ROBOT, 6))
    assert requests.key_frame


def test_without_transport_feedback_the_receivers_estimate_counts() -> None:
    control = CongestionControl(Size(), 0.0)
    control.on_rtcp(remb(1_000_000), 1.0)
    assert control.estimate_bps == 500_000, "feedback may still come"
    control.on_rtcp(remb(1_000_000), 2.0)
    assert control.estimate_bps == pytest.approx(900_000, rel=0.01)
    assert control.tick(2.0).window_bytes > 1_000_000


def test_without_transport_feedback_the_start_is_over_soon() -> None:
    control = CongestionControl(Size(), 0.0)
    assert control.tick(5.0).start_bytes < 10_000, "nothing was sent yet"
    control.on_sent(0, 1000, "picture", 5.0)
    assert control.tick(6.0).start_bytes < 10_000
    assert control.tick(7.0).start_bytes > 1_000_000


def test_without_any_estimate_the_loss_in_reports_counts() -> None:
    control = CongestionControl(Size(), 0.0)
    for i in range(10):
        control.on_rtcp(receiver_report(128), 2.0 + i)
    assert control.estimate_bps < 100_000


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_no_bytes_upset_the_brain(packets: list[bytes]) -> None:
    control = CongestionControl(Size(), 0.0)
    for i, data in enumerate(packets):
        control.on_sent(i, 1000, "picture", 0.1 * i)
        control.on_rtcp(data, 0.1 * i)
        plan = control.tick(0.1 * i)
        assert plan.video_bps >= 0
        assert plan.window_bytes >= 0
