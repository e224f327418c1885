"""PURE. Sound frames of packets and their redundant copies, ordered by RTP time. No I/O.

A frame may arrive several times: as a packet, as a copy in a later packet (RED,
RFC 2198), or in lower quality inside the next packet (Opus in-band FEC, RFC 6716 section
2.1.7). The better one is kept; the first arrival counts.
"""

from collections import deque
from dataclasses import dataclass

from robot.media.opus import red
from robot.media.opus.packet import duration_samples, repairs_earlier

MOST_FRAMES = 256
"""Capacity: 2.5 s of frames of 10 ms, at most 400 kB."""

MOST_BYTES = 1500
"""Largest payload that is accepted, that of a datagram."""

REMEMBERED = 128


@dataclass(frozen=True, slots=True)
class SoundFrame:
    """One piece of sound that can be played.

    Args:
        rtp_time: Time of its first sample, unwrapped.
        samples: Length.
        data: An Opus packet.
        whole: False: `data` is the next packet, which repairs this frame.
        sequence: RTP sequence number; None for a copy.
    """

    rtp_time: int
    samples: int
    data: bytes
    whole: bool = True
    sequence: int | None = None

    @property
    def end(self) -> int:
        """RTP time of the first sample after it."""
        return self.rtp_time + self.samples


class RtpClock:
    """Unwrapper of 32-bit RTP times."""

    def __init__(self) -> None:
        self._newest: int | None = None

    def extend(self, rtp_time: int) -> int:
        """Return the unwrapped time nearest to the newest one."""
        if self._newest is None:
            self._newest = rtp_time
        step = (rtp_time - self._newest + 2**31) % 2**32 - 2**31
        extended = self._newest + step
        self._newest = extended if step > 0 or -step > 2**24 else self._newest
        return extended


def frames_in(payload: bytes, is_red: bool, sequence: int, rtp_time: int) -> list[SoundFrame]:
    """Return the frames of this payload, oldest first; an empty list if it is broken."""
    if not payload or len(payload) > MOST_BYTES:
        return []
    try:
        blocks = red.unpack(payload) if is_red else [red.RedBlock(payload)]
    except red.RedError:
        return []
    found = []
    for block in blocks:
        samples = duration_samples(block.data)
        if not samples:
            continue
        begins = rtp_time - block.age_samples
        if repairs_earlier(block.data):
            found.append(SoundFrame(begins - samples, samples, block.data, whole=False))
        number = None if block.age_samples else sequence
        found.append(SoundFrame(begins, samples, block.data, sequence=number))
    return found


class SoundFrames:
    """Bounded store of the frames that wait to be played."""

    def __init__(self) -> None:
        self._waiting: dict[int, SoundFrame] = {}
        self._known: deque[int] = deque(maxlen=REMEMBERED)
        self.dropped_samples = 0
        """Length of the frames that were too many or too late."""

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, frame: SoundFrame, from_time: int | None) -> bool:
        """Keep a frame unless it is too late; return whether it came for the first time.

        Args:
            from_time: RTP time of the next sample to play; None accepts any frame.
        """
        first = frame.rtp_time not in self._known
        if first:
            self._known.append(frame.rtp_time)
        kept = self._waiting.get(frame.rtp_time)
        if from_time is not None and frame.rtp_time < from_time:
            if first and frame.whole:
                self.dropped_samples += frame.samples
        elif (kept is None and first) or (kept is not None and frame.whole and not kept.whole):
            self._waiting[frame.rtp_time] = frame
            if len(self._waiting) > MOST_FRAMES:
                self.drop_before(min(self._waiting) + 1)
        return first

    def first(self) -> SoundFrame | None:
        """Return the oldest frame."""
        return self._waiting[min(self._waiting)] if self._waiting else None

    def last_end(self) -> int | None:
        """Return the RTP time of the end of the newest frame."""
        return self._waiting[max(self._waiting)].end if self._waiting else None

    def pop(self, frame: SoundFrame) -> None:
        """Remove this frame, which is being played."""
        del self._waiting[frame.rtp_time]

    def drop_before(self, rtp_time: int) -> None:
        """Drop every frame that begins before this time."""
        for begins in [begins for begins in self._waiting if begins < rtp_time]:
            self.dropped_samples += self._waiting.pop(begins).samples

    def clear(self) -> None:
        """Forget everything."""
        self._waiting.clear()
        self._known.clear()
