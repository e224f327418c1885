import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from robot.media.types.cells import Samples
from robot.media.voice.saying import FADE_SAMPLES, STOOD_STILL_S, Saying

PHRASE: Samples = np.asarray(8000 * np.sin(np.arange(20_000) / 9), np.int16)


class Steady:
    """A voice that always says the same."""

    def __init__(self, value: int = 0) -> None:
        self.value = value

    def take(self, count: int) -> Samples:
        return np.full(count, self.value, np.int16)


def test_without_a_phrase_the_voice_passes_untouched() -> None:
    saying = Saying(Steady(77))
    assert (saying.take(480) == 77).all()
    assert saying.level == 0.0


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=40))
def test_a_phrase_is_played_whole_in_blocks_of_any_size(counts: list[int]) -> None:
    saying = Saying(Steady())
    saying.say(PHRASE)
    played = np.concatenate([saying.take(count) for count in counts])
    length = min(len(played), len(PHRASE))
    assert (played[:length] == PHRASE[:length]).all()
    assert not played[length:].any()


def test_it_is_laid_over_the_voice_and_never_wraps_around() -> None:
    saying = Saying(Steady(32_000))
    saying.say(PHRASE)
    played = saying.take(4800)
    assert played.max() == 32767
    assert played.min() > 0


def test_a_hush_is_silent_within_milliseconds_and_clicks_not() -> None:
    saying = Saying(Steady())
    saying.say(PHRASE)
    before = saying.take(480)
    saying.hush()
    after = np.concatenate([saying.take(480), saying.take(480)])
    assert not after[FADE_SAMPLES:].any()
    assert np.abs(np.diff(np.concatenate([before, after]))).max() < 1000
    assert not saying.busy


def test_a_hush_leaves_the_next_phrase_alone_and_the_voice_too() -> None:
    saying = Saying(Steady(5))
    saying.hush()
    saying.say(PHRASE)
    assert (saying.take(480) == PHRASE[:480] + 5).all()
    saying.hush()
    saying.take(480)
    saying.say(PHRASE)
    assert (saying.take(480) == PHRASE[:480] + 5).all()


def test_one_waits_and_the_newest_takes_its_place() -> None:
    saying = Saying(Steady())
    saying.say(np.full(480, 1, np.int16))
    saying.take(240)
    saying.say(np.full(480, 2, np.int16))
    saying.say(np.full(480, 3, np.int16))
    played = [saying.take(240) for _ in range(4)]
    assert [int(block.max()) for block in played] == [1, 3, 3, 0]


def test_it_follows_the_volume_without_a_step() -> None:
    saying = Saying(Steady())
    saying.say(np.full(2000, 10_000, np.int16))
    saying.take(480)
    saying.gain = 0.0
    softer = saying.take(480)
    assert softer[0] > 9900
    assert np.abs(np.diff(softer)).max() <= 22
    assert not saying.take(480).any()
    assert saying.level == 0.0


def test_its_level_is_that_of_the_phrase_alone() -> None:
    saying = Saying(Steady(20_000))
    saying.say(PHRASE)
    saying.take(960)
    assert 0.6 < saying.level < 0.8


def test_what_waited_for_a_speaker_that_was_gone_is_not_said_late() -> None:
    now_s = 0.0
    saying = Saying(Steady(), lambda: now_s)
    saying.say(PHRASE)
    saying.say(PHRASE)
    saying.take(480)
    saying.hush()
    saying.say(PHRASE)
    now_s += STOOD_STILL_S + 0.1
    assert not saying.take(480).any()
    assert not saying.busy
    saying.say(PHRASE)
    assert saying.take(480).any()
