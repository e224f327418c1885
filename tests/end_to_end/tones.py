"""Sound files for the tests, made on the spot, and what is heard in others."""

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


def loudness_at(path: Path, frequency_hz: float) -> float:
    """Return the amplitude of one tone in the last second of a WAV file that is being written."""
    data = path.read_bytes()[44:]
    with wave.open(str(path)) as file:
        rate_hz, channels = file.getframerate(), file.getnchannels()
    heard = np.frombuffer(data[: len(data) // 2 * 2], np.int16)[::channels][-rate_hz:]
    if not heard.size:
        return 0.0
    turns = np.exp(-2j * np.pi * frequency_hz / rate_hz * np.arange(heard.size))
    return float(abs(np.dot(heard, turns)) * 2 / heard.size)
