import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.media.types.cells import SAMPLE_HZ
from robot.speech.wave import LONGEST_S, LOUDNESS_DB, PEAK_DB, WaveError, samples_of

HZ = 22_050


def wave(sound: np.ndarray, hz: int = HZ, channels: int = 1, bits: int = 16) -> bytes:
    """As espeak-ng writes into a pipe: its lengths are invented."""
    head = struct.pack(
        "<4sI4s4sIHHIIHH",
        b"RIFF",
        0x7FFFF024,
        b"WAVE",
        b"fmt ",
        16,
        1,
        channels,
        hz,
        2 * hz,
        2,
        bits,
    )
    return head + b"data" + struct.pack("<I", 0x7FFFF000) + sound.astype("<i2").tobytes()


def tone(frequency_hz: float, seconds: float = 1.0, hz: int = HZ, peak: float = 3000) -> np.ndarray:
    return peak * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * hz)) / hz)


@pytest.mark.parametrize("frequency_hz", [200.0, 1000.0, 5000.0])
@pytest.mark.parametrize("hz", [16_000, 22_050, 24_000, 48_000])
def test_a_tone_keeps_its_pitch_and_length(frequency_hz: float, hz: int) -> None:
    sound = samples_of(wave(tone(frequency_hz, hz=hz), hz)).astype(float)
    assert len(sound) == SAMPLE_HZ
    strongest = np.argmax(np.abs(np.fft.rfft(sound)))
    assert abs(strongest - frequency_hz) <= 1


def test_nothing_is_added_above_what_there_was() -> None:
    spectrum = np.abs(np.fft.rfft(samples_of(wave(tone(1000.0))).astype(float)))
    assert spectrum[HZ // 2 + 500 :].max() < spectrum.max() / 1000


def test_consonants_gain_on_what_a_small_speaker_loses() -> None:
    mixed = tone(100.0) + tone(1000.0) + tone(4000.0)
    spectrum = np.abs(np.fft.rfft(samples_of(wave(mixed)).astype(float)))
    low, middle, high = (spectrum[hz - 5 : hz + 5].max() for hz in (100, 1000, 4000))
    assert low < middle / 4
    assert high > 1.5 * middle


@pytest.mark.parametrize("peak", [30.0, 3000.0, 32_000.0])
def test_every_phrase_is_equally_loud(peak: float) -> None:
    sound = samples_of(wave(tone(1000.0, peak=peak))).astype(float)
    rms = np.sqrt(np.mean(sound[4800:-4800] ** 2))
    assert 20 * np.log10(rms / 32767) == pytest.approx(LOUDNESS_DB, abs=0.2)


def test_a_click_does_not_make_the_rest_too_loud() -> None:
    sound = tone(300.0, peak=100)
    sound[5000] = 32_000
    assert np.abs(samples_of(wave(sound))).max() <= 32767 * 10 ** (PEAK_DB / 20) * 1.01


def test_what_goes_on_too_long_is_cut_off() -> None:
    assert len(samples_of(wave(tone(500.0, 20.0)))) == LONGEST_S * SAMPLE_HZ


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(b"", "0 bytes", id="nothing"),
        pytest.param(b"x" * 100, "no WAV", id="other bytes"),
        pytest.param(wave(tone(500.0), channels=2), "2 channels", id="stereo"),
        pytest.param(wave(tone(500.0), bits=8), "8 bits", id="8 bits"),
        pytest.param(wave(tone(500.0), hz=0), "0 Hz", id="no rate"),
        pytest.param(wave(np.zeros(HZ)), "silence", id="silence"),
        pytest.param(wave(np.zeros(0)), "silence", id="empty"),
    ],
)
def test_what_cannot_be_played_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(WaveError, match=what):
        samples_of(data)


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_played_or_refused(data: bytes, headed: bool) -> None:
    try:
        samples_of(wave(np.zeros(0)) + data if headed else data)
    except WaveError:
        return
