"""PURE. Time-scale modification of sound without a change of pitch. No I/O.

Waveform-similarity overlap-add (WSOLA): sound is cut at one place and continues at a
similar place, one or more periods of the voice earlier or later. The two are
cross-faded, so that no step is heard.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ, Samples

FADE_SAMPLES = SAMPLE_HZ * 5 // 1000
"""Length of the cross-fade and of the comparison."""

SHORTEST_SAMPLES = SAMPLE_HZ * 25 // 10_000
"""2.5 ms: a period of 400 Hz. Higher voices are shifted by several periods."""

LONGEST_SAMPLES = SAMPLE_HZ * 15 // 1000
"""15 ms: a period of 67 Hz."""

COARSE = 4
"""Decimation of the first, coarse search."""

_Wave = NDArray[np.float32]
_FADE: _Wave = (0.5 - 0.5 * np.cos(np.pi * (np.arange(FADE_SAMPLES) + 0.5) / FADE_SAMPLES)).astype(
    np.float32
)


class Stretched(NamedTuple):
    """Sound after a change.

    Args:
        samples: The sound.
        change: Samples removed (below 0) or inserted; 0: no place was similar enough, and
            the sound is unchanged.
    """

    samples: Samples
    change: int


def shorten(samples: Samples, most: int, alike: float) -> Stretched:
    """Remove up to `most` samples near the beginning.

    Args:
        samples: Sound that is played next; its beginning stays as it is.
        most: Below `SHORTEST_SAMPLES` nothing is done.
        alike: Similarity required of the two places, from 0 (any) to 1 (equal).
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
    """Insert up to `most` samples at the beginning, by repeating the sound before it.

    Args:
        before: Sound that was played last.
        samples: Sound that is played next; at least `FADE_SAMPLES`.
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
    """Return `going_on`, with its beginning cross-faded over `ending`."""
    joined = going_on.copy()
    faded = ending * (1.0 - _FADE) + going_on[:FADE_SAMPLES] * _FADE
    joined[:FADE_SAMPLES] = np.rint(faded).astype(np.int16)
    return joined


def _most_alike(wanted: _Wave, candidates: _Wave, alike: float) -> int | None:
    """Return the place in `candidates` most like `wanted`; None if it is not like enough."""
    coarse = int(np.argmax(_likeness(_thinned(wanted), _thinned(candidates)))) * COARSE
    low = max(0, coarse - COARSE + 1)
    near = candidates[low : coarse + COARSE + len(wanted)]
    if len(near) < len(wanted):
        low, near = 0, candidates
    likeness = _likeness(wanted, near)
    best = int(np.argmax(likeness))
    return low + best if likeness[best] >= alike else None


def _likeness(wanted: _Wave, candidates: _Wave) -> _Wave:
    """Return the normalised correlation for each place: 1 is equal, 0 is unrelated."""
    products = np.correlate(candidates, wanted, "valid")
    sums = np.concatenate([[0.0], np.cumsum(candidates.astype(np.float64) ** 2)])
    energy = (sums[len(wanted) :] - sums[: -len(wanted)]) * np.dot(wanted, wanted)
    # Silence equals silence; a noise floor of one step avoids 0 / 0.
    floor = float(len(wanted)) ** 2
    found: _Wave = ((products + floor) / np.sqrt(energy + floor**2)).astype(np.float32)
    return found


def _thinned(wave: _Wave) -> _Wave:
    count = len(wave) // COARSE
    thinned: _Wave = wave[: count * COARSE].reshape(count, COARSE).mean(axis=1)
    return thinned
