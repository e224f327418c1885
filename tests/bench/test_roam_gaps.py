from tests.bench.roam_gaps import Gap, back_ms, gaps, sound_gap_ms

PICTURES = [*range(0, 1000, 33), *range(3000, 6000, 33)]
SOUNDS = [*range(0, 1200, 11), *range(3400, 6000, 11)]


def test_a_gap_is_a_time_without_anything_also_at_the_end() -> None:
    assert gaps([0, 100, 900, 1000], 0, 2000, 500) == [Gap(100, 900), Gap(1000, 2000)]


def test_a_child_is_back_when_picture_and_sound_are() -> None:
    assert back_ms(PICTURES, SOUNDS, 2000, 5900) == 1400.0


def test_a_child_that_never_was_away_is_back_at_once() -> None:
    assert back_ms(PICTURES, SOUNDS, 4000, 5900) == 0.0


def test_a_child_that_does_not_come_back_is_away_until_the_end() -> None:
    assert back_ms([], SOUNDS, 4000, 5900) == 1900.0


def test_the_longest_silence_counts() -> None:
    assert sound_gap_ms([0, 10, 250, 260], 0, 260) == 240.0
