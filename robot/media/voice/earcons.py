"""PURE. Earcons, the robot's own short sounds of two or three soft bells. No I/O.

    joining   two notes up           leaving   two notes down
    pause     one low note, twice    identify  three notes up, three times
    volume    one short note, as loud as the voice now is

Every note is a sine with a quieter octave, so that small speakers carry it; it
swells for 20 ms and fades to nothing, so that neither end clicks. Frequencies
are of equal temperament, A4 = 440 Hz (ISO 16).
"""

from functools import cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ, Samples

Earcon = Literal["joining", "leaving", "pause", "identify", "volume"]
EARCONS: tuple[Earcon, ...] = get_args(Earcon)

PEAK_DB = -12.0
"""Peak at the highest volume: below the knee of every ceiling down to -9 dB,
and as loud as a calm voice."""

ATTACK_S = 0.02
RELEASE_S = 0.06
OCTAVE = 0.25
"""Share of the octave above each note."""

G4, C5, E5, G5, A5 = 392.0, 523.25, 659.26, 783.99, 880.0

Note = tuple[float, float, float]
"""Start in s, frequency in Hz, duration in s."""

SCORES: dict[Earcon, tuple[Note, ...]] = {
    "joining": ((0.0, C5, 0.3), (0.16, G5, 0.45)),
    "leaving": ((0.0, G5, 0.3), (0.16, C5, 0.45)),
    "pause": ((0.0, G4, 0.2), (0.24, G4, 0.3)),
    "identify": tuple(
        (0.5 * again + 0.12 * step, note, 0.2)
        for again in range(3)
        for step, note in enumerate((C5, E5, G5))
    ),
    "volume": ((0.0, A5, 0.12),),
}


@cache
def earcon(name: Earcon) -> Samples:
    """Return the sound, mono at 48 kHz, with its loudest sample at `PEAK_DB`. Read-only."""
    score = SCORES[name]
    end_s = max(start_s + length_s for start_s, _, length_s in score)
    mixed = np.zeros(round(end_s * SAMPLE_HZ), np.float64)
    for start_s, frequency_hz, length_s in score:
        note = _note(frequency_hz, length_s)
        first = round(start_s * SAMPLE_HZ)
        mixed[first : first + len(note)] += note[: len(mixed) - first]
    peak = 32767.0 * 10.0 ** (PEAK_DB / 20.0)
    samples: Samples = np.asarray(np.round(mixed * (peak / np.abs(mixed).max())), np.int16)
    samples.flags.writeable = False
    return samples


def _note(frequency_hz: float, length_s: float) -> NDArray[np.float64]:
    at_s = np.arange(round(length_s * SAMPLE_HZ)) / SAMPLE_HZ
    turn = 2.0 * np.pi * frequency_hz * at_s
    tone = np.sin(turn) + OCTAVE * np.sin(2.0 * turn)
    swell = np.sin(0.5 * np.pi * np.minimum(1.0, at_s / ATTACK_S)) ** 2
    fade = np.sin(0.5 * np.pi * np.minimum(1.0, (length_s - at_s) / RELEASE_S)) ** 2
    return np.asarray(tone * swell * fade * np.exp(-2.5 * at_s / length_s), np.float64)
