"""Two eyes of LEDs in rows: drawn in a thread, watched, and missed when they are gone."""

from collections.abc import Callable

from hardware.errors import HardwareError
from hardware.interfaces import LightState, PartFailed
from hardware.lights.ht16k33 import Ht16k33
from hardware.signals.drawings import SIDE

CHECK_S = 0.5
"""So long at most until eyes that went dark by themselves are told."""


class MatrixEyes:
    """Shows drawings; a state without any shows how far the eyes are open.

    Failing eyes are tried again with every round, told once by `report`, and refuse
    whatever is shown until they answer again: a released fault comes back.

    Args:
        left: The robot's left eye.
        right: Its right one.
        report: Takes a failure, from any thread.
        wake: Begins a round.
    """

    def __init__(
        self,
        left: Ht16k33,
        right: Ht16k33,
        report: Callable[[PartFailed], None],
        wake: Callable[[], None],
    ) -> None:
        self._eyes = (left, right)
        self._report = report
        self._wake = wake
        self._wanted = LightState()
        self._failure: HardwareError | None = None

    def show(self, state: LightState) -> None:
        """Show this from the next round on.

        Raises:
            HardwareError: The eyes cannot show anything now.
        """
        changed = _looks(state) != _looks(self._wanted)
        self._wanted = state
        if changed:
            self._wake()
        failure = self._failure
        if failure is not None:
            raise HardwareError(failure.part, failure.text, "lights")

    def once(self) -> None:
        """One round: show what is wanted now."""
        try:
            self.draw()
        except HardwareError as error:
            known, self._failure = self._failure, error
            if known is None:
                self._report(PartFailed("lights", error.part, error.text))
        else:
            self._failure = None

    def draw(self) -> None:
        """Show what is wanted on both.

        Raises:
            HardwareError: One does not answer; the other one was told nevertheless.
        """
        failure: HardwareError | None = None
        left, right, brightness = _looks(self._wanted)
        for eye, cells in zip(self._eyes, (left, right), strict=True):
            try:
                eye.show(cells, brightness)
            except HardwareError as error:
                failure = error
        if failure is not None:
            raise failure


def _looks(state: LightState) -> tuple[int, int, float]:
    left, right = state.left_eye, state.right_eye
    if not left and not right and state.eyes > 0:
        left = right = _open(state.eyes)
    return left, right, state.brightness


def _open(share: float) -> int:
    """Return the lower rows of an eye that is so far open."""
    dark = SIDE - round(SIDE * share)
    return (1 << SIDE * SIDE) - (1 << SIDE * dark)
