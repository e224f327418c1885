"""The Opus library itself, for what FFmpeg's wrapping of it cannot do.

FFmpeg sets bitrate, expected loss and repair once, at open, and asks the decoder
neither for concealment nor for repair. The library is the one that PyAV brings
along, so that no other version comes into the process; a PyAV that was built
here uses the system's.
"""

import ctypes
import ctypes.util
from functools import cache
from pathlib import Path

import av

NEEDED = (
    "opus_encoder_create",
    "opus_encoder_ctl",
    "opus_encoder_destroy",
    "opus_encode",
    "opus_decoder_create",
    "opus_decoder_ctl",
    "opus_decoder_destroy",
    "opus_decode",
    "opus_packet_get_nb_samples",
    "opus_strerror",
)

BAD_PACKET = -4
"""`OPUS_INVALID_PACKET` of opus_defines.h."""


class OpusMissingError(Exception):
    """There is no Opus library, or it lacks a function; the text says which."""


class OpusError(Exception):
    """The library refused; the text is its own.

    Args:
        code: As in opus_defines.h, negative.
    """

    def __init__(self, code: int) -> None:
        super().__init__(library().opus_strerror(code).decode())
        self.code = code


@cache
def library() -> ctypes.CDLL:
    """Return the library, loaded once; its calls let other threads run.

    Raises:
        OpusMissingError: No library is found, or it is not Opus.
    """
    name = _bundled() or ctypes.util.find_library("opus") or "libopus.so.0"
    try:
        loaded = ctypes.CDLL(name)
    except OSError as error:
        why = f"{name} cannot be loaded (Debian: apt-get install libopus0)"
        raise OpusMissingError(why) from error
    for needed in NEEDED:
        if not hasattr(loaded, needed):
            raise OpusMissingError(f"{name} has no {needed}")
    loaded.opus_strerror.argtypes = [ctypes.c_int]
    loaded.opus_strerror.restype = ctypes.c_char_p
    return loaded


def checked(code: int) -> int:
    """Return what a function of the library returned.

    Raises:
        OpusError: It is negative.
    """
    if code < 0:
        raise OpusError(code)
    return code


def _bundled() -> str | None:
    """Return the library inside PyAV's wheel."""
    folder = Path(av.__file__).parent.with_name("av.libs")
    return next((str(path) for path in sorted(folder.glob("libopus-*.so*"))), None)
