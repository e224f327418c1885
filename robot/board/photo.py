"""PURE. A still as three planes. No I/O."""

from typing import Any, NamedTuple

from numpy.typing import NDArray

Plane = NDArray[Any]
"""Numbers of 8 bits. OpenCV's type hints do not name the type of elements, so neither does this."""

MIDDLE = 128
"""No colour."""


class Photo(NamedTuple):
    """Picture as a camera gives it: brightness, and two planes of colour at half the resolution."""

    y: Plane
    u: Plane
    v: Plane

    def cut(self, left: int, top: int, width: int, height: int) -> "Photo":
        """Return a part; all four are even numbers."""
        return Photo(
            self.y[top : top + height, left : left + width],
            self.u[top // 2 : (top + height) // 2, left // 2 : (left + width) // 2],
            self.v[top // 2 : (top + height) // 2, left // 2 : (left + width) // 2],
        )
