import numpy as np
import pytest

from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice import stretch
from robot.media.voice.adaptation import (
    ALIKE,
    ALIKE_IN_HURRY,
    ALIKE_STUBBORN,
    HOLD_SAMPLES,
    HURRY_REST_SAMPLES,
    PATIENCE_SAMPLES,
    PAUSING_REST_SAMPLES,
    PAUSING_SAMPLES,
    REST_SAMPLES,
    STUBBORN_SAMPLES,
    Adjustment,
    DelayAdaptation,
)

MS = SAMPLE_HZ // 1000
LOUD: Samples = np.full(960, 6000, np.int16)
QUIET: Samples = np.full(960, 20, np.int16)


@pytest.fixture
def adaptation() -> DelayAdaptation:
    made = DelayAdaptation()
    made.heard(LOUD)
    return made


def test_a_pause_of_the_voice_is_shortened_at_once(adaptation: DelayAdaptation) -> None:
    assert adaptation.decide(1 * MS, QUIET, 0) == Adjustment(True, 1 * MS, 0.0)


def test_a_speaking_voice_is_left_alone_for_a_while(adaptation: DelayAdaptation) -> None:
    assert adaptation.decide(8 * MS, LOUD, 0) is None
    assert adaptation.decide(20 * MS, LOUD, PATIENCE_SAMPLES) is None
    assert adaptation.decide(20 * MS, LOUD, PATIENCE_SAMPLES + 1) == Adjustment(
        True, 20 * MS, ALIKE
    )


def test_much_delay_is_taken_away_at_once_but_a_voice_keeps_its_form(
    adaptation: DelayAdaptation,
) -> None:
    hurried = adaptation.decide(50 * MS, LOUD, 0)
    assert hurried == Adjustment(True, 50 * MS, ALIKE_IN_HURRY, rest=HURRY_REST_SAMPLES)
    adaptation.adjusted(hurried, 0)
    assert adaptation.decide(50 * MS, LOUD, HURRY_REST_SAMPLES - 1) is None
    assert adaptation.decide(50 * MS, LOUD, HURRY_REST_SAMPLES) == hurried


def test_a_voice_that_pauses_is_cut_more_rarely_while_it_speaks(
    adaptation: DelayAdaptation,
) -> None:
    adaptation.decide(50 * MS, QUIET, 0)
    speaking = adaptation.decide(50 * MS, LOUD, PAUSING_SAMPLES - 1)
    assert speaking is not None
    assert speaking.rest == PAUSING_REST_SAMPLES
    no_longer = adaptation.decide(50 * MS, LOUD, PAUSING_SAMPLES)
    assert no_longer is not None
    assert no_longer.rest == HURRY_REST_SAMPLES


def test_noise_that_resembles_nothing_is_shortened_all_the_same(
    adaptation: DelayAdaptation,
) -> None:
    adaptation.adjusted(Adjustment(True, MS, ALIKE), 0)
    late = adaptation.decide(50 * MS, LOUD, REST_SAMPLES + STUBBORN_SAMPLES + 1)
    assert late is not None
    assert late.alike == ALIKE_STUBBORN


def test_a_pause_is_cut_again_and_again_while_the_delay_is_long(
    adaptation: DelayAdaptation,
) -> None:
    first = adaptation.decide(50 * MS, QUIET, 0)
    assert first == Adjustment(True, 50 * MS, 0.0, True, PAUSING_REST_SAMPLES)
    adaptation.adjusted(first, 0)
    again = adaptation.decide(41 * MS, QUIET, 0)
    assert again is not None
    assert again.again
    assert adaptation.decide(40 * MS, QUIET, 0) == Adjustment(True, 40 * MS, 0.0)


def test_too_little_delay_is_lengthened(adaptation: DelayAdaptation) -> None:
    assert adaptation.decide(-1, LOUD, 0) == Adjustment(False, stretch.LONGEST_SAMPLES, ALIKE)
    assert adaptation.decide(-1, QUIET, 0) == Adjustment(False, stretch.SHORTEST_SAMPLES, 0.0)


def test_after_concealment_a_speaking_voice_keeps_its_delay(adaptation: DelayAdaptation) -> None:
    adaptation.concealed(100)
    assert adaptation.decide(-1, LOUD, 100 + HOLD_SAMPLES - 1) is None
    assert adaptation.decide(-1, QUIET, 100) is not None
    assert adaptation.decide(-1, LOUD, 100 + HOLD_SAMPLES) is not None
