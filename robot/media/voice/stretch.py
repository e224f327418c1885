"""PURE. Makes sound shorter or longer without changing its pitch. No I/O.

Waveform-similarity overlap-add: sound is cut at one place and goes on at
another one that looks alike, one or more periods of the voice earlier or later;
the two are cross-faded, so that no step is heard.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ, Samples

FADE_SAMPLES = SAMPLE_HZ * 5 // 1000
"""Over so much one piece fades into the other, and over so much they are compared."""

SHORTEST_SAMPLES = SAMPLE_HZ * 25 // 10_000
"""2.5 ms: a period of 400 Hz. Higher voices are moved by several periods."""

LONGEST_SAMPLES = SAMPLE_HZ * 15 // 1000
"""15 ms: a period of 67 Hz."""

COARSE = 4
"""The place is sought in every fourth sample first."""

_Wave = NDArray[np.float32]
_FADE: _Wave = (0.5 - 0.5 * np.cos(np.pi * (np.arange(FADE_SAMPLES) + 0.5) / FADE_SAMPLES)).astype(
    np.float32
)


class Stretched(NamedTuple):
    """Sound after a change.

    Args:
        samples: The sound.
        change: How many samples were left out (below 0) or put in; 0: no place was
            like enough, and the sound is as it was.
    """

    samples: Samples
    change: int


def shorten(samples: Samples, most: int, alike: float) -> Stretched:
    """Leave out up to `most` samples near the beginning.

    Args:
        samples: What is played next; what was played before fits on unchanged.
        most: Below `SHORTEST_SAMPLES` nothing is done.
        alike: How like the two places must be: 1 means equal, 0 anything goes.
    """
    most = min(most, LONGEST_SAMPLES, len(samples) - FADE_SAMPLES)
    if most < SHORTEST_SAMPLES:
        return Stretched(samples, 0)
    wave = samples.astype(np.float32)
    # Candidates are what begins 2.5 ms to `most` after the beginning.
    at = _most_alike(wave[:FADE_SAMPLES], wave[SHORTEST_SAMPLES : most + FADE_SAMPLES], alike)
    if at is None:
        return Stretched(samples, 0)
    lag = SHORTEST_SAMPLES + at
    return Stretched(_spliced(samples[:FADE_SAMPLES], samples[lag:]), -lag)


def lengthen(before: Samples, samples: Samples, most: int, alike: float) -> Stretched:
    """Put in up to `most` samples at the beginning, by saying once more what was before.

    Args:
        before: What was played last.
        samples: What is played next; at least `FADE_SAMPLES`.
        most: Below `SHORTEST_SAMPLES` nothing is done.
        alike: As in `shorten`.
    """
    most = min(most, LONGEST_SAMPLES, len(before))
    if most < SHORTEST_SAMPLES or len(samples) < FADE_SAMPLES:
        return Stretched(samples, 0)
    both = np.concatenate([before[len(before) - most :], samples])
    wave = both[: most + FADE_SAMPLES].astype(np.float32)
    # Candidates begin `most` to 2.5 ms before the beginning.
    reach = wave[: most - SHORTEST_SAMPLES + FADE_SAMPLES]
    at = _most_alike(wave[most:], reach, alike)
    if at is None:
        return Stretched(samples, 0)
    return Stretched(_spliced(samples[:FADE_SAMPLES], both[at:]), most - at)


def _spliced(ending: Samples, going_on: Samples) -> Samples:
    """Return what goes on, with its beginning faded in over what ends."""
    joined = going_on.copy()
    faded = ending * (1.0 - _FADE) + going_on[:FADE_SAMPLES] * _FADE
    joined[:FADE_SAMPLES] = np.rint(faded).astype(np.int16)
    return joined


def _most_alike(wanted: _Wave, candidates: _Wave, alike: float) -> int | None:
    """Return where in `candidates` begins what is most like `wanted`, if it is like enough."""
    coarse = int(np.argmax(_likeness(_thinned(wanted), _thinned(candidates)))) * COARSE
    low = max(0, coarse - COARSE + 1)
    near = candidates[low : coarse + COARSE + len(wanted)]
    if len(near) < len(wanted):
        low, near = 0, candidates
    likeness = _likeness(wanted, near)
    best = int(np.argmax(likeness))
    return low + best if likeness[best] >= alike else None


def _likeness(wanted: _Wave, candidates: _Wave) -> _Wave:
    """Return the normalised correlation for each place: 1 equal, 0 nothing in common."""
    products = np.correlate(candidates, wanted, "valid")
    sums = np.concatenate([[0.0], np.cumsum(candidates.astype(np.float64) ** 2)])
    energy = (sums[len(wanted) :] - sums[: -len(wanted)]) * np.dot(wanted, wanted)
    # Silence is like silence; one sample's worth of noise keeps this from 0 / 0.
    floor = float(len(wanted)) ** 2
    found: _Wave = ((products + floor) / np.sqrt(energy + floor**2)).astype(np.float32)
    return found


def _thinned(wave: _Wave) -> _Wave:
    count = len(wave) // COARSE
    thinned: _Wave = wave[: count * COARSE].reshape(count, COARSE).mean(axis=1)
    return thinned
