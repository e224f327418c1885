"""Slow lights, shown from a thread that notices when they fail."""

from collections.abc import Callable
from typing import Protocol

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import DARK, LightState, PartFailed

CHECK_S = 0.5
"""Longest time until lights that went dark by themselves are noticed."""


class BlockingLights(Protocol):
    """Lights on a bus, which may block."""

    def looks(self, state: LightState) -> object:
        """Return the part of a state that these lights can show."""
        ...

    def draw(self, state: LightState) -> None:
        """Show a state; may block for some milliseconds.

        Raises:
            HardwareError: The lights do not answer.
        """
        ...


class ThreadedLights:
    """Shows the newest state again in every round.

    Failing lights are tried in every round and reported once. `show` raises until
    they work again, so that a fault that is released too early comes back.

    Args:
        lights: Used by the rounds alone.
        report: Called with a failure, from any thread.
        wake: Starts a round.
    """

    def __init__(
        self, lights: BlockingLights, report: Callable[[PartFailed], None], wake: Callable[[], None]
    ) -> None:
        self._lights = lights
        self._report = report
        self._wake = wake
        self._wanted = DARK
        self._failure: HardwareError | None = None

    def show(self, state: LightState) -> None:
        """Show a state from the next round on.

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
        """Show the wanted state; called once in each round."""
        try:
            self._lights.draw(self._wanted)
        except HardwareError as error:
            known, self._failure = self._failure, error
            if known is None:
                self._report(PartFailed("lights", error.part, error.text))
        else:
            self._failure = None
