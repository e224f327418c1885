"""PURE. What takes the echo out, and what happens around it on the way to the child. No I/O."""

from collections.abc import Callable
from typing import Protocol

from robot.media.echo.ducking import Ducking
from robot.media.echo.gain_control import GainControl
from robot.media.echo.highpass import HighPass
from robot.media.echo.limiter import Limiter
from robot.media.types.cells import Samples
from robot.media.types.spec import EchoMode

STEP_SAMPLES = 480
"""Sound is worked on in steps of 10 ms, at 48 kHz."""

CLIPS_DB = -1.0
"""What goes to the child stays below this, however loud the class is."""


class EchoError(Exception):
    """The library that takes the echo out is missing, or failed; the text says how."""


class EchoCanceller(Protocol):
    """Takes the echo out of steps of 10 ms: 480 samples, mono, 48 kHz.

    `far` is what was written to the speaker at the moment when `near` was taken
    from the microphone: its echo comes in later steps.
    """

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return `near` without the echo of all `far` so far.

        Raises:
            EchoError: It failed, and will go on failing.
        """


class HighPassOnly:
    """For a speakerphone that cancels by itself: only the rumble goes."""

    def __init__(self) -> None:
        self._high_pass = HighPass()

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return `near` without what is too deep for a voice."""
        return self._high_pass(near)


class MicrophoneChain:
    """The way of the microphone's sound: echo out, rumble out, levelled, never clipped.

    Args:
        mode: Any but `off`.
        load: Makes the canceller for `software`; raises `EchoError`.
        on_notice: Told in words, once, when the echo is only ducked though it should
            be cancelled.
    """

    def __init__(
        self, mode: EchoMode, load: Callable[[], EchoCanceller], on_notice: Callable[[str], None]
    ) -> None:
        self._on_notice = on_notice
        self._levelling = GainControl()
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
        """Return what the child shall hear of 10 ms, whatever the library does."""
        try:
            clean = self._canceller.process(near, far)
        except EchoError as error:
            self._duck(error)
            clean = self._canceller.process(near, far)
        return self._limiter(self._levelling.process(clean, far))

    def _duck(self, error: EchoError) -> None:
        self._canceller = Ducking()
        self._on_notice(
            f"the echo is not cancelled ({error}); "
            "instead the class is turned down while the child speaks"
        )
