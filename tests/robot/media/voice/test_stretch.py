import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice.stretch import LONGEST_SAMPLES, SHORTEST_SAMPLES, lengthen, shorten
from tests.robot.media.live import loudest_hz
from tests.robot.media.voice.speech import speech

PIECE = 1440


def tone(hz: float, count: int) -> Samples:
    wave: Samples = (9000 * np.sin(2 * np.pi * hz * np.arange(count) / SAMPLE_HZ)).astype(np.int16)
    return wave


def steepest(samples: Samples) -> int:
    return int(np.abs(np.diff(samples.astype(int))).max())


def shortened(voice: Samples, alike: float = 0.7) -> tuple[Samples, int]:
    """Shorten wherever it can be done."""
    out = [voice[:0]]
    left, total = voice, 0
    while len(left) >= PIECE:
        piece, change = shorten(left[:PIECE], LONGEST_SAMPLES, alike)
        total += change
        rest = np.concatenate([piece, left[PIECE:]])
        out.append(rest[:PIECE])
        left = rest[PIECE:]
    return np.concatenate([*out, left]), total


def lengthened(voice: Samples, alike: float = 0.7) -> tuple[Samples, int]:
    out, total = voice[:PIECE], 0
    for at in range(PIECE, len(voice) - PIECE, PIECE):
        piece, change = lengthen(out[-PIECE:], voice[at : at + PIECE], LONGEST_SAMPLES, alike)
        total += change
        out = np.concatenate([out, piece])
    return out, total


@pytest.mark.parametrize("hz", [110.0, 190.0, 440.0, 1000.0])
def test_pitch_is_kept_and_there_is_no_step(hz: float) -> None:
    voice = tone(hz, SAMPLE_HZ)
    for made, change in (shortened(voice), lengthened(voice)):
        assert abs(change) > SAMPLE_HZ // 12
        assert loudest_hz(made) == pytest.approx(hz, abs=3)
        assert steepest(made) <= steepest(voice) * 1.1 + 2


def test_speech_changes_its_length_without_a_step() -> None:
    voice = speech(3.0)
    for made, change in (shortened(voice), lengthened(voice)):
        assert abs(change) > 0.05 * len(voice)
        assert steepest(made) <= steepest(voice) * 1.2


def test_the_length_changes_by_what_is_told() -> None:
    voice = speech(0.2)
    made, change = shorten(voice, LONGEST_SAMPLES, 0.0)
    assert -LONGEST_SAMPLES <= change <= -SHORTEST_SAMPLES
    assert len(made) == len(voice) + change
    made, change = lengthen(voice[:720], voice[720:], LONGEST_SAMPLES, 0.0)
    assert SHORTEST_SAMPLES <= change <= LONGEST_SAMPLES
    assert len(made) == len(voice) - 720 + change


def test_a_hiss_is_left_alone_unless_anything_goes() -> None:
    hiss = np.random.default_rng(2).normal(0, 3000, 2 * PIECE).astype(np.int16)
    assert shorten(hiss, LONGEST_SAMPLES, 0.7).change == 0
    assert lengthen(hiss[:PIECE], hiss[PIECE:], LONGEST_SAMPLES, 0.7).change == 0
    assert shorten(hiss, LONGEST_SAMPLES, 0.0).change < 0


def test_silence_goes_by_any_length() -> None:
    silence = np.zeros(PIECE, np.int16)
    assert shorten(silence, 500, 0.9).change < 0
    assert (lengthen(silence, silence, 500, 0.9).samples == 0).all()


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 2000),
    st.integers(0, 2000),
    st.integers(-10, 3000),
    st.floats(0, 1),
    st.sampled_from(["silence", "full", "noise"]),
)
def test_any_lengths_fit(before: int, count: int, most: int, alike: float, kind: str) -> None:
    rng = np.random.default_rng(count)
    made = {
        "silence": np.zeros(before + count, np.int16),
        "full": np.full(before + count, -32768, np.int16),
        "noise": rng.integers(-32768, 32767, before + count).astype(np.int16),
    }[kind]
    short = shorten(made[before:], most, alike)
    assert len(short.samples) == count + short.change
    assert -max(0, most) <= short.change <= 0
    long = lengthen(made[:before], made[before:], most, alike)
    assert len(long.samples) == count + long.change
    assert 0 <= long.change <= max(0, most)
