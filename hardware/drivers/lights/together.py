"""PURE. Several lights that show the same state. No I/O."""

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import Lights, LightState


class LightGroup:
    """Shows a state on all lights, even when one fails."""

    def __init__(self, *lights: Lights) -> None:
        self._lights = lights

    def show(self, state: LightState) -> None:
        """Show a state.

        Raises:
            HardwareError: One of them failed; the others show it nevertheless.
        """
        failure: HardwareError | None = None
        for light in self._lights:
            try:
                light.show(state)
            except HardwareError as error:
                failure = error
        if failure is not None:
            raise failure
