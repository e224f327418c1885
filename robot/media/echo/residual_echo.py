"""PURE. Residual echo suppressor: finds what a canceller leaves by its loudness. No I/O.

AEC3 attenuates the echo by 45 to 55 dB, but sometimes lets a tenth of a second through:
in its first two seconds, and whenever the clocks of speaker and microphone have drifted.
A child would hear itself in those moments. Phase does not distinguish them from a voice in
the class, but loudness does: the suppressor learns, per frequency band, how loud the echo
of the last 400 ms is at the microphone. If the canceller's output is not louder than that,
it holds nothing but echo.
"""

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ, Samples

EDGES_HZ = (
    *(200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480),
    *(1720, 2000, 2320, 2700, 3150, 3700, 4400, 5300, 6400, 7700),
)
"""Critical bands (after Zwicker) in the range of speech."""

WINDOW_SAMPLES = 960
FFT_SAMPLES = 1024
LAGS = 40
"""Steps of 10 ms within which an echo is expected: 300 ms of sound card, and the room."""

LEARNING = 0.5
"""Share of the error that one step corrects (normalised least mean squares, in power)."""

CANCELLED = 0.1
"""Share of power left by the canceller below which the sound was certainly echo."""

AUDIBLE = 1e-5
FAINT = 1e-7
"""Power of all bands, or of one, below which the echo is negligible."""

MOST_DB = 15.0
SOMEBODY_DB = 25.0
CLEARLY_DB = 80.0
"""Evidence for a voice: excess of the bands over their echo, at most `MOST_DB` each."""

SOMEBODY_STEPS = 10
CLEARLY_STEPS = 30
DOWN = 10.0 ** (-24.0 / 20.0)
CLOSING = 0.5
"""The gain opens within one step and closes by 6 dB a step."""

Powers = NDArray[np.float64]


class ResidualEchoSuppressor:
    """Suppressor that attenuates pure echo by 24 dB and passes a voice over it unchanged."""

    def __init__(self) -> None:
        frequencies = np.fft.rfftfreq(FFT_SAMPLES, 1 / SAMPLE_HZ)
        self._edges = np.searchsorted(frequencies, EDGES_HZ)
        self._window = np.hanning(WINDOW_SAMPLES)
        self._sounds = np.zeros((3, WINDOW_SAMPLES))
        bands = len(EDGES_HZ) - 1
        self._played = np.zeros((bands, LAGS))
        self._room = np.zeros((bands, LAGS))
        self._last = np.zeros(bands)
        self._left = 0
        self._gain = 1.0

    @property
    def gain(self) -> float:
        """Gain at the end of the last step."""
        return self._gain

    def process(self, near: Samples, far: Samples, clean: Samples) -> Samples:
        """Return `clean`, the canceller's output for `near` and `far`, without residual echo."""
        heard, played, left = self._powers(near, far, clean)
        self._played[:, 1:] = self._played[:, :-1]
        self._played[:, 0] = played
        expected = np.sum(self._room * self._played, axis=1)
        self._learn(heard, expected, float(left.sum()) < CANCELLED * float(heard.sum()))
        # A sound may begin in one step and be loudest in the next.
        echo = np.maximum(expected, 0.5 * self._last)
        self._last = expected
        self._decide(left, echo)
        before = self._gain
        self._gain = 1.0 if self._left else max(DOWN, before * CLOSING)
        if before == self._gain == 1.0:
            return clean
        return np.asarray(clean * np.linspace(before, self._gain, len(clean)), np.int16)

    def _powers(self, *sounds: Samples) -> Powers:
        count = len(sounds[0])
        self._sounds[:, :-count] = self._sounds[:, count:]
        for row, samples in zip(self._sounds, sounds, strict=True):
            row[-count:] = samples * (1 / 32768)
        spectrum = np.fft.rfft(self._sounds * self._window, FFT_SAMPLES)
        power = spectrum.real**2 + spectrum.imag**2
        return np.asarray(np.add.reduceat(power, self._edges, axis=1)[:, :-1])

    def _learn(self, heard: Powers, expected: Powers, cancelled: bool) -> None:
        """Learn the echo path; a lower estimate may be learnt at any time."""
        energy = np.sum(self._played * self._played, axis=1)
        if float(self._played.sum()) < AUDIBLE:
            return
        error = heard - expected
        if not cancelled:
            error = np.minimum(error, 0.0)
        self._room += (LEARNING * error / (energy + 1e-4))[:, None] * self._played
        np.maximum(self._room, 0.0, out=self._room)

    def _decide(self, left: Powers, echo: Powers) -> None:
        above_db = 10.0 * np.log10((left + FAINT) / (echo + FAINT))
        evidence_db = float(np.clip(above_db, 0.0, MOST_DB).sum())
        self._left = max(0, self._left - 1)
        if evidence_db >= CLEARLY_DB or float(echo.sum()) < AUDIBLE:
            self._left = max(self._left, CLEARLY_STEPS)
        elif evidence_db >= SOMEBODY_DB:
            self._left = max(self._left, SOMEBODY_STEPS)
