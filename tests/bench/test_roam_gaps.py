import numpy as np

from tests.bench.roam_gaps import VOICE_LOUD, Gap, back_ms, gaps, sound_gap_ms, voices_ms
from tests.bench.voice import Block

PICTURES = [*range(0, 1000, 33), *range(3000, 6000, 33)]
SOUNDS = [*range(0, 1200, 11), *range(3400, 6000, 11)]
VOICES = [*range(0, 1200, 10), *range(3300, 6000, 10)]


def test_a_gap_is_a_time_without_anything_also_at_the_end() -> None:
    assert gaps([0, 100, 900, 1000], 0, 2000, 500) == [Gap(100, 900), Gap(1000, 2000)]


def test_a_child_is_back_when_picture_and_sound_are() -> None:
    assert back_ms(PICTURES, [SOUNDS, VOICES], 2000, 5900) == 1400.0
    assert back_ms(PICTURES, [SOUNDS, VOICES[:150]], 2000, 5900) == 3900.0


def test_a_child_that_never_was_away_is_back_at_once() -> None:
    assert back_ms(PICTURES, [SOUNDS, VOICES], 4000, 5900) == 0.0


def test_a_child_that_does_not_come_back_is_away_until_the_end() -> None:
    assert back_ms([], [SOUNDS, VOICES], 4000, 5900) == 1900.0


def test_the_longest_silence_counts() -> None:
    assert sound_gap_ms([0, 10, 250, 260], 0, 260) == 240.0


def test_a_voice_is_heard_where_its_tone_is_loud() -> None:
    loud = np.full(480, 2 * VOICE_LOUD, np.int16)
    faded = np.full(480, VOICE_LOUD / 2, np.int16)
    blocks = [
        Block(1000.0, np.concatenate([loud, faded, -loud])),
        Block(1030.0, np.zeros(960, np.int16)),
        Block(1050.0, loud[:100]),
    ]
    assert voices_ms(blocks) == [1000.0, 1020.0, 1050.0]
