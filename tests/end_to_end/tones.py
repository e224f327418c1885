"""Sound files for the tests, made on the spot, and what is heard in others."""

import os
import wave
from pathlib import Path

import numpy as np

from robot.media.types.wav import HEADER_BYTES

RATE_HZ = 48_000

CLASS_HZ = 880.0
"""Tone that the classroom's microphone hears in the shared demo."""

CHILD_HZ = 1320.0
"""Tone that the tablet's microphone hears."""


def write_tone(path: Path, frequency_hz: float, seconds: float) -> Path:
    """Write a pure tone, mono, 48 kHz, half loud."""
    time_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    samples = (16_000 * np.sin(2 * np.pi * frequency_hz * time_s)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
    return path


def loudness_at(path: Path, frequency_hz: float) -> float:
    """Return the amplitude of one tone in the last second of a WAV file that is being written."""
    with wave.open(str(path)) as header:
        rate_hz, frame_bytes = header.getframerate(), 2 * header.getnchannels()
    # Its header tells no length as long as it grows.
    with path.open("rb") as file:
        frames = (os.fstat(file.fileno()).st_size - HEADER_BYTES) // frame_bytes
        file.seek(HEADER_BYTES + max(0, frames - rate_hz) * frame_bytes)
        data = file.read(rate_hz * frame_bytes)
    heard = np.frombuffer(data[: len(data) // frame_bytes * frame_bytes], np.int16)
    heard = heard[:: frame_bytes // 2]
    if not heard.size:
        return 0.0
    turns = np.exp(-2j * np.pi * frequency_hz / rate_hz * np.arange(heard.size))
    return float(abs(np.dot(heard, turns)) * 2 / heard.size)
