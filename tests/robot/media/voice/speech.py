"""Something like speech: voiced syllables of changing pitch, hisses and pauses; no recording."""

import numpy as np

from robot.media.types.cells import SAMPLE_HZ, Samples


def speech(seconds: float, seed: int = 4) -> Samples:
    """Return so much of it, the same every time."""
    rng = np.random.default_rng(seed)
    pieces: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    total = int(seconds * SAMPLE_HZ)
    length = 0
    while length < total:
        count = int(rng.uniform(0.12, 0.3) * SAMPLE_HZ)
        t = np.arange(count) / SAMPLE_HZ
        kind = rng.random()
        if kind < 0.65:
            pitch = rng.uniform(180, 320) * (1 + 0.15 * np.sin(2 * np.pi * 3 * t))
            phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_HZ
            formants = rng.uniform(400, 2600, 3)
            wave = sum(
                np.sin(n * phase) * (0.05 + np.exp(-(((n * 240 - formants) / 250) ** 2)).sum()) / n
                for n in range(1, 16)
            )
        elif kind < 0.8:
            wave = 0.15 * np.diff(rng.normal(size=count + 1))
        else:
            wave = np.zeros(count)
        piece = wave * np.hanning(count) ** 0.5
        pieces.append(piece)
        length += count
    voice = np.concatenate(pieces)[:total]
    loud: Samples = (voice / np.abs(voice).max() * 14_000 + rng.normal(0, 8, total)).astype(
        np.int16
    )
    return loud
