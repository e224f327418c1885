"""The simulated room in real time: what a speaker plays comes in on stdin, what a microphone hears
goes out on stdout, both as raw samples, 48 kHz mono. Some seconds after the speaker's first sound
somebody in the room speaks too."""

import sys

import numpy as np

from robot.media.types.cells import SAMPLE_HZ
from tests.robot.media.echo.room import Room, Signal, band_response, samples, teacher

STEP_SAMPLES = 480
ALONE_S = 5.0
"""Time during which the child speaks alone."""

SAID_DB = -24.0
SILENT_STEPS = 100
"""After a second of silence everything begins anew."""


class Air:
    """A `Room`, step by step; the drift as a resampler that reads a little too slowly."""

    def __init__(self, room: Room) -> None:
        self._room = room
        response = np.convolve(room.response(), band_response())
        late = np.zeros(int(room.delay_ms * SAMPLE_HZ / 1000))
        self._response = np.concatenate([late, response]) * 10 ** (room.coupling_db / 20)
        self._count = 1 << (len(self._response) + STEP_SAMPLES).bit_length()
        self._spectrum = np.fft.rfft(self._response, self._count)
        self._tail: Signal = np.zeros(self._count)
        self._waiting: Signal = np.zeros(0)
        self._at = 0.0
        self._noise = room.noise(SAMPLE_HZ)
        self._said = teacher(30, SAID_DB)
        self._heard_steps = 0
        self._silent_steps = SILENT_STEPS

    def step(self, played: Signal) -> Signal:
        """Return what is heard while this is played; with drift a sample more or less."""
        sound = np.fft.rfft(self._room.loudspeaker(played), self._count) * self._spectrum
        self._tail += np.fft.irfft(sound, self._count)
        heard = self._tail[:STEP_SAMPLES].copy()
        self._tail[:-STEP_SAMPLES] = self._tail[STEP_SAMPLES:]
        self._tail[-STEP_SAMPLES:] = 0
        return self._drifted(heard + self._voice(played) + self._noise[:STEP_SAMPLES])

    def _voice(self, played: Signal) -> Signal:
        self._silent_steps = 0 if played.any() else self._silent_steps + 1
        self._heard_steps = 0 if self._silent_steps >= SILENT_STEPS else self._heard_steps + 1
        start = self._heard_steps * STEP_SAMPLES - int(ALONE_S * SAMPLE_HZ)
        if start < 0:
            return np.zeros(STEP_SAMPLES)
        start %= len(self._said) - STEP_SAMPLES
        return self._said[start : start + STEP_SAMPLES]

    def _drifted(self, heard: Signal) -> Signal:
        self._waiting = np.concatenate([self._waiting, heard])
        pace = 1 + self._room.drift_ppm * 1e-6
        at = np.arange(self._at, len(self._waiting) - 1, pace)
        out: Signal = np.interp(at, np.arange(len(self._waiting)), self._waiting)
        self._at = float(at[-1]) + pace
        used = int(self._at)
        self._waiting, self._at = self._waiting[used:], self._at - used
        return out


def main() -> None:
    """Be the air between the two until stdin ends."""
    air = Air(Room(drift_ppm=-100))
    while len(data := sys.stdin.buffer.read(STEP_SAMPLES * 2)) == STEP_SAMPLES * 2:
        played = np.frombuffer(data, np.int16) / 32768
        sys.stdout.buffer.write(samples(air.step(played)).tobytes())
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
