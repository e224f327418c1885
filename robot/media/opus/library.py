"""Access to the Opus library, for functions that FFmpeg does not expose.

FFmpeg sets bit rate, expected loss and FEC only at open, and its decoder offers neither
concealment nor repair. The library is the one bundled with PyAV, so that the process
holds a single version; a PyAV built on this machine uses the system's.
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
    """Lack of the Opus library, or of a function in it; the text says which."""


class OpusError(Exception):
    """Error of the library, with its own text.

    Args:
        code: As in opus_defines.h, negative.
    """

    def __init__(self, code: int) -> None:
        super().__init__(library().opus_strerror(code).decode())
        self.code = code


@cache
def library() -> ctypes.CDLL:
    """Return the library, loaded once; its calls release the interpreter lock.

    Raises:
        OpusMissingError: The library is missing, or is not Opus.
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
    """Return the code that a function of the library returned.

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
