"""Words of the child: German sentences by espeak-ng, spoken once, kept under `.state/bench`."""

import os
import subprocess
import tempfile
import wave
from pathlib import Path

import av
import numpy as np

from robot.media.types.cells import SAMPLE_HZ, Samples
from tests.bench.children import BenchError

SENTENCES = (
    "Ich habe die Aufgabe gelöst, und zwar ohne Hilfe.",
    "Darf ich bitte etwas zum Wasserkreislauf fragen?",
    "Der Fluss trägt das Wasser zurück ins Meer.",
)
VOICE = "de+f3"
WORDS_A_MINUTE = 180
PAUSE_S = 0.35
LOUDNESS_DBFS = -20.0
"""RMS of the sentences: what a microphone's automatic gain makes of a near voice."""

PEAK = 0.9 * 32768
QUIET = 0.01
SPEAK_TIMEOUT_S = 20.0
NAME = "speech-2.wav"
"""Another number when the words change: what was spoken once is kept."""


def prepare(folder: Path) -> Path:
    """Return the file with the child's words, 16 bit mono at 48 kHz; have it spoken when missing.

    Each sentence ends in a pause, the last one too: the words may be played round and round.

    Raises:
        BenchError: espeak-ng does not speak.
    """
    path = folder / NAME
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    pause = np.zeros(int(PAUSE_S * SAMPLE_HZ), np.int16)
    words = np.concatenate([part for text in SENTENCES for part in (_spoken(text), pause)])
    unfinished = path.with_suffix(f".{os.getpid()}")
    with wave.open(str(unfinished), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_HZ)
        file.writeframes(words.astype("<i2").tobytes())
    unfinished.replace(path)
    return path


def load(path: Path) -> Samples:
    """Return the words in this file.

    Raises:
        BenchError: It is no 16 bit mono sound at 48 kHz.
    """
    try:
        with wave.open(str(path)) as file:
            form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise BenchError(f"{path}: {error}") from error
    if form != (1, 2, SAMPLE_HZ):
        raise BenchError(f"{path} is damaged: delete it, and it is spoken anew")
    return np.frombuffer(data, "<i2").astype(np.int16)


def _spoken(text: str) -> Samples:
    with tempfile.TemporaryDirectory(prefix="karlsson-speech-") as folder:
        path = Path(folder) / "spoken.wav"
        command = ["espeak-ng", "-v", VOICE, "-s", str(WORDS_A_MINUTE), "-w", str(path), text]
        try:
            subprocess.run(command, check=True, timeout=SPEAK_TIMEOUT_S, capture_output=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise BenchError(f"espeak-ng does not speak: {error}") from error
        with wave.open(str(path)) as file:
            rate_hz = file.getframerate()
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return _levelled(_without_edges(_resampled(samples, rate_hz)))


def _resampled(samples: Samples, rate_hz: int) -> Samples:
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="mono"
    )
    frame.sample_rate = rate_hz
    resampler = av.AudioResampler("s16", "mono", SAMPLE_HZ)
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([each.to_ndarray().reshape(-1) for each in frames]).astype(np.int16)


def _without_edges(samples: Samples) -> Samples:
    """Cut the silence before and behind."""
    loud = np.flatnonzero(np.abs(samples.astype(np.float64)) > QUIET * 32768)
    if not len(loud):
        raise BenchError("espeak-ng said nothing that can be heard")
    return samples[int(loud[0]) : int(loud[-1]) + 1]


def _levelled(samples: Samples) -> Samples:
    """Make every sentence equally loud."""
    signal = samples.astype(np.float64)
    wanted = 32768 * 10 ** (LOUDNESS_DBFS / 20) / np.sqrt((signal**2).mean())
    level = min(float(wanted), PEAK / float(np.abs(signal).max()))
    return np.rint(signal * level).astype(np.int16)
