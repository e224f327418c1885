"""PURE but for espeak-ng. A simulated room: what a microphone hears of a speaker in its own body.

Loudspeaker (non-linear, no depths, no heights), room (direct sound, two
reflections of the body, a reverberant tail), delay of the sound card, clocks
that drift apart, noise. All signals are float, 48 kHz, full scale 1.
"""

import io
import subprocess
import wave
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from robot.media.echo.canceller import STEP_SAMPLES, EchoCanceller
from robot.media.types.cells import SAMPLE_HZ, Samples

Signal = NDArray[np.float64]

CHILD = (
    "Ich glaube, die Antwort ist zwölf. Wir haben gestern die Aufgabe mit den Brüchen gerechnet, "
    "und da kam das Gleiche heraus. Kann ich bitte noch eine Frage stellen? Warum wachsen die "
    "Pflanzen auf der Nordseite langsamer? Das habe ich im Buch nicht gefunden."
)
TEACHER = (
    "Bitte schlagt alle das Buch auf Seite dreiundvierzig auf. Wir lesen heute gemeinsam den "
    "zweiten Abschnitt, und danach besprechen wir die Fragen an der Tafel."
)


@dataclass(frozen=True)
class Room:
    """Path of the sound from speaker to microphone.

    Args:
        bend: Strength of the loudspeaker's saturation; 0 is linear.
        drift_ppm: Excess speed of the microphone's clock.
        coupling_db: Loudness of the echo relative to the sound that was played.
    """

    delay_ms: float = 60.0
    reverb_s: float = 0.3
    bend: float = 3.0
    drift_ppm: float = 0.0
    coupling_db: float = -6.0
    noise_db: float = -70.0
    seed: int = 1

    def response(self) -> Signal:
        """Return the impulse response, without delay and loudness, at unit energy."""
        chance = np.random.default_rng(self.seed)
        count = int(SAMPLE_HZ * self.reverb_s)
        decay = 10 ** (-3 * np.arange(count) / count)
        tail = chance.standard_normal(count) * decay
        tail[: int(0.002 * SAMPLE_HZ)] = 0
        response = tail * 10 ** (-12 / 20) / np.linalg.norm(tail)
        for at_s, height in ((0.0003, 1.0), (0.0011, -0.4), (0.0019, 0.25)):
            response[int(at_s * SAMPLE_HZ)] += height
        return np.asarray(response / np.linalg.norm(response))

    def loudspeaker(self, played: Signal) -> Signal:
        """Return what the loudspeaker gives off."""
        if not self.bend:
            return played
        bent = np.tanh(self.bend * (played + 0.02)) / self.bend
        return np.asarray(bent - np.tanh(self.bend * 0.02) / self.bend)

    def echo(self, played: Signal) -> Signal:
        """Return what the microphone hears of what was played, of the same length."""
        count = len(played)
        sound = _convolved(_band(self.loudspeaker(played)), self.response())
        sound = sound * 10 ** (self.coupling_db / 20)
        late = np.concatenate([np.zeros(int(self.delay_ms * SAMPLE_HZ / 1000)), sound])[:count]
        at = np.arange(count)
        drifted: Signal = np.interp(at * (1 + self.drift_ppm * 1e-6), at, late)
        return drifted

    def noise(self, count: int) -> Signal:
        """Return the noise of microphone and room."""
        chance = np.random.default_rng(self.seed + 1)
        return np.asarray(chance.standard_normal(count) * 10 ** (self.noise_db / 20))


@cache
def speech(text: str, voice: str, count: int, level_db: float) -> Signal:
    """Return somebody who speaks from the first sample on, again and again, so loud (RMS)."""
    spoken = subprocess.run(
        ["espeak-ng", "-v", voice, "--stdout", text], stdout=subprocess.PIPE, check=True, timeout=30
    ).stdout
    with wave.open(io.BytesIO(spoken)) as file:
        rate_hz = file.getframerate()
    values = np.frombuffer(spoken[44 : len(spoken) // 2 * 2], "<i2") / 32768
    at = np.arange(int(len(values) * SAMPLE_HZ / rate_hz)) * rate_hz / SAMPLE_HZ
    sound = np.interp(at, np.arange(len(values)), values)
    sound = sound[np.argmax(np.abs(sound) > 0.01) :]
    sound = np.tile(sound, -(-count // len(sound)))[:count]
    return np.clip(sound * 10 ** (level_db / 20) / _rms(sound), -0.99, 0.99)


def child(seconds: float) -> Signal:
    """Return the child's voice as it is played."""
    return speech(CHILD, "de+f3", int(seconds * SAMPLE_HZ), -20.0)


def teacher(seconds: float, level_db: float = -26.0) -> Signal:
    """Return somebody in the class."""
    return speech(TEACHER, "de", int(seconds * SAMPLE_HZ), level_db)


def through(canceller: EchoCanceller, heard: Signal, played: Signal) -> Signal:
    """Return what comes out of the canceller, step by step as a sound card gives it."""
    near, far = samples(heard), samples(played)
    ends = range(STEP_SAMPLES, len(near) + 1, STEP_SAMPLES)
    steps = [
        canceller.process(near[end - STEP_SAMPLES : end], far[end - STEP_SAMPLES : end])
        for end in ends
    ]
    return np.concatenate(steps) / 32768


def samples(signal: Signal) -> Samples:
    return np.asarray(np.clip(signal, -1, 1 - 1 / 32768) * 32768, np.int16)


def part(signal: Signal, from_s: float, to_s: float) -> Signal:
    return signal[int(from_s * SAMPLE_HZ) : int(to_s * SAMPLE_HZ)]


def level_db(signal: Signal) -> float:
    return float(20 * np.log10(_rms(signal) + 1e-9))


def erle_db(heard: Signal, clean: Signal, from_s: float, to_s: float) -> float:
    """Return the echo return loss enhancement: by how much the echo became softer."""
    return level_db(part(heard, from_s, to_s)) - level_db(part(clean, from_s, to_s))


def _rms(signal: Signal) -> float:
    return float(np.sqrt(np.mean(signal**2)))


def _band(signal: Signal, low_hz: float = 180.0, high_hz: float = 11_000.0) -> Signal:
    frequencies = np.maximum(np.fft.rfftfreq(len(signal), 1 / SAMPLE_HZ), 1.0)
    passed = 1 / ((1 + (low_hz / frequencies) ** 4) * (1 + (frequencies / high_hz) ** 6))
    return np.fft.irfft(np.fft.rfft(signal) * passed, len(signal))


def band_response() -> Signal:
    """Return the loudspeaker's band as an impulse response, 20 ms long."""
    impulse = np.zeros(SAMPLE_HZ // 50)
    impulse[0] = 1.0
    return _band(impulse)


def _convolved(signal: Signal, response: Signal) -> Signal:
    count = 1 << (len(signal) + len(response)).bit_length()
    spectrum = np.fft.rfft(signal, count) * np.fft.rfft(response, count)
    return np.fft.irfft(spectrum, count)[: len(signal)]
