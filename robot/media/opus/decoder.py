"""Opus decoder to mono samples, with the repair and concealment that FFmpeg lacks."""

import ctypes
import weakref
from ctypes import byref, c_int, c_int32, c_void_p
from functools import cache

import numpy as np

from robot.media.opus.library import OpusError, checked, library
from robot.media.opus.packet import MAX_SAMPLES
from robot.media.types.cells import SAMPLE_HZ, Samples

STEP_SAMPLES = 120
"""Concealment and repair come in multiples of 2.5 ms."""

# opus_defines.h
_RESET_STATE = 4028


class OpusDecoder:
    """Decoder of one voice's packets, in their order, to samples at 48 kHz.

    Not for two threads at once. The methods never raise for the content of a packet.
    """

    def __init__(self) -> None:
        code = c_int()
        decoder = _functions().opus_decoder_create(SAMPLE_HZ, 1, byref(code))
        checked(code.value)
        self._decoder = c_void_p(decoder)
        weakref.finalize(self, _functions().opus_decoder_destroy, self._decoder)
        self._room = np.zeros(MAX_SAMPLES, np.int16)
        self.refused = 0
        """Packets that were not valid Opus."""

    def decode(self, packet: bytes) -> Samples | None:
        """Return the samples of the packet; None when it is not valid Opus."""
        return self._decoded(packet, MAX_SAMPLES, 0) if packet else None

    def repair(self, next_packet: bytes, count: int) -> Samples | None:
        """Return the lost sound before this packet, from the packet's in-band FEC.

        Without in-band FEC in the packet, the sound is concealed.

        Args:
            count: Length of the lost sound; a multiple of `STEP_SAMPLES`.
        """
        return self._decoded(next_packet, count, 1) if next_packet else None

    def conceal(self, count: int) -> Samples:
        """Return concealment made from the sound before; it fades within 0.2 s.

        Args:
            count: A multiple of `STEP_SAMPLES`, up to `MAX_SAMPLES`.
        """
        found = self._decoded(None, count, 0)
        return np.zeros(count, np.int16) if found is None else found

    def reset(self) -> None:
        """Forget the voice: the next packet belongs to another one."""
        checked(_functions().opus_decoder_ctl(self._decoder, _RESET_STATE))

    def _decoded(self, packet: bytes | None, count: int, repair: int) -> Samples | None:
        try:
            found = checked(
                _functions().opus_decode(
                    self._decoder, packet, len(packet or b""), self._room.ctypes.data, count, repair
                )
            )
        except OpusError:
            self.refused += 1
            return None
        return self._room[:found].copy()


@cache
def _functions() -> ctypes.CDLL:
    loaded = library()
    loaded.opus_decoder_create.restype = c_void_p
    loaded.opus_decoder_create.argtypes = [c_int32, c_int, ctypes.POINTER(c_int)]
    loaded.opus_decoder_destroy.restype = None
    loaded.opus_decoder_destroy.argtypes = [c_void_p]
    loaded.opus_decoder_ctl.argtypes = [c_void_p, c_int]  # and what the request needs
    loaded.opus_decode.restype = c_int
    loaded.opus_decode.argtypes = [c_void_p, ctypes.c_char_p, c_int32, c_void_p, c_int, c_int]
    return loaded
