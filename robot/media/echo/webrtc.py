"""WebRTC's audio processing (AEC3, noise suppression, high-pass): loaded when it is needed."""

from typing import Protocol

import numpy as np

from robot.media.echo.canceller import EchoError
from robot.media.echo.residual_echo import ResidualEchoSuppressor
from robot.media.types.cells import SAMPLE_HZ, Samples

NOISE_LEVEL = 1
"""12 dB: the class's own sounds stay sounds of a class."""

FAILURES = (ValueError, TypeError, RuntimeError, MemoryError)
"""What a binding to C++ raises."""


class Library(Protocol):
    """What is used of the library; it raises whatever it likes."""

    def process(self, near: Samples, far: Samples) -> object:
        """Return `near` without echo and noise."""


def library() -> Library:
    """Return the library alone, at work.

    Raises:
        EchoError: It is missing, or does not start.
    """
    try:
        from pywebrtc_audio import AudioProcessor
    except ImportError as error:
        raise EchoError(f"pywebrtc-audio: {error}") from error
    try:
        processor: Library = AudioProcessor(
            sample_rate=SAMPLE_HZ,
            echo_cancellation=True,
            noise_suppression=True,
            high_pass_filter=True,
            ns_level=NOISE_LEVEL,
        )
    except FAILURES as error:
        raise EchoError(f"pywebrtc-audio: {error}") from error
    return processor


class WebRtc:
    """The library, and after it what takes care of the rest.

    Raises:
        EchoError: The library is missing, or does not start.
    """

    def __init__(self) -> None:
        self._library = library()
        self._residue = ResidualEchoSuppressor()

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return `near` without the echo of `far`.

        Raises:
            EchoError: The library failed.
        """
        try:
            clean = np.asarray(self._library.process(near, far), np.int16)
        except FAILURES as error:
            raise EchoError(f"pywebrtc-audio: {error}") from error
        return self._residue.process(near, far, clean)
