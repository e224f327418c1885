"""VP8 by libvpx, for browsers without H.264.

libvpx in FFmpeg keeps the rate it was opened with: another rate takes a new encoder and
a key frame. So it follows a falling rate soon and a rising one late.

Source: RFC 7741 section 4.2 (payload descriptor).
"""

from fractions import Fraction
from itertools import pairwise

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from robot.media.types.picture import PAYLOAD_BYTES, EncodedPicture, EncoderSettings

LEAST_RATE_BPS = 30_000
FALL = 0.75
"""Share of the opened rate below which the encoder is reopened."""
RISE = 1.5
LEAST_PICTURES = 60
"""Pictures between two openings for a rising rate."""
BUFFER_MS = 400
DESCRIPTOR_BYTES = 4
PICTURE_IDS = 1 << 15


class Vp8Encoder:
    """See `PictureEncoder`."""

    def __init__(self, shape: EncoderSettings) -> None:
        self._shape = shape
        self._count = 0
        self._since = 0
        self._target_bps = self._open_bps = max(LEAST_RATE_BPS, shape.rate_bps)
        self._codec = _open(shape, self._open_bps)

    def set_rate(self, rate_bps: int) -> None:
        """Follow this rate once it is far enough from the one in use."""
        self._target_bps = max(LEAST_RATE_BPS, rate_bps)

    def encode(self, frame: av.VideoFrame, key_frame: bool) -> EncodedPicture:
        """Return the picture; see `PictureEncoder`."""
        if self._far():
            self._open_bps = self._target_bps
            self._codec = _open(self._shape, self._open_bps)
            self._since = 0
        frame.pts = self._count
        frame.time_base = self._codec.time_base
        frame.pict_type = PictureType.I if key_frame else PictureType.NONE
        packets = self._codec.encode(frame)
        payloads = packetise(b"".join(bytes(p) for p in packets), self._count, PAYLOAD_BYTES)
        self._count += 1
        self._since += 1
        return EncodedPicture(payloads, any(packet.is_keyframe for packet in packets))

    def _far(self) -> bool:
        if self._target_bps < FALL * self._open_bps:
            return True
        return self._target_bps > RISE * self._open_bps and self._since >= LEAST_PICTURES


def packetise(picture: bytes, number: int, most_bytes: int) -> list[bytes]:
    """Return payloads of at most `most_bytes`, of equal size as far as possible."""
    count = -(-len(picture) // (most_bytes - DESCRIPTOR_BYTES))
    # Extended, with a picture number of 15 bits; only the first begins a partition.
    tail = bytes([0x80]) + (0x8000 | number % PICTURE_IDS).to_bytes(2, "big")
    cuts = [len(picture) * index // count for index in range(count + 1)] if count else [0]
    return [
        bytes([0x90 if start == 0 else 0x80]) + tail + picture[start:end]
        for start, end in pairwise(cuts)
    ]


def _open(shape: EncoderSettings, rate_bps: int) -> VideoCodecContext:
    codec = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height = shape.width_px, shape.height_px
    codec.pix_fmt = "yuv420p"
    codec.framerate = Fraction(shape.fps, 1)
    codec.time_base = Fraction(1, shape.fps)
    codec.bit_rate = rate_bps
    codec.options = {
        "deadline": "realtime",
        "cpu-used": "-6",
        "lag-in-frames": "0",
        "error-resilient": "1",
        "minrate": str(rate_bps),
        "maxrate": str(rate_bps),
        "bufsize": str(rate_bps * BUFFER_MS // 1000),
        "max-intra-rate": "400",
        "undershoot-pct": "50",
        "qmin": "4",
        "qmax": "56",
        "g": "1000000",
        "threads": "1",
    }
    codec.open()
    return codec
