"""WebRTC's audio processing (AEC3, noise suppression, high-pass): loaded when it is needed."""

import numpy as np

from robot.media.cells import SAMPLE_HZ, Samples
from robot.media.echo.canceller import EchoCanceller, EchoError
from robot.media.echo.residue import Residue

NOISE_LEVEL = 1
"""12 dB: the class's own sounds stay sounds of a class."""


def load() -> EchoCanceller:
    """Return a new canceller that knows nothing of the room yet.

    Raises:
        EchoError: The library is missing, or does not start.
    """
    try:
        from pywebrtc_audio import AudioProcessor
    except ImportError as error:
        raise EchoError(f"pywebrtc-audio: {error}") from error
    try:
        library = AudioProcessor(
            sample_rate=SAMPLE_HZ,
            echo_cancellation=True,
            noise_suppression=True,
            high_pass_filter=True,
            ns_level=NOISE_LEVEL,
        )
    except (ValueError, TypeError, RuntimeError, MemoryError) as error:
        raise EchoError(f"pywebrtc-audio: {error}") from error

    class WebRtc:
        """The library, and after it what it leaves."""

        def __init__(self) -> None:
            self._residue = Residue()

        def process(self, near: Samples, far: Samples) -> Samples:
            try:
                clean = library.process(near, far)
            except (ValueError, TypeError, RuntimeError, MemoryError) as error:
                raise EchoError(f"pywebrtc-audio: {error}") from error
            return self._residue.process(near, far, np.asarray(clean, np.int16))

    return WebRtc()
