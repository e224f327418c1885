import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from robot.media.echo.limiter import LimitedVoice
from robot.media.types.cells import Samples
from robot.media.voice.earcons import earcon
from robot.media.voice.ringing import MOST_WAITING, Ringing


class Steady:
    """A voice that always says the same."""

    def __init__(self, value: int = 0) -> None:
        self.value = value

    def take(self, count: int) -> Samples:
        return np.full(count, self.value, np.int16)


def test_without_a_sound_the_voice_passes_untouched() -> None:
    assert (Ringing(Steady(77)).take(480) == 77).all()


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=60))
def test_a_sound_is_played_whole_in_blocks_of_any_size(counts: list[int]) -> None:
    ringing = Ringing(Steady())
    ringing.ring("volume")
    played = np.concatenate([ringing.take(count) for count in counts])
    whole = earcon("volume")
    length = min(len(played), len(whole))
    assert (played[:length] == whole[:length]).all()
    assert not played[length:].any()


def test_it_is_laid_over_the_voice_and_never_wraps_around() -> None:
    ringing = Ringing(Steady(32_000))
    ringing.ring("joining")
    played = ringing.take(len(earcon("joining")))
    assert played.max() == 32767
    assert played.min() > 0


def test_it_follows_the_volume_and_a_silent_robot_makes_no_sound() -> None:
    ringing = Ringing(Steady())
    ringing.gain = 0.5
    ringing.ring("pause")
    half = ringing.take(len(earcon("pause")))
    assert np.abs(half * 2.0 - earcon("pause")).max() <= 2
    ringing.gain = 0.0
    ringing.ring("pause")
    assert not ringing.take(len(earcon("pause"))).any()


def test_a_change_of_volume_makes_no_step_in_a_sound() -> None:
    ringing = Ringing(Steady())
    ringing.ring("joining")
    first = ringing.take(4800)
    ringing.gain = 0.1
    assert (np.concatenate([first, ringing.take(4800)]) == earcon("joining")[:9600]).all()


def test_a_button_that_is_hammered_does_not_ring_for_ever() -> None:
    ringing = Ringing(Steady())
    for _ in range(50):
        ringing.ring("volume")
    whole = len(earcon("volume"))
    assert ringing.take(whole).any()
    played = [bool(ringing.take(whole).any()) for _ in range(5)]
    assert played.count(True) == MOST_WAITING - 1


def test_the_ceiling_holds_for_voice_and_sound_together() -> None:
    ringing = Ringing(Steady(20_000))
    ringing.ring("joining")
    limited = LimitedVoice(ringing, -6.0)
    played = np.concatenate([limited.take(480) for _ in range(60)])
    assert np.abs(played.astype(int)).max() <= 32767 * 10 ** (-6.0 / 20)
