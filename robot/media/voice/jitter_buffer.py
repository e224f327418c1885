"""PURE. Jitter buffer that plays voice, copies, repairs, concealment or silence. No I/O.

Everything is counted in samples at 48 kHz. The offset is the number of samples pulled by
the speaker less the RTP time of what is played: the higher, the later. `ArrivalDelays`
gives the target offset; sound is shortened or lengthened until the target is met,
preferably in pauses of the voice. A missing frame is concealed and the offset stays. While
nothing arrives at all, the offset grows with the concealment and the silence after it, so that
a late voice is not cut: what a stall of up to 2 s held back is played whole and faster, at its
pitch, with short pauses, until the target is met again.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice import stretch
from robot.media.voice.adaptation import Adjustment, DelayAdaptation
from robot.media.voice.arrival_delays import ArrivalDelays
from robot.media.voice.frames import SoundFrame, SoundFrames

STEP_SAMPLES = SAMPLE_HZ // 100
"""Concealment is made in steps of 10 ms, so that a returning voice is played at once."""

SILENT_AFTER = SAMPLE_HZ * 120 // 1000
"""Longest concealment while nothing arrives; then there is silence."""

FADE_SAMPLES = STEP_SAMPLES

MOST_CUTS = 20
"""Changes within one pull, in a pause of a voice that is far too late: 0.3 s, where it is there."""

AHEAD_SAMPLES = SAMPLE_HZ * 30 // 1000
"""Sound decoded ahead, if it is there, before it is shortened."""


class VoiceDecoder(Protocol):
    """Decoder of one voice's packets, with repair and concealment."""

    def decode(self, packet: bytes) -> Samples | None:
        """Return the samples of the packet, or None when it is broken."""

    def repair(self, next_packet: bytes, count: int) -> Samples | None:
        """Return the frame before this packet, from the packet's in-band FEC."""

    def conceal(self, count: int) -> Samples:
        """Return concealment for a missing frame."""

    def reset(self) -> None:
        """Forget the state: another voice begins."""


@dataclass
class Played:
    """Samples played so far, by their origin."""

    voice: int = 0
    repaired: int = 0
    """From the in-band FEC of the next packet, in lower quality."""

    concealed: int = 0
    silence: int = 0
    shortened: int = 0
    lengthened: int = 0


class JitterBuffer:
    """Jitter buffer that the speaker pulls.

    Args:
        decoder: Decoder of one voice.
    """

    def __init__(self, decoder: VoiceDecoder) -> None:
        self.played = Played()
        self._decoder = decoder
        self._frames = SoundFrames()
        self._delays = ArrivalDelays()
        self._pulled = 0
        self._ready: Samples = np.zeros(0, np.int16)
        self._before: Samples = np.zeros(stretch.LONGEST_SAMPLES, np.int16)
        self._next: int | None = None
        self._last_sequence: int | None = None
        self._newest_sequence: int | None = None
        self._concealed = 0
        self._offset_before = 0
        self._adaptation = DelayAdaptation()

    @property
    def waiting_samples(self) -> int:
        """Length of the voice that waits."""
        end = self._frames.last_end()
        first = self._frames.first()
        if end is None or first is None:
            return len(self._ready)
        begin = self._next if self._next is not None else first.rtp_time
        return len(self._ready) + max(0, end - begin)

    @property
    def dropped_samples(self) -> int:
        """Length of the voice that came too late or was too much."""
        return self._frames.dropped_samples

    @property
    def delay_samples(self) -> int:
        """Delay of the voice over that of its fastest frame."""
        if self._next is None:
            return 0
        return max(0, self._offset(self._next) - self._delays.fastest)

    def put(self, frames: list[SoundFrame]) -> None:
        """Take the frames of one packet."""
        if not frames:
            return
        if self._next is None and not len(self._frames):
            frames = frames[-1:]  # the copies are from before anybody listened
        before, self._newest_sequence = self._newest_sequence, frames[-1].sequence
        nothing_missing = _follows(before, frames[-1].sequence)
        for frame in frames:
            if nothing_missing and not frame.whole and frame.data is frames[-1].data:
                continue  # after a pause, the time of this repair would be wrong
            if not self._frames.add(frame, self._next):
                continue
            if not self._delays.add(self._pulled - frame.rtp_time):
                self._begin_anew(frame)

    def take(self, count: int) -> Samples:
        """Return exactly `count` samples to play now."""
        self._drop_late()
        while len(self._ready) < count:
            self._produce(count - len(self._ready))
        self._adjust(count)
        taken, self._ready = self._ready[:count], self._ready[count:]
        self._pulled += count
        self._before = np.concatenate([self._before, taken])[-stretch.LONGEST_SAMPLES :]
        return taken

    def clear(self) -> None:
        """Forget the voice, but remember how the line behaves."""
        self._frames.clear()
        self._fall_silent()

    def begin(self) -> None:
        """Forget the voice and its line: the next frame is of another clock and another way."""
        self.clear()
        self._delays = ArrivalDelays()
        self._newest_sequence = None

    def _begin_anew(self, frame: SoundFrame) -> None:
        """Follow another clock, and discard the frames of the old one."""
        self.clear()
        self._frames.add(frame, None)

    def _fall_silent(self) -> None:
        self._next = None
        self._last_sequence = None
        self._concealed = 0
        self._ready = _faded(self._ready)
        self._decoder.reset()

    def _offset(self, rtp_time: int) -> int:
        """Return the offset if this is played after all that is ready."""
        return self._pulled + len(self._ready) - rtp_time

    def _drop_late(self) -> None:
        """Drop frames that have waited too long."""
        oldest = self._offset(0) - self._delays.most
        first = self._frames.first()
        if first is None or first.rtp_time >= oldest:
            return
        self._frames.drop_before(oldest)
        if self._next is not None and self._next < oldest:
            self._next = oldest if (first := self._frames.first()) is None else first.rtp_time
            self._last_sequence = None

    def _produce(self, needed: int) -> None:
        """Append sound to what is ready."""
        frame = self._frames.first()
        if self._next is None:
            self._wait(frame, needed)
        elif frame is None:
            self._conceal_or_end()
        elif frame.rtp_time > self._next and _follows(self._last_sequence, frame.sequence):
            self._end_softly()  # nothing was lost: the sender paused
        elif frame.rtp_time <= self._next or self._gap_is_over(frame):
            self._decode(frame)
        else:
            self._conceal(STEP_SAMPLES)

    def _wait(self, frame: SoundFrame | None, needed: int) -> None:
        """Be silent until the first frame is due."""
        early = needed if frame is None else self._delays.target - self._offset(frame.rtp_time)
        if frame is not None and early <= 0:
            self._decode(frame)
            return
        self._append(np.zeros(min(early, needed), np.int16))
        self.played.silence += min(early, needed)

    def _decode(self, frame: SoundFrame) -> None:
        self._frames.pop(frame)
        if frame.whole:
            samples = self._decoder.decode(frame.data)
            self.played.voice += frame.samples
        else:
            samples = self._decoder.repair(frame.data, frame.samples)
            self.played.repaired += frame.samples
        if samples is None:
            samples = self._decoder.conceal(frame.samples)
        if self._next is None:
            samples = _risen(samples)
        if self._concealed:
            self._adaptation.concealed(self._pulled)
        self._concealed = 0
        self._offset_before = self._offset(frame.rtp_time)
        self._next = frame.rtp_time + len(samples)
        self._frames.drop_before(self._next)
        self._last_sequence = frame.sequence
        self._adaptation.heard(samples)
        self._append(samples)

    def _gap_is_over(self, frame: SoundFrame) -> bool:
        """Return whether to go on with this frame although earlier ones are missing."""
        target = min(self._offset_before, self._delays.target)
        return self._offset(frame.rtp_time) >= target

    def _conceal_or_end(self) -> None:
        if self._concealed >= SILENT_AFTER:
            self._end_softly()
        else:
            self._conceal(STEP_SAMPLES)

    def _end_softly(self) -> None:
        self._append(_faded(self._decoder.conceal(STEP_SAMPLES)))
        self._next = None
        self._concealed = 0

    def _conceal(self, count: int) -> None:
        self._append(self._decoder.conceal(count))
        self._concealed += count
        self.played.concealed += count

    def _append(self, samples: Samples) -> None:
        self._ready = np.concatenate([self._ready, samples]) if len(self._ready) else samples

    def _adjust(self, count: int) -> None:
        """Bring the offset closer to the target."""
        for _ in range(MOST_CUTS):
            if self._next is None or self._concealed:
                return
            excess = self._offset(self._next) - self._delays.target
            adjustment = self._adaptation.decide(excess, self._ready, self._pulled)
            if adjustment is None:
                return
            if adjustment.shortens:
                change = self._shorten(count, adjustment)
            else:
                change = self._lengthen(adjustment)
            if change:
                self._adaptation.adjusted(adjustment, self._pulled)
            if not (change and adjustment.again):
                return

    def _shorten(self, count: int, adjustment: Adjustment) -> int:
        """Shorten what is ready, but leave `count` samples; return the change."""
        frame = self._frames.first()
        while len(self._ready) < AHEAD_SAMPLES and frame and frame.rtp_time == self._next:
            self._decode(frame)
            frame = self._frames.first()
        most = min(adjustment.most, len(self._ready) - count)
        self._ready, change = stretch.shorten(self._ready, most, adjustment.alike)
        self.played.shortened -= change
        return change

    def _lengthen(self, adjustment: Adjustment) -> int:
        """Lengthen what is ready; return the change."""
        self._ready, change = stretch.lengthen(
            self._before, self._ready, adjustment.most, adjustment.alike
        )
        self.played.lengthened += change
        return change


def _follows(before: int | None, sequence: int | None) -> bool:
    return before is not None and sequence == (before + 1) % 2**16


def _faded(samples: Samples) -> Samples:
    """Return the beginning of the sound, faded to silence."""
    some = samples[:FADE_SAMPLES]
    slope = np.linspace(1.0, 0.0, len(some), dtype=np.float32)
    return (some * slope).astype(np.int16)


def _risen(samples: Samples) -> Samples:
    """Return the sound with its beginning faded in."""
    risen = samples.copy()
    count = min(len(samples), FADE_SAMPLES // 4)
    risen[:count] = (samples[:count] * np.linspace(0.0, 1.0, count)).astype(np.int16)
    return risen
