"""Sound of the drawn class: speech-like bursts of the teacher in a quiet room."""

import numpy as np
from numpy.typing import NDArray

from robot.media.synthetic.figures import talking
from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ, Samples

LOOP_S = 10
ROOM_AMPLITUDE = 60.0
SPEECH_AMPLITUDE = 9000.0
VOWELS_HZ = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (270, 2290, 3010),
    (570, 840, 2410),
    (300, 870, 2240),
)

Wave = NDArray[np.float64]


class ClassroomSound:
    """Loop of 10 s, made once, in time with the wall clock and the teacher's mouth."""

    def __init__(self) -> None:
        self._loop = _loop()

    def block(self, unix_s: float) -> Samples:
        """Return the 20 ms that start at this moment."""
        start = int(unix_s % LOOP_S * SAMPLE_HZ) % len(self._loop)
        end = start + BLOCK_SAMPLES
        if end <= len(self._loop):
            return self._loop[start:end]
        return np.concatenate([self._loop[start:], self._loop[: end - len(self._loop)]])


def _loop() -> Samples:
    rng = np.random.default_rng(1955)
    total = LOOP_S * SAMPLE_HZ
    wave = np.zeros(total)
    at = 0.05
    while talking(at + 0.25):
        for _ in range(int(rng.integers(2, 5))):
            length = float(rng.uniform(0.12, 0.26))
            syllable = _syllable(rng, length)
            start = int(at * SAMPLE_HZ)
            wave[start : start + len(syllable)] += syllable
            at += length * 0.92
        at += float(rng.uniform(0.06, 0.2))
    wave *= SPEECH_AMPLITUDE / np.abs(wave).max()
    return np.clip(wave + _room(rng, total), -32768, 32767).astype(np.int16)


def _syllable(rng: np.random.Generator, length_s: float) -> Wave:
    """Return a burst of noise and a voiced vowel: harmonics weighted by three formants."""
    count = int(length_s * SAMPLE_HZ)
    t = np.arange(count) / SAMPLE_HZ
    base_hz = rng.uniform(175, 230) * (1 - 0.25 * t / max(t[-1], 1e-3) * rng.uniform(0, 1))
    phase = 2 * np.pi * np.cumsum(base_hz) / SAMPLE_HZ
    formants = VOWELS_HZ[int(rng.integers(len(VOWELS_HZ)))]
    voice = np.zeros(count)
    for harmonic in range(1, 17):
        hz = 200.0 * harmonic
        weight = sum(
            strength / (1 + ((hz - formant) / width) ** 2)
            for formant, strength, width in zip(
                formants, (1.0, 0.55, 0.25), (90, 120, 180), strict=True
            )
        )
        voice += (weight + 0.02) / harmonic**0.35 * np.sin(harmonic * phase)
    rise = np.clip(t / 0.03, 0, 1) * np.clip((length_s - t) / 0.06, 0, 1)
    hiss = rng.standard_normal(count) * np.exp(-((t - 0.02) ** 2) / 2e-4)
    hiss = np.diff(hiss, prepend=0.0) * rng.uniform(0, 0.5)
    spoken: Wave = voice * np.sin(rise * np.pi / 2) * rng.uniform(0.6, 1.0) + hiss
    return spoken


def _room(rng: np.random.Generator, count: int) -> Wave:
    """Return quiet noise without a step where the loop restarts."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    hz = np.fft.rfftfreq(count, 1 / SAMPLE_HZ)
    spectrum *= 1 / (1 + (hz / 300.0) ** 2) ** 0.5
    noise = np.fft.irfft(spectrum, count)
    quiet: Wave = noise * (ROOM_AMPLITUDE / noise.std())
    return quiet
