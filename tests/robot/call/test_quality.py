import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol.fields import PictureLevel
from robot.call.quality import RISE_AFTER_FALL_S, Measured, Quality, score, seen

FINE = Measured(rtt_s=0.04)
NUMBERS = st.floats(allow_nan=True, allow_infinity=True)
ORDER = ("poor", "fair", "good")


def seconds_until(quality: Quality, wanted: str, measured: Measured, now: float) -> float:
    """Return after how many seconds of these values the level is reached; 60 at most."""
    passed_s = 0.0
    while quality.add(measured, now + passed_s) != wanted and passed_s < 60.0:
        passed_s += 0.1
    return passed_s


@pytest.mark.parametrize(
    ("measured", "level"),
    [
        pytest.param(FINE, "good", id="a clean line"),
        pytest.param(Measured(rtt_s=0.24), "good", id="a long but clean way"),
        pytest.param(Measured(loss=0.05, rtt_s=0.06), "good", id="5 % that are repeated"),
        pytest.param(Measured(loss=0.15, rtt_s=0.06), "fair", id="15 % loss"),
        pytest.param(Measured(rung_share=0.25), "fair", id="a quarter of the picture"),
        pytest.param(Measured(rung_share=0.03), "fair", id="the smallest picture"),
        pytest.param(Measured(rung_share=0.0), "poor", id="no picture"),
        pytest.param(Measured(voice_concealed=0.02), "good", id="a crackle in the voice"),
        pytest.param(Measured(voice_concealed=0.06), "fair", id="a voice with holes"),
        pytest.param(Measured(voice_concealed=0.2), "poor", id="a voice nobody understands"),
        pytest.param(Measured(rtt_s=0.4, queue_delay_s=0.2), "fair", id="a queue"),
        pytest.param(Measured(rtt_s=1.0, queue_delay_s=0.5), "poor", id="a long queue"),
    ],
)
def test_what_people_notice_decides(measured: Measured, level: str) -> None:
    quality = Quality()
    for step in range(600):
        quality.add(measured, step / 10)
    assert quality.level == level


def test_the_level_falls_fast_and_rises_slowly() -> None:
    quality = Quality()
    quality.add(FINE, 0.0)
    bad = Measured(voice_concealed=0.3, rung_share=0.0)
    falls_s = seconds_until(quality, "poor", bad, 0.0)
    rises_s = seconds_until(quality, "good", FINE, 10.0)
    assert 0.0 < falls_s < 1.5
    assert 4.0 < rises_s < 12.0


def test_a_single_bad_moment_is_not_told() -> None:
    quality = Quality()
    quality.add(FINE, 0.0)
    assert quality.add(Measured(loss=0.3), 0.1) == "good"
    assert quality.add(FINE, 0.2) == "good"


def test_a_line_at_its_limit_stays_what_it_was_at_its_worst() -> None:
    quality = Quality()
    levels = []
    for step in range(400):
        picture = step % 30 >= 12  # two seconds in three it carries a small one
        levels.append(quality.add(Measured(rung_share=0.25 if picture else 0.0), step / 10))
    changes = sum(before != after for before, after in itertools.pairwise(levels[100:]))
    assert changes <= 30 / RISE_AFTER_FALL_S * 2


@pytest.mark.parametrize("rung_share", [0.21, 0.25, 0.3])
def test_values_at_a_border_do_not_flicker(rung_share: float) -> None:
    quality = Quality()
    levels = []
    pictures = []
    for step in range(600):
        swing = 0.03 if step % 2 else -0.03
        levels.append(quality.add(Measured(rung_share=rung_share + swing), step / 10))
        pictures.append(quality.picture)
    assert len(set(levels[100:])) == 1
    assert len(set(pictures[100:])) == 1


def test_a_lost_picture_is_told_and_its_return_when_it_stays() -> None:
    quality = Quality()
    told: list[tuple[float, PictureLevel]] = []
    for step in range(200):
        now = step / 10
        gone = 5.0 <= now < 10.0 or 11.0 <= now < 12.0
        quality.add(Measured(rung_share=0.0 if gone else 1.0), now)
        if not told or told[-1][1] != quality.picture:
            told.append((now, quality.picture))
    assert [picture for _, picture in told] == ["full", "off", "full"]
    assert told[1][0] == pytest.approx(5.5, abs=0.15)
    assert told[2][0] == pytest.approx(14.0, abs=0.15)


def test_a_small_picture_is_a_reduced_one() -> None:
    quality = Quality()
    for step in range(100):
        quality.add(Measured(rung_share=320 * 180 * 12 / (640 * 480 * 30)), step / 10)
    assert quality.picture == "reduced"


def test_a_picture_that_the_robot_keeps_back_is_told_and_is_no_bad_line() -> None:
    quality = Quality()
    for step in range(100):
        quality.add(Measured(sent_share=0.0), step / 10)
    assert (quality.level, quality.picture) == ("good", "off")
    for step in range(100, 200):
        quality.add(Measured(sent_share=0.125), step / 10)
    assert (quality.level, quality.picture) == ("good", "reduced")


def test_a_quarter_of_the_pixels_is_half_a_picture() -> None:
    assert seen(0.25) == 0.5
    assert seen(2.0) == 1.0
    assert seen(-1.0) == 0.0


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_any_numbers_give_a_score(
    loss: float, rtt_s: float, queue_s: float, rung_share: float, concealed: float
) -> None:
    assert 0.0 <= score(Measured(loss, rtt_s, queue_s, rung_share, concealed)) <= 100.0


def test_nonsense_counts_as_the_worst() -> None:
    assert score(Measured(loss=math.nan, voice_concealed=math.nan, rung_share=math.nan)) == 0.0


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 1), st.floats(0, 1)), max_size=30))
def test_a_worse_line_is_never_judged_better(steps: list[tuple[float, float, float]]) -> None:
    better, worse, now = Quality(), Quality(), 0.0
    for passed_s, loss, more in steps:
        now += passed_s
        better.add(Measured(loss=loss), now)
        worse.add(Measured(loss=min(1.0, loss + more)), now)
        assert ORDER.index(worse.level) <= ORDER.index(better.level)
