"""PURE. Times of the picture's first move after a tap, and of the servo's order. No I/O.

A teacher who walks changes a part of the picture; a head that turns changes all
of it. So the picture is cut into cells, and it has moved when the *median* of
the cells that show something changed more than it ever did before the tap.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

CELLS = 8
"""Cells along each edge."""

PLAIN_CELL = 2.0
"""A cell with a smaller mean gradient (grey levels) shows nothing that could move."""

STILL_MS = 300.0
STILL_PICTURES = 3
NOISE_FACTOR = 2.5
LEAST_CHANGE = 1.5
"""Grey levels: a head that turned by about a tenth of a degree."""

MAX_MOVE_MS = 1500.0


@dataclass(frozen=True)
class Look:
    """A head target as the app sent it, and as the servo got it."""

    at_ms: float
    position: int = 0


def changes(pictures: Picture, reference: Picture) -> NDArray[np.float64]:
    """Return how far each picture differs from the reference over its whole area.

    Args:
        pictures: Shape (n, height, width), grey.
        reference: Shape (height, width).
    """
    shows = _cells(_gradient(reference)[None])[0] >= PLAIN_CELL
    if not shows.any():
        return np.zeros(len(pictures))
    difference = np.abs(pictures.astype(np.int16) - reference.astype(np.int16))
    median: NDArray[np.float64] = np.median(_cells(difference)[:, shows], axis=1)
    return median


def moved_at_ms(at_ms: Sequence[float], pictures: Picture, tap_ms: float) -> float | None:
    """Return when the first picture was presented that shows another direction.

    None when the picture was not still before the tap, or never moved.
    """
    times = np.asarray(at_ms)
    before = np.flatnonzero((times <= tap_ms) & (times > tap_ms - STILL_MS))
    after = np.flatnonzero((times > tap_ms) & (times < tap_ms + MAX_MOVE_MS))
    if len(before) < STILL_PICTURES or not len(after):
        return None
    reference = pictures[before[-1]]
    noise = changes(pictures[before[:-1]], reference).max()
    late = changes(pictures[after], reference)
    if noise * NOISE_FACTOR > late.max():
        return None
    moved = np.flatnonzero(late > max(LEAST_CHANGE, NOISE_FACTOR * noise))
    return float(times[after[moved[0]]]) if len(moved) else None


def taps_to_picture_ms(
    at_ms: Sequence[float], pictures: Picture, taps_ms: Sequence[float]
) -> list[float]:
    """Return for each tap that moved the picture how long that took."""
    moves = ((moved_at_ms(at_ms, pictures, tap), tap) for tap in taps_ms)
    return [moved - tap for moved, tap in moves if moved is not None]


def looks_to_pulse_ms(
    taps_ms: Sequence[float], looks: Sequence[Look], pulses: Sequence[Look]
) -> list[float]:
    """Return for the first look after each tap how long until the servo was told something new.

    Args:
        taps_ms: Unix times.
        looks: When looks left the app.
        pulses: Every order to the servo of the pan axis; repeated ones do not count.
    """
    news = [
        pulse for before, pulse in itertools.pairwise(pulses) if pulse.position != before.position
    ]
    delays = []
    for tap in taps_ms:
        sent = next((look.at_ms for look in looks if look.at_ms >= tap), None)
        if sent is None or sent > tap + MAX_MOVE_MS:
            continue
        told = next((pulse.at_ms for pulse in news if pulse.at_ms >= sent), None)
        if told is not None and told < sent + MAX_MOVE_MS:
            delays.append(told - sent)
    return delays


def _gradient(picture: Picture) -> NDArray[np.float64]:
    grey = picture.astype(np.float64)
    steps = np.zeros_like(grey)
    steps[:, 1:] = np.abs(np.diff(grey, axis=1))
    return steps


def _cells(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the mean of each cell: shape (n, CELLS * CELLS)."""
    count, height, width = values.shape
    high, wide = height // CELLS, width // CELLS
    cut = values[:, : high * CELLS, : wide * CELLS].astype(np.float64)
    means: NDArray[np.float64] = cut.reshape(count, CELLS, high, CELLS, wide).mean(axis=(2, 4))
    return means.reshape(count, CELLS * CELLS)
