"""The one way in which sound leaves the robot: Opus, mono, 32 kbit/s, with in-band repair."""

from fractions import Fraction
from typing import Any

import av
from aiortc.codecs.base import Encoder
from av.frame import Frame
from av.packet import Packet

from robot.media.cells import BLOCK_SAMPLES, SAMPLE_HZ

BITS_PER_S = 32_000
TIME_BASE = Fraction(1, SAMPLE_HZ)
OPTIONS = {
    "application": "voip",
    "frame_duration": "20",
    "fec": "1",
    "packet_loss": "10",  # without an expected loss, Opus adds no repair
}


class OpusMonoEncoder(Encoder):
    """Turns each frame of 960 samples into one packet that keeps the frame's own time.

    Frames of another form are resampled and cut first; then the times count on
    from the first one.
    """

    def __init__(self) -> None:
        self.codec = av.AudioCodecContext.create("libopus", "w")
        self.codec.bit_rate = BITS_PER_S
        self.codec.format = av.AudioFormat("s16")
        self.codec.layout = "mono"
        self.codec.sample_rate = SAMPLE_HZ
        self.codec.time_base = TIME_BASE
        self.codec.options = OPTIONS
        self._resampler: av.AudioResampler | None = None
        self._next_pts = 0

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """Return the packets and the RTP time of the first."""
        assert isinstance(frame, av.AudioFrame)
        if self._resampler is None and _fits(frame):
            pts = frame.pts if frame.pts is not None else self._next_pts
            self._next_pts = pts + BLOCK_SAMPLES
            return [bytes(packet) for packet in self.codec.encode(frame)], pts
        return self._encode_other(frame)

    def pack(self, packet: "Packet[Any]") -> tuple[list[bytes], int]:
        """Return a packet that is already Opus, and its RTP time."""
        assert packet.pts is not None
        return [bytes(packet)], int(packet.pts * packet.time_base / TIME_BASE)

    def _encode_other(self, frame: av.AudioFrame) -> tuple[list[bytes], int]:
        if self._resampler is None:
            self._resampler = av.AudioResampler(
                format="s16", layout="mono", rate=SAMPLE_HZ, frame_size=BLOCK_SAMPLES
            )
        first_pts = self._next_pts
        packets: list[bytes] = []
        for piece in self._resampler.resample(frame):
            piece.pts, piece.time_base = self._next_pts, TIME_BASE
            self._next_pts += piece.samples
            packets += [bytes(packet) for packet in self.codec.encode(piece)]
        return packets, first_pts


def _fits(frame: av.AudioFrame) -> bool:
    return (
        frame.samples == BLOCK_SAMPLES
        and frame.sample_rate == SAMPLE_HZ
        and frame.layout.name == "mono"
        and frame.format.name == "s16"
        and frame.time_base == TIME_BASE
    )
