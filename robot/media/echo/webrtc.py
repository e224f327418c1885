"""WebRTC's audio processing (AEC3, noise suppression, high-pass), loaded on demand."""

from typing import Protocol

import numpy as np

from robot.media.echo.canceller import EchoError
from robot.media.echo.residual_echo import ResidualEchoSuppressor
from robot.media.types.cells import SAMPLE_HZ, Samples

NOISE_LEVEL = 1
"""12 dB: the sounds of a class stay audible."""

FAILURES = (ValueError, TypeError, RuntimeError, MemoryError)
"""Exceptions of the binding to C++."""


class Library(Protocol):
    """Interface of the library; it may raise any of `FAILURES`."""

    def process(self, near: Samples, far: Samples) -> object:
        """Return `near` without echo and noise."""


def library() -> Library:
    """Return the started library, without the suppressor.

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
    """Library followed by the residual echo suppressor.

    Raises:
        EchoError: The library is missing, or does not start.
    """

    def __init__(self) -> None:
        self._library = library()
        self._suppressor = ResidualEchoSuppressor()

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return `near` without the echo of `far`.

        Raises:
            EchoError: The library failed.
        """
        try:
            clean = np.asarray(self._library.process(near, far), np.int16)
        except FAILURES as error:
            raise EchoError(f"pywebrtc-audio: {error}") from error
        return self._suppressor.process(near, far, clean)
