"""Which encoder a negotiated codec needs."""

from collections.abc import Mapping
from functools import partial

from robot.media.encoders.h264 import H264Encoder
from robot.media.encoders.vp8 import Vp8Encoder
from robot.media.types.picture import MakeEncoder

MAIN = "4d"
"""First byte of `profile-level-id`: profile_idc 77 (RFC 6184 section 8.1)."""


def maker(mime_type: str, parameters: Mapping[str, object]) -> MakeEncoder:
    """Return what makes encoders of this codec.

    Raises:
        ValueError: Pictures are not sent like that.
    """
    match mime_type.lower():
        case "video/h264":
            level = str(parameters.get("profile-level-id", "42e01f")).lower()
            return partial(H264Encoder, profile="main" if level.startswith(MAIN) else "baseline")
        case "video/vp8":
            return Vp8Encoder
        case _:
            raise ValueError(f"no encoder for {mime_type}")
