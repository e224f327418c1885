"""Interface of picture encoders, and the pictures that they return."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import av

PAYLOAD_BYTES = 1_100
"""Largest RTP payload; with headers, SRTP and a relay's framing it stays below 1280 bytes, so no
VPN fragments it."""


@dataclass(frozen=True)
class EncodedPicture:
    """One picture in payloads of RTP packets."""

    payloads: list[bytes]
    key_frame: bool


class PictureEncoder(Protocol):
    """Encoder of pictures of one size; a change of size needs a new encoder."""

    def encode(self, frame: av.VideoFrame, key_frame: bool) -> EncodedPicture:
        """Return the picture; a key frame if asked, or if the encoder needs one.

        Args:
            frame: yuv420p, of the encoder's size; may be overwritten afterwards.
            key_frame: Whether the decoder must be able to start with this picture.

        Raises:
            av.FFmpegError: The encoder failed; make a new one.
        """

    def set_rate(self, rate_bps: int) -> None:
        """Follow this rate from the next picture on."""


@dataclass(frozen=True)
class EncoderSettings:
    """Size, frame rate and bit rate of the pictures to encode."""

    width_px: int
    height_px: int
    fps: int
    rate_bps: int


MakeEncoder = Callable[[EncoderSettings], PictureEncoder]
