import pytest

from robot.presence.loudness import STEPS, USUAL, gain, step


def test_the_highest_step_plays_the_voice_as_it_came() -> None:
    assert gain(STEPS, whisper=False) == 1.0


def test_step_zero_is_silence() -> None:
    assert gain(0, whisper=False) == 0.0


def test_each_step_is_louder_than_the_one_before() -> None:
    gains = [gain(volume, whisper=False) for volume in range(STEPS + 1)]
    assert gains == sorted(set(gains))


def test_whispering_is_a_quarter_as_loud() -> None:
    quiet, usual = gain(USUAL, whisper=True), gain(USUAL, whisper=False)
    assert quiet / usual == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(("volume", "by", "after"), [(0, -1, 0), (10, 1, 10), (5, 1, 6)])
def test_a_step_stays_within_the_scale(volume: int, by: int, after: int) -> None:
    assert step(volume, by) == after
