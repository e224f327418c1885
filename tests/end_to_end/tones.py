"""Sound files for the tests, made on the spot."""

import wave
from pathlib import Path

import numpy as np

RATE_HZ = 48_000


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
