from hypothesis import given
from hypothesis import strategies as st

from robot.media.transport.ladder import RISE_AFTER_FALL_S, SMALLEST_PX, Ladder
from robot.media.transport.plan import Rung
from robot.media.types.spec import Size


def settle(ladder: Ladder, video_bps: int, start_s: float, seconds: float = 20.0) -> Rung | None:
    rung = None
    for i in range(int(seconds / 0.1)):
        rung = ladder.choose(video_bps, True, start_s + 0.1 * i)
    return rung


def test_good_lines_get_the_source_as_it_is() -> None:
    assert settle(Ladder(Size(640, 480, 30), 0.0), 600_000, 0.0) == Rung(640, 480, 30)
    assert settle(Ladder(Size(1280, 720, 30), 0.0), 1_000_000, 0.0) == Rung(1280, 720, 30)
    assert settle(Ladder(Size(640, 480, 20), 0.0), 600_000, 0.0) == Rung(640, 480, 20)


def test_motion_stays_smooth_where_size_can_give() -> None:
    assert settle(Ladder(Size(640, 480, 30), 0.0), 180_000, 0.0) == Rung(480, 360, 30)
    assert settle(Ladder(Size(1280, 720, 30), 0.0), 200_000, 0.0) == Rung(640, 360, 30)


def test_a_narrow_line_shows_fewer_and_sharper_pictures() -> None:
    ladder = Ladder(Size(1280, 720, 30), 0.0)
    assert settle(ladder, 122_000, 0.0) == Rung(480, 270, 20)
    assert settle(ladder, 60_000, 20.0) == Rung(320, 180, 12)
    assert settle(ladder, 34_000, 40.0) == Rung(320, 180, 8)


def test_a_frame_rate_between_two_steps_stays() -> None:
    ladder = Ladder(Size(640, 480, 30), 0.0)
    assert settle(ladder, 60_000, 0.0) == Rung(320, 240, 12)
    for video_bps in (84_000, 79_000, 95_000):
        assert ladder.choose(video_bps, True, 21.0) == Rung(320, 240, 12)
    assert ladder.choose(98_000, True, 22.0) == Rung(320, 240, 15)
    assert ladder.choose(85_000, True, 23.0) == Rung(320, 240, 15)


def test_the_smallest_size_gives_frames_and_then_the_picture() -> None:
    ladder = Ladder(Size(1280, 720, 30), 0.0)
    assert settle(ladder, 18_000, 0.0) == Rung(320, 180, 5)
    assert settle(ladder, 15_000, 30.0) is None
    assert ladder.choose(18_000, True, 60.0) is None, "hysteresis"
    assert ladder.choose(30_000, True, 61.0) is not None


def test_a_short_dip_costs_frames_but_no_key_frame() -> None:
    ladder = Ladder(Size(640, 480, 30), 0.0)
    settle(ladder, 600_000, 0.0)
    dip = ladder.choose(60_000, True, 21.0)
    assert dip == Rung(640, 480, 12)
    assert ladder.choose(600_000, True, 21.3) == Rung(640, 480, 30)


def test_a_size_falls_fast_and_rises_slowly() -> None:
    ladder = Ladder(Size(640, 480, 30), 0.0)
    settle(ladder, 600_000, 0.0)
    small = settle(ladder, 100_000, 20.0, 1.0)
    assert small is not None
    assert small.width_px < 640
    still = settle(ladder, 600_000, 21.0, RISE_AFTER_FALL_S - 1.5)
    assert still is not None
    assert still.width_px == small.width_px
    assert settle(ladder, 600_000, 21.0 + RISE_AFTER_FALL_S, 5.0) == Rung(640, 480, 30)


def test_a_size_does_not_change_into_a_full_queue() -> None:
    ladder = Ladder(Size(640, 480, 30), 0.0)
    settle(ladder, 600_000, 0.0)
    for i in range(10):
        rung = ladder.choose(100_000, False, 20.0 + 0.1 * i)
        assert rung is not None
        assert rung.width_px == 640


@given(
    st.integers(0, 3_000_000), st.sampled_from([(640, 480), (1280, 720), (800, 600), (322, 242)])
)
def test_sizes_are_even_and_keep_their_shape(video_bps: int, source: tuple[int, int]) -> None:
    rung = settle(Ladder(Size(*source), 0.0), video_bps, 0.0, 3.0)
    if rung is None:
        return
    assert rung.width_px % 2 == 0
    assert rung.height_px % 2 == 0
    assert min(SMALLEST_PX, source[0]) <= rung.width_px <= source[0]
    assert abs(rung.width_px / rung.height_px - source[0] / source[1]) < 0.02
    assert 5 <= rung.fps <= 30
