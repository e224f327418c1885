"""PURE. Finds the child's beeps in what the robot played, and how late each came. No I/O.

The child's page beeps every 500 ms for 60 ms; the pitch names the beep, so that
a delay of up to 4 s is told from one of the next beep (`robot.media.devices.testtone`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from robot.media.devices.testtone import PITCHES_HZ, pitch_hz
from robot.media.types.cells import SAMPLE_HZ, Samples
from tests.bench.rows import percentile

WINDOW_SAMPLES = SAMPLE_HZ // 1000
LOUD_SHARE = 0.2
"""Of the loudest: on a slope of 4 ms this finds the start of a beep within 1 ms."""

QUIET_RMS = 100.0
GAP_MS = 100
SHORTEST_MS = 20
PITCH_FROM_MS = 12
PITCH_MS = 36
PITCH_SLACK_HZ = 60.0
MAX_DELAY_MS = 3000.0
EARLY_MS = 5.0
"""The page tells when a beep left to within a few milliseconds."""


@dataclass(frozen=True)
class Block:
    """Sound as it came out of the robot, mono at 48 kHz.

    Args:
        at_ms: Unix time at which its first sample is played.
        samples: Int16.
    """

    at_ms: float
    samples: Samples


@dataclass(frozen=True)
class Beep:
    """One beep: when it left or when it was heard, and which of the eight pitches."""

    at_ms: float
    pitch: int


def sent_beep(number: int, at_ms: float) -> Beep:
    """Return the beep with this number."""
    return Beep(at_ms, PITCHES_HZ.index(pitch_hz(number)))


def heard_beeps(blocks: Sequence[Block]) -> list[Beep]:
    """Return every beep in the sound, with the time at which its first sample was played."""
    if not blocks:
        return []
    samples = np.concatenate([block.samples for block in blocks])
    starts = np.cumsum([0, *(len(block.samples) for block in blocks[:-1])])
    beeps = []
    for onset in _onsets(samples):
        pitch = _pitch(samples[onset:])
        if pitch is None:
            continue
        index = int(np.searchsorted(starts, onset, side="right")) - 1
        within_ms = (onset - int(starts[index])) / SAMPLE_HZ * 1000
        beeps.append(Beep(blocks[index].at_ms + within_ms, pitch))
    return beeps


def delays_ms(sent: Sequence[Beep], heard: Sequence[Beep]) -> tuple[list[float], int]:
    """Return the delay of each sent beep that was heard, and how many were not."""
    delays: list[float] = []
    missing = 0
    for beep in sent:
        late = [
            other.at_ms - beep.at_ms
            for other in heard
            if other.pitch == beep.pitch and -EARLY_MS <= other.at_ms - beep.at_ms < MAX_DELAY_MS
        ]
        if late:
            delays.append(min(late))
        else:
            missing += 1
    return delays, missing


def voice_figures(sent: Sequence[Beep], blocks: Sequence[Block]) -> dict[str, float]:
    """Return delay and loss of the child's voice.

    Raises:
        ValueError: No beep was heard at all.
    """
    delays, missing = delays_ms(sent, heard_beeps(blocks))
    return {"voice_delay_p50_ms": percentile(delays, 50), "voice_missing": float(missing)}


def _onsets(samples: Samples) -> list[int]:
    """Return the first sample of each stretch that is loud for long enough."""
    count = len(samples) // WINDOW_SAMPLES
    windows = samples[: count * WINDOW_SAMPLES].reshape(count, WINDOW_SAMPLES).astype(np.float64)
    loudness: NDArray[np.float64] = np.sqrt((windows**2).mean(axis=1))
    if not count or loudness.max() < QUIET_RMS:
        return []
    loud = np.flatnonzero(loudness > max(QUIET_RMS, LOUD_SHARE * loudness.max()))
    stretches = np.split(loud, np.flatnonzero(np.diff(loud) > GAP_MS) + 1)
    return [
        int(stretch[0]) * WINDOW_SAMPLES for stretch in stretches if len(stretch) >= SHORTEST_MS
    ]


def _pitch(samples: Samples) -> int | None:
    """Return which of the eight pitches begins here."""
    start = PITCH_FROM_MS * WINDOW_SAMPLES
    piece = samples[start : start + PITCH_MS * WINDOW_SAMPLES].astype(np.float64)
    if len(piece) < PITCH_MS * WINDOW_SAMPLES:
        return None
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), 8192))
    found_hz = float(spectrum.argmax()) * SAMPLE_HZ / 8192
    nearest = min(range(len(PITCHES_HZ)), key=lambda index: abs(PITCHES_HZ[index] - found_hz))
    return nearest if abs(PITCHES_HZ[nearest] - found_hz) < PITCH_SLACK_HZ else None
