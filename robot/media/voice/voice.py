"""The child's voice between network and speaker: jitter buffer, volume, mute."""

import math
import threading
from collections import deque
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from robot.media.opus.decoder import OpusDecoder
from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice.copy_distance import CopyDistance
from robot.media.voice.frames import RtpClock, frames_in
from robot.media.voice.jitter_buffer import JitterBuffer, Played
from robot.media.voice.uplink_queue import UplinkQueue

PULL_SAMPLES = SAMPLE_HZ // 100
"""Block of a speaker without a clock of its own; a larger one would only add delay."""

PULL_S = PULL_SAMPLES / SAMPLE_HZ

FLOOR_DB = -50.0
"""Loudness below which `level` is 0."""

GONE_S = 0.5
"""Silence of the current source after which a replaced source is accepted again."""

REMEMBERED_SOURCES = 8


class VoiceIn:
    """Sink for the packets of the child's voice, and source of mono samples at 48 kHz.

    `put` may be called from any thread, `take` from the speaker's. `gain` is 0
    to 1; while `muted`, packets are discarded and silence is played.

    Raises:
        OpusMissingError: There is no Opus library.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jitter_buffer = JitterBuffer(OpusDecoder())
        self._clock = RtpClock()
        self._copies = CopyDistance()
        self._uplink_queue = UplinkQueue()
        self._source: int | None = None
        self._heard_at = 0.0
        self._left: deque[int] = deque(maxlen=REMEMBERED_SOURCES)
        self._gain = 1.0
        self._applied = 1.0
        self._muted = False
        self._level = 0.0

    @property
    def gain(self) -> float:
        """Loudness, 0 to 1."""
        return self._gain

    @gain.setter
    def gain(self, value: float) -> None:
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"gain {value}: allowed are 0 to 1")
        self._gain = value

    @property
    def muted(self) -> bool:
        """True while silence is played instead of the voice."""
        return self._muted

    @muted.setter
    def muted(self, value: bool) -> None:
        self._muted = value
        if value:
            self.clear()

    @property
    def level(self) -> float:
        """Loudness of what is being played: 0 is silence, 1 is full scale."""
        return self._level

    @property
    def heard_at(self) -> float:
        """Monotonic seconds at which the newest packet of the played source came; 0 before it."""
        return self._heard_at

    @property
    def waiting_s(self) -> float:
        """Length of the voice that waits to be played."""
        with self._lock:
            return self._jitter_buffer.waiting_samples / SAMPLE_HZ

    @property
    def delay_s(self) -> float:
        """Delay of the voice over that of its fastest packet."""
        with self._lock:
            return self._jitter_buffer.delay_samples / SAMPLE_HZ

    @property
    def played(self) -> Played:
        """Samples played so far, by their origin."""
        with self._lock:
            return replace(self._jitter_buffer.played)

    @property
    def copies_after(self) -> int:
        """Distance at which copies should follow their packets, in packets."""
        return self._copies.packets

    def uplink_queue_s(self, now: float) -> float:
        """Return how long the whole voice waits in a queue on its way; 0 if it does not."""
        with self._lock:
            return self._uplink_queue.queue_s(now)

    @property
    def dropped_samples(self) -> int:
        """Length of the voice that came too late or was too much."""
        return self._jitter_buffer.dropped_samples

    @property
    def missing_samples(self) -> int:
        """Length of the concealment that was played."""
        return self._jitter_buffer.played.concealed

    def put(
        self, payload: bytes, is_red: bool, sequence: int, rtp_time: int, source: int, now: float
    ) -> None:
        """Take the payload of an RTP packet; broken ones are ignored.

        Args:
            payload: Opus, or RED with Opus in it.
            is_red: Whether it is RED.
            sequence: RTP sequence number.
            rtp_time: 32 bits.
            source: SSRC. The newest one is played: a child that comes back over another
                path may still be sending over the old one.
            now: Monotonic seconds.
        """
        with self._lock:
            if not self._listens_to(source, now):
                return
            extended = self._clock.extend(rtp_time)
            self._copies.arrived(sequence)
            self._uplink_queue.arrived(extended, now)
            if not self._muted:
                self._jitter_buffer.put(frames_in(payload, is_red, sequence, extended))

    def clear(self) -> None:
        """Forget what waits."""
        with self._lock:
            self._jitter_buffer.clear()

    def take(self, count: int) -> Samples:
        """Return exactly `count` samples to play now; silence where no voice came."""
        with self._lock:
            samples = self._scaled(self._jitter_buffer.take(count))
        self._level = level_of(samples)
        return samples

    def _listens_to(self, source: int, now: float) -> bool:
        if source != self._source:
            if source in self._left and now < self._heard_at + GONE_S:
                return False
            if self._source is not None:
                self._left.append(self._source)
                self._jitter_buffer.begin()
            self._copies.begin()
            self._uplink_queue.begin()
            self._source = source
        self._heard_at = now
        return True

    def _scaled(self, samples: Samples) -> Samples:
        """Apply the gain, with a ramp from the last one so that a change does not click."""
        gain = 0.0 if self._muted else self._gain
        before, self._applied = self._applied, gain
        if before == gain == 1.0:
            return samples
        slope: NDArray[np.float32] = np.linspace(before, gain, len(samples), dtype=np.float32)
        return (samples * slope).astype(np.int16)


def level_of(samples: Samples) -> float:
    """Return the loudness: 0 is `FLOOR_DB` or less, 1 is full scale."""
    if not len(samples):
        return 0.0
    values = samples.astype(np.float32)
    rms = math.sqrt(float(np.dot(values, values)) / len(values)) / 32768.0
    if rms <= 0.0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - 20.0 * math.log10(rms) / FLOOR_DB))
