"""Two eyes on LED matrices, one board each."""

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import LightState
from hardware.drivers.lights.ht16k33 import Ht16k33
from hardware.signals.drawings import SIDE


class MatrixEyes:
    """Shows drawings; a state without drawings shows eyes that are open by its share.

    Args:
        left: The robot's left eye.
        right: The robot's right eye.
    """

    def __init__(self, left: Ht16k33, right: Ht16k33) -> None:
        self._eyes = (left, right)

    def looks(self, state: LightState) -> tuple[int, int, float]:
        """Return left drawing, right drawing and brightness."""
        left, right = state.left_eye, state.right_eye
        if not left and not right and state.eyes > 0:
            left = right = _open(state.eyes)
        return left, right, state.brightness

    def draw(self, state: LightState) -> None:
        """Show a state on both eyes.

        Raises:
            HardwareError: One does not answer; the other one shows it nevertheless.
        """
        failure: HardwareError | None = None
        left, right, brightness = self.looks(state)
        for eye, cells in zip(self._eyes, (left, right), strict=True):
            try:
                eye.show(cells, brightness)
            except HardwareError as error:
                failure = error
        if failure is not None:
            raise failure


def _open(share: float) -> int:
    """Return the drawing of an eye that is open by this share: its lower rows."""
    dark = SIDE - round(SIDE * share)
    return (1 << SIDE * SIDE) - (1 << SIDE * dark)
