"""Mono Opus encoder whose bit rate, expected loss and FEC can change between packets."""

import ctypes
import weakref
from ctypes import byref, c_int, c_int32, c_void_p
from functools import cache

from robot.media.opus.library import checked, library
from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ

MIN_BPS = 8_000
MAX_BPS = 64_000

COMPLEXITY = 9
"""Of 0 to 10; from 7 on Opus tells speech from music. 20 ms of sound take 0.17 to 0.27 ms
of one core of x86-64, against 0.2 ms at 5 (measured in November 2026)."""

MAX_PACKET_BYTES = 1275
"""Largest Opus frame (RFC 6716 section 3.4)."""

# opus_defines.h
_APPLICATION_VOIP = 2048
_SET_BITRATE = 4002
_SET_COMPLEXITY = 4010
_SET_INBAND_FEC = 4012
_SET_PACKET_LOSS_PERC = 4014
_SET_DTX = 4016


MAX_BLOCKS = 3
"""60 ms: longer packets would save few more headers, and delay the sound."""


class OpusEncoder:
    """Encoder of 20, 40 or 60 ms of mono sound at 48 kHz into one packet.

    Not for two threads at once. Silence is sent like everything else: a gap in
    the packets would look like a bad line to the other side.

    Args:
        bitrate_bps: Mean rate; a single packet may be larger.
    """

    def __init__(self, bitrate_bps: int) -> None:
        code = c_int()
        encoder = _functions().opus_encoder_create(SAMPLE_HZ, 1, _APPLICATION_VOIP, byref(code))
        checked(code.value)
        self._encoder = c_void_p(encoder)
        weakref.finalize(self, _functions().opus_encoder_destroy, self._encoder)
        self._packet = ctypes.create_string_buffer(MAX_PACKET_BYTES)
        self._set(_SET_COMPLEXITY, COMPLEXITY)
        self._set(_SET_DTX, 0)
        self.tune(bitrate_bps, 0, repair=False)

    def tune(self, bitrate_bps: int, loss_percent: int, *, repair: bool) -> None:
        """Change the settings of the following packets, without a click.

        Args:
            bitrate_bps: Kept within `MIN_BPS` and `MAX_BPS`.
            loss_percent: Expected loss of packets, 0 to 100.
            repair: Whether packets repeat the one before in lower quality (in-band
                FEC), where Opus finds that speech and bit rate allow it.
        """
        self._set(_SET_BITRATE, min(MAX_BPS, max(MIN_BPS, bitrate_bps)))
        self._set(_SET_PACKET_LOSS_PERC, min(100, max(0, loss_percent)))
        self._set(_SET_INBAND_FEC, int(repair))

    def encode(self, samples: bytes) -> bytes:
        """Return the packet.

        Args:
            samples: One to three blocks of 960 samples of int16, in the machine's byte order.

        Raises:
            ValueError: Another number of samples.
            OpusError: Opus refuses.
        """
        blocks, rest = divmod(len(samples), BLOCK_SAMPLES * 2)
        if rest or not 1 <= blocks <= MAX_BLOCKS:
            raise ValueError(
                f"{len(samples)} bytes: expected 1 to {MAX_BLOCKS} times {BLOCK_SAMPLES} samples"
            )
        length = checked(
            _functions().opus_encode(
                *(self._encoder, samples, blocks * BLOCK_SAMPLES),
                *(self._packet, MAX_PACKET_BYTES),
            )
        )
        return self._packet.raw[:length]

    def _set(self, request: int, value: int) -> None:
        checked(_functions().opus_encoder_ctl(self._encoder, request, c_int32(value)))


@cache
def _functions() -> ctypes.CDLL:
    loaded = library()
    loaded.opus_encoder_create.restype = c_void_p
    loaded.opus_encoder_create.argtypes = [c_int32, c_int, c_int, ctypes.POINTER(c_int)]
    loaded.opus_encoder_destroy.restype = None
    loaded.opus_encoder_destroy.argtypes = [c_void_p]
    loaded.opus_encoder_ctl.argtypes = [c_void_p, c_int]  # and what the request needs
    loaded.opus_encode.restype = c_int32
    loaded.opus_encode.argtypes = [c_void_p, ctypes.c_char_p, c_int, c_void_p, c_int32]
    return loaded
