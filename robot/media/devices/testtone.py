"""PURE. Beeps every 500 ms of the wall clock, whose pitch gives their time. No I/O.

A beep starts when the wall clock (Unix time) is a multiple of 500 ms, lasts
60 ms, and its pitch identifies it: `PITCHES_HZ[n % 8]` with n = Unix time / 0.5 s.
So a delay of up to 4 s can be measured by ear, by eye, or by `beep_number`.
"""

import numpy as np

from robot.media.types.cells import SAMPLE_HZ, Samples

PERIOD_S = 0.5
BEEP_S = 0.06
EDGE_S = 0.004
PITCHES_HZ = (600.0, 800.0, 1000.0, 1200.0, 1400.0, 1600.0, 1800.0, 2000.0)
AMPLITUDE = 12_000


def beep_number(unix_s: float) -> int:
    """Return the number of the beep of this half second."""
    return int(unix_s // PERIOD_S)


def pitch_hz(number: int) -> float:
    """Return the pitch of this beep."""
    return PITCHES_HZ[number % len(PITCHES_HZ)]


def beeps(unix_s: float, count: int) -> Samples:
    """Return `count` samples of sound that starts at this wall clock time."""
    first = beep_number(unix_s)
    since_beep = unix_s - first * PERIOD_S + np.arange(count) / SAMPLE_HZ
    step = np.floor(since_beep / PERIOD_S).astype(np.int64)
    since_beep -= step * PERIOD_S
    pitches = np.take(PITCHES_HZ, (first + step) % len(PITCHES_HZ))
    edge = np.minimum(since_beep, BEEP_S - since_beep) / EDGE_S
    loudness = AMPLITUDE * np.clip(edge, 0.0, 1.0)
    wave: Samples = (loudness * np.sin(2 * np.pi * pitches * since_beep)).astype(np.int16)
    return wave
