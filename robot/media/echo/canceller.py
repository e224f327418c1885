"""PURE. Processing of the microphone's sound: echo, rumble, level, peaks. No I/O."""

from collections.abc import Callable
from typing import Protocol

from robot.media.echo.ducking import Ducking
from robot.media.echo.gain_control import GainControl
from robot.media.echo.highpass import HighPass
from robot.media.echo.limiter import Limiter
from robot.media.types.cells import Samples
from robot.media.types.spec import EchoMode

STEP_SAMPLES = 480
"""Processing step of 10 ms at 48 kHz."""

CLIPS_DB = -1.0
"""Peak of the sound sent to the child, however loud the class is."""


class EchoError(Exception):
    """Failure or lack of the echo cancelling library; the text says which."""


class EchoCanceller(Protocol):
    """Echo canceller for steps of 10 ms: 480 samples, mono, 48 kHz.

    `far` was written to the speaker at the moment when `near` was taken from the
    microphone: its echo comes in later steps.
    """

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return `near` without the echo of the `far` steps so far.

        Raises:
            EchoError: It failed, and will go on failing.
        """


class HighPassOnly:
    """High-pass alone, for a speakerphone that cancels the echo by itself."""

    def __init__(self) -> None:
        self._high_pass = HighPass()

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return `near` without the frequencies below a voice."""
        return self._high_pass(near)


class MicrophoneChain:
    """Processing chain of the microphone: canceller, high-pass, gain control, limiter.

    Args:
        mode: Any but `off`.
        load: Factory of the canceller for `software`; raises `EchoError`.
        on_notice: Called once, with a text, when ducking replaces a canceller that failed.
    """

    def __init__(
        self, mode: EchoMode, load: Callable[[], EchoCanceller], on_notice: Callable[[str], None]
    ) -> None:
        self._on_notice = on_notice
        self._gain_control = GainControl()
        self._limiter = Limiter(CLIPS_DB)
        self._canceller: EchoCanceller
        if mode == "software":
            try:
                self._canceller = load()
            except EchoError as error:
                self._duck(error)
        else:
            self._canceller = HighPassOnly() if mode == "hardware" else Ducking()

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return the processed 10 ms, even when the library fails."""
        try:
            clean = self._canceller.process(near, far)
        except EchoError as error:
            self._duck(error)
            clean = self._canceller.process(near, far)
        return self._limiter(self._gain_control.process(clean, far))

    def _duck(self, error: EchoError) -> None:
        self._canceller = Ducking()
        self._on_notice(
            f"the echo is not cancelled ({error}); "
            "instead the class's sound is lowered while the child speaks"
        )
