"""What an encoder of pictures is, and which one a negotiated codec needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import av

PAYLOAD_BYTES = 1_100
"""With all headers, SRTP and a relay's envelope less than 1280: no VPN has to split it."""


@dataclass(frozen=True)
class EncodedPicture:
    """One picture in payloads of RTP packets."""

    payloads: list[bytes]
    key_frame: bool


class PictureEncoder(Protocol):
    """Encodes pictures of one size; made for it, and replaced when the size changes."""

    def encode(self, frame: av.VideoFrame, key_frame: bool) -> EncodedPicture:
        """Return the picture; a key frame if asked, or if the encoder needs one.

        Args:
            frame: yuv420p, of the encoder's size; may be overwritten afterwards.
            key_frame: Whether the decoder must be able to begin here.

        Raises:
            av.FFmpegError: The encoder failed; make a new one.
        """

    def aim(self, rate_bps: int) -> None:
        """Follow this rate from the next picture on."""


@dataclass(frozen=True)
class Shape:
    """Size of the pictures, how many come in a second, and what they may take."""

    width_px: int
    height_px: int
    fps: int
    rate_bps: int


MakeEncoder = Callable[[Shape], PictureEncoder]
