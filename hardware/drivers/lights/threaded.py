"""Lights that are told from a thread, and missed when they are gone."""

from collections.abc import Callable
from typing import Protocol

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import DARK, LightState, PartFailed

CHECK_S = 0.5
"""So long at most until lights that went dark by themselves are told."""


class Slow(Protocol):
    """Lights behind a bus."""

    def looks(self, state: LightState) -> object:
        """Return what of a state they can show at all."""
        ...

    def draw(self, state: LightState) -> None:
        """Show it; may block for some milliseconds.

        Raises:
            HardwareError: They do not answer.
        """
        ...


class Threaded:
    """Shows the newest state in rounds, again and again.

    Failing lights are tried with every round, told once by `report`, and refuse
    whatever is shown until they work again: a fault released too early comes back.

    Args:
        lights: Used by the rounds alone.
        report: Takes a failure, from any thread.
        wake: Begins a round.
    """

    def __init__(
        self, lights: Slow, report: Callable[[PartFailed], None], wake: Callable[[], None]
    ) -> None:
        self._lights = lights
        self._report = report
        self._wake = wake
        self._wanted = DARK
        self._failure: HardwareError | None = None

    def show(self, state: LightState) -> None:
        """Show this from the next round on.

        Raises:
            HardwareError: The lights cannot show anything now.
        """
        changed = self._lights.looks(state) != self._lights.looks(self._wanted)
        self._wanted = state
        if changed:
            self._wake()
        failure = self._failure
        if failure is not None:
            raise HardwareError(failure.part, failure.text, "lights")

    def once(self) -> None:
        """One round: show what is wanted now."""
        try:
            self._lights.draw(self._wanted)
        except HardwareError as error:
            known, self._failure = self._failure, error
            if known is None:
                self._report(PartFailed("lights", error.part, error.text))
        else:
            self._failure = None
