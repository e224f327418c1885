"""Perceived quality of a voice, as PESQ estimates it (ITU-T P.862.2): 1 is bad, 4.6 is flawless.

The library comes as source. Where it could not be compiled, there is no score,
and never a substitute for it.
"""

import statistics
import sys
from collections.abc import Sequence
from functools import cache
from types import ModuleType

import av
import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ, Samples

SCORE_HZ = 16_000
"""Wideband PESQ knows no other rate."""

SILENT = 16
"""A piece that never gets louder holds nothing that PESQ could score."""

WORST = 1.0


def score(pairs: Sequence[tuple[Samples, Samples]]) -> float | None:
    """Return the median over the pieces; None without the library, or without a piece.

    Args:
        pairs: What was said and what was heard, laid on each other, at 48 kHz.
    """
    library = _library()
    if library is None or not pairs:
        return None
    return statistics.median(_piece(library, said, heard) for said, heard in pairs)


@cache
def _library() -> ModuleType | None:
    try:
        import pesq
    except ImportError as error:
        print(f"pesq is not measured: {error}; see ./run", file=sys.stderr, flush=True)
        return None
    module: ModuleType = pesq
    return module


def _piece(library: ModuleType, said: Samples, heard: Samples) -> float:
    if np.abs(heard.astype(np.int32)).max(initial=0) < SILENT:
        return WORST
    try:
        return float(library.pesq(SCORE_HZ, _at_score_rate(said), _at_score_rate(heard), "wb"))
    except library.NoUtterancesError:
        return WORST


def _at_score_rate(samples: Samples) -> NDArray[np.int16]:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="mono"
    )
    frame.sample_rate = SAMPLE_HZ
    resampler = av.AudioResampler("s16", "mono", SCORE_HZ)
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([each.to_ndarray().reshape(-1) for each in frames]).astype(np.int16)
