"""PURE. Sound of a synthesizer, as samples for the speaker. No I/O."""

import struct

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ, Samples

LONGEST_S = 12.0
"""Longest phrase: eighty letters or signs that are read one by one are cut off."""

HIGHEST_HZ = 48_000
MOST_BYTES = round(LONGEST_S * HIGHEST_HZ) * 2
"""Bytes after which a synthesizer is not listened to any longer."""

LOUDNESS_DB = -23.0
"""RMS of the loud parts at the highest volume: that of a calm voice."""
PEAK_DB = -4.0
"""Loudest sample: below the knee of the usual ceiling."""

LOW_HZ = 300.0
RISE_HZ, RISEN_HZ = 1000.0, 4000.0
"""Below the first a phrase gets softer; between the others it rises by 12 dB. In a noisy room a
recogniser then misses 46 to 49 words of a hundred instead of 56 (docs/decisions/0036)."""

FRAME_S = 0.02
LOUD_SHARE = 0.1
"""Share of the loudest frame from which a frame counts as speech, and not as a gap."""

HEADER = struct.Struct("<4sI4s4sIHHIIHH")
PCM = 1


class WaveError(ValueError):
    """The bytes are no sound that can be played."""


def samples_of(wave: bytes) -> Samples:
    """Return mono samples at 48 kHz, at the loudness of a calm voice.

    A program that writes into a pipe cannot know the length, so lengths in the header do not count.

    Raises:
        WaveError: It is no WAV of one channel with 16 bits, or there is nothing to hear in it.
    """
    if len(wave) < HEADER.size + 8:
        raise WaveError(f"{len(wave)} bytes")
    riff, _, form, fmt, _, coding, channels, hz, _, _, bits = HEADER.unpack_from(wave)
    start = wave.find(b"data", HEADER.size)
    if (riff, form, fmt) != (b"RIFF", b"WAVE", b"fmt ") or start < 0:
        raise WaveError("no WAV")
    if (coding, channels, bits) != (PCM, 1, 16) or not 8_000 <= hz <= HIGHEST_HZ:
        raise WaveError(f"{channels} channels, {bits} bits, {hz} Hz")
    data = wave[start + 8 :]
    sound = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float64)
    sound = sound[: round(LONGEST_S * hz)]
    if not sound.any():
        raise WaveError("silence")
    return _levelled(_resampled(sound, hz))


def _clearer(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the gain at each frequency: less of what small speakers lose, more consonants."""
    low = 1.0 / np.sqrt(1.0 + (LOW_HZ / np.maximum(frequency_hz, 1.0)) ** 4)
    rise = (1.0 + (frequency_hz / RISE_HZ) ** 2) / (1.0 + (frequency_hz / RISEN_HZ) ** 2)
    return np.asarray(low * np.sqrt(rise))


def _resampled(sound: NDArray[np.float64], hz: int) -> NDArray[np.float64]:
    """Return the sound at 48 kHz, made clearer; nothing above the old half rate is added."""
    count = round(len(sound) * SAMPLE_HZ / hz)
    padded = np.concatenate([sound, np.zeros(len(sound))])  # the end must not ring into the start
    spectrum = np.zeros(count + 1, np.complex128)
    known = np.fft.rfft(padded)[: count + 1]
    spectrum[: len(known)] = known * _clearer(np.arange(len(known)) * hz / (2 * len(sound)))
    return np.asarray(np.fft.irfft(spectrum, 2 * count)[:count] * (SAMPLE_HZ / hz))


def _levelled(sound: NDArray[np.float64]) -> Samples:
    length = min(len(sound), round(FRAME_S * SAMPLE_HZ))
    frames = sound[: len(sound) // length * length].reshape(-1, length)
    loudness = np.sqrt(np.mean(frames * frames, axis=1))
    loud = loudness[loudness >= LOUD_SHARE * loudness.max()]
    rms, peak = float(np.sqrt(np.mean(loud * loud))), float(np.abs(sound).max())
    gain = min(
        32767.0 * 10.0 ** (LOUDNESS_DB / 20.0) / rms, 32767.0 * 10.0 ** (PEAK_DB / 20) / peak
    )
    return np.asarray(np.round(sound * gain), np.int16)
