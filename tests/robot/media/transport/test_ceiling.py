from dataclasses import replace

import pytest

from robot.media.transport.ceiling import Ceiling, PictureCeiling, share_of
from robot.media.transport.plan import Plan, Rung, SoundPlan
from robot.media.types.spec import Size

SOURCE = Size(1280, 720, 30.0)
PLAN = Plan(
    rung=Rung(1280, 720, 30),
    video_bps=2_000_000,
    pacing_bps=3_000_000,
    window_bytes=100_000,
    repeat=0,
    repeat_after_s=0.0,
    playout_min_ms=0,
    playout_max_ms=0,
    probe_bps=0,
    probe_s=0.0,
    sound=SoundPlan(32_000, 0, 0),
)


@pytest.mark.parametrize(
    ("ceiling", "rung"),
    [
        ("full", Rung(1280, 720, 30)),
        ("small", Rung(640, 360, 15)),
        ("least", Rung(480, 270, 8)),
        ("off", None),
    ],
)
def test_each_step_allows_less(ceiling: Ceiling, rung: Rung | None) -> None:
    assert PictureCeiling(ceiling).lower(PLAN, SOURCE, passes=False).rung == rung


def test_a_small_picture_gets_few_bits_and_the_sound_keeps_its_own() -> None:
    lowered = PictureCeiling("least").lower(PLAN, SOURCE, passes=False)
    assert lowered.video_bps < 50_000
    assert lowered.sound == PLAN.sound


def test_what_the_line_makes_small_already_stays_as_it_is() -> None:
    plan = replace(PLAN, rung=Rung(480, 270, 5), video_bps=20_000)
    assert PictureCeiling("small").lower(plan, SOURCE, passes=False) == plan


def test_a_line_without_a_picture_stays_without() -> None:
    plan = replace(PLAN, rung=None)
    assert PictureCeiling("small").lower(plan, SOURCE, passes=False) == plan


def test_the_cameras_own_pictures_are_left_alone_until_the_end() -> None:
    assert PictureCeiling("least").lower(PLAN, SOURCE, passes=True) == PLAN
    assert PictureCeiling("off").lower(PLAN, SOURCE, passes=True).rung is None


def test_no_picture_gets_smaller_than_a_blackboard_bears() -> None:
    plan = replace(PLAN, rung=Rung(640, 480, 30))
    source = Size(640, 480, 30.0)
    assert PictureCeiling("least").lower(plan, source, passes=False).rung == Rung(320, 240, 8)


def test_the_share_counts_pixels_and_frames() -> None:
    assert share_of(Rung(640, 360, 15), SOURCE) == pytest.approx(0.125)
    assert share_of(None, SOURCE) == 0.0
