"""Choice of the encoder for a negotiated codec."""

from collections.abc import Mapping
from functools import partial

from robot.media.encoders.h264 import H264Encoder
from robot.media.encoders.vp8 import Vp8Encoder
from robot.media.types.picture import MakeEncoder

MAIN = "4d"
"""First byte of `profile-level-id`: profile_idc 77 (RFC 6184 section 8.1)."""


def maker(mime_type: str, parameters: Mapping[str, object]) -> MakeEncoder:
    """Return the factory of encoders for this codec.

    Raises:
        ValueError: There is no encoder for this codec.
    """
    match mime_type.lower():
        case "video/h264":
            level = str(parameters.get("profile-level-id", "42e01f")).lower()
            return partial(H264Encoder, profile="main" if level.startswith(MAIN) else "baseline")
        case "video/vp8":
            return Vp8Encoder
        case _:
            raise ValueError(f"no encoder for {mime_type}")
