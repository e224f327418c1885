from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.cells import BLOCK_SAMPLES, SAMPLE_HZ, Samples
from robot.media.voice import IDLE_S, MAX_S, VoiceQueue
from tests.robot.media.live import spoken_frame


def tone(blocks: int, amplitude: int = 8000) -> Samples:
    t = np.arange(blocks * BLOCK_SAMPLES) / SAMPLE_HZ
    wave: Samples = (amplitude * np.sin(2 * np.pi * 500 * t)).astype(np.int16)
    return wave


def test_silence_is_played_where_no_voice_came() -> None:
    voice = VoiceQueue()
    assert (voice.take(BLOCK_SAMPLES) == 0).all()
    assert voice.level == 0.0
    assert voice.missing_samples == 0


def test_a_voice_is_played_in_order_and_its_end_is_filled_with_silence() -> None:
    voice = VoiceQueue()
    sent = tone(2)
    voice.put(spoken_frame(sent))
    assert (voice.take(BLOCK_SAMPLES) == sent[:BLOCK_SAMPLES]).all()
    assert voice.level > 0.5
    assert (voice.take(BLOCK_SAMPLES) == sent[BLOCK_SAMPLES:]).all()
    assert (voice.take(BLOCK_SAMPLES) == 0).all()


def test_stereo_frames_of_an_opus_decoder_become_mono() -> None:
    voice = VoiceQueue()
    mono = tone(1)
    frame = av.AudioFrame.from_ndarray(
        np.repeat(mono, 2).reshape(1, -1), format="s16", layout="stereo"
    )
    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_HZ, 77, Fraction(1, SAMPLE_HZ)
    voice.put(frame)
    assert np.abs(voice.take(BLOCK_SAMPLES).astype(int) - mono).max() <= 2


def test_frames_of_another_kind_are_taken_in_mid_stream() -> None:
    voice = VoiceQueue()
    for rate, layout in ((48_000, "stereo"), (16_000, "mono")):
        channels = 2 if layout == "stereo" else 1
        samples = np.full((1, rate // 50 * channels), 1000, np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.sample_rate = rate
        voice.put(frame)
    assert 0.03 < voice.waiting_s <= 0.04


def test_the_past_is_never_kept() -> None:
    voice = VoiceQueue()
    sent = tone(50)
    voice.put(spoken_frame(sent))
    assert voice.waiting_s == MAX_S
    assert voice.dropped_samples == len(sent) - MAX_S * SAMPLE_HZ
    assert (voice.take(BLOCK_SAMPLES) == sent[-int(MAX_S * SAMPLE_HZ) :][:BLOCK_SAMPLES]).all()


def test_a_delay_that_is_no_longer_needed_is_let_go() -> None:
    voice = VoiceQueue()
    voice.put(spoken_frame(tone(8)))
    for _ in range(120):
        voice.put(spoken_frame(tone(1)))
        voice.take(BLOCK_SAMPLES)
    assert voice.waiting_s <= IDLE_S


def test_gain_makes_softer_without_a_click() -> None:
    voice = VoiceQueue()
    steady = np.full(4 * BLOCK_SAMPLES, 10_000, np.int16)
    voice.put(spoken_frame(steady))
    voice.gain = 0.5
    first = voice.take(BLOCK_SAMPLES)
    assert np.abs(np.diff(first.astype(int))).max() < 20
    assert (first[0], first[-1]) == (10_000, 5_000)
    assert (voice.take(BLOCK_SAMPLES) == 5_000).all()
    with pytest.raises(ValueError, match="0 to 1"):
        voice.gain = 1.5


def test_a_muted_voice_is_thrown_away() -> None:
    voice = VoiceQueue()
    voice.put(spoken_frame(tone(3)))
    voice.muted = True
    voice.put(spoken_frame(tone(3)))
    assert (voice.take(BLOCK_SAMPLES) == 0).all()
    voice.muted = False
    assert voice.waiting_s == 0.0
    voice.put(spoken_frame(tone(3)))
    voice.take(BLOCK_SAMPLES)
    assert voice.level > 0.0


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 4000), st.integers(1, 2000)), max_size=40))
def test_whatever_comes_the_queue_is_bounded_and_gives_what_is_asked(
    steps: list[tuple[int, int]],
) -> None:
    voice = VoiceQueue()
    for put, take in steps:
        voice.put(spoken_frame(np.ones(put, np.int16)))
        assert len(voice.take(take)) == take
        assert voice.waiting_s <= MAX_S
        assert 0.0 <= voice.level <= 1.0
