"""H.264 by x264, with changes of rate that need no key frame.

x264 follows a changed rate at once if the stream was opened with a buffer (VBV) and a
maximum rate equal to the rate, but it never exceeds the rate it was opened with. The
buffer also bounds the size of every picture, key frames included, and keeps the size
for that first rate. So the stream is reopened, with a key frame, when the rate stays far
from the first one: at the start of a lesson, and when the line has changed.
"""

from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from robot.media.types import h264_packets
from robot.media.types.picture import PAYLOAD_BYTES, EncodedPicture, EncoderSettings

BUFFER_S = 0.12
"""At 0.2 the slowest pictures would take 50 % longer on a full line, for 0.1 dB."""
LEAST_BUFFER_BITS = 24_000
"""With less, the first picture would be blurred."""
LEAST_RATE_BPS = 20_000
RISE, RISE_PICTURES = 1.3, 20
"""Target rate relative to the first one, and number of pictures, that reopen the stream."""
FALL, FALL_PICTURES = 0.5, 45
"""The same for a falling rate. x264 follows it, but its buffer is then too large."""
LEAST_PICTURES = 90
"""Pictures between two openings, except for the first."""
NEVER = "1000000"
"""Interval of key frames without requests, in pictures."""
FAST_FROM_PIXELS = 640 * 480
"""From here on a preset is used that costs half the time and a tenth of the quality."""
HALVED_FROM_PIXELS = 960 * 540
"""From here on two cores encode half a picture each, which saves some 2 ms."""


class H264Encoder:
    """See `PictureEncoder`.

    Args:
        shape: Size and frame rate of the frames, and the first rate.
        profile: x264's profile, `baseline` or `main`.
    """

    def __init__(self, shape: EncoderSettings, profile: str = "baseline") -> None:
        self._shape = shape
        self._profile = profile
        self._count = 0
        self._far = 0
        self._least = 0
        self._rate_bps = self._first_bps = max(LEAST_RATE_BPS, shape.rate_bps)
        self._codec = _open(shape, self._rate_bps, profile)

    def set_rate(self, rate_bps: int) -> None:
        """Follow this rate from the next picture on."""
        self._rate_bps = max(LEAST_RATE_BPS, rate_bps)

    def encode(self, frame: av.VideoFrame, key_frame: bool) -> EncodedPicture:
        """Return the picture; see `PictureEncoder`."""
        if self._is_another_line():
            self._count = self._far = 0
            self._least = LEAST_PICTURES
            self._first_bps = self._rate_bps
            self._codec = _open(self._shape, self._rate_bps, self._profile)
        elif self._codec.bit_rate != self._rate_bps:
            self._codec.bit_rate = self._rate_bps
        frame.pts = self._count
        frame.time_base = self._codec.time_base
        frame.pict_type = PictureType.I if key_frame else PictureType.NONE
        self._count += 1
        stream = b"".join(bytes(packet) for packet in self._codec.encode(frame))
        units = h264_packets.to_send(stream)
        payloads = h264_packets.packetise(units, PAYLOAD_BYTES)
        return EncodedPicture(payloads, h264_packets.is_key_picture(units))

    def _is_another_line(self) -> bool:
        rises = self._rate_bps > RISE * self._first_bps
        falls = self._rate_bps < FALL * self._first_bps
        self._far = self._far + 1 if rises or falls else 0
        pictures = RISE_PICTURES if rises else FALL_PICTURES
        return self._far >= pictures and self._count >= self._least


def _open(shape: EncoderSettings, rate_bps: int, profile: str) -> VideoCodecContext:
    codec = av.CodecContext.create("libx264", "w")
    codec.width, codec.height = shape.width_px, shape.height_px
    codec.pix_fmt = "yuv420p"
    codec.framerate = Fraction(shape.fps, 1)
    codec.time_base = Fraction(1, shape.fps)
    codec.bit_rate = rate_bps
    # Without a word of it, browsers take H.264 for BT.709: red then is 16 of 255 off.
    codec.color_range = ColorRange.MPEG
    codec.colorspace = Colorspace.SMPTE170M
    codec.color_primaries = ColorPrimaries.BT709
    codec.color_trc = ColorTrc.IEC61966_2_1
    pixels = shape.width_px * shape.height_px
    codec.options = {
        "preset": "superfast" if pixels >= FAST_FROM_PIXELS else "veryfast",
        "tune": "zerolatency",
        "profile": profile,
        "level": "3.1",
        "maxrate": str(rate_bps),
        "bufsize": str(max(LEAST_BUFFER_BITS, int(rate_bps * BUFFER_S))),
        "g": NEVER,
        "bf": "0",
        "sc_threshold": "0",
        "forced-idr": "1",
        # With `zerolatency`, threads split each picture into slices, without waiting for others.
        "threads": "2" if pixels >= HALVED_FROM_PIXELS else "1",
    }
    codec.open()
    return codec
