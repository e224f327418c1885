"""PURE. Hysteresis for numbers that people are told. No I/O.

Every change is a message to everybody, and the readings of a gauge waver all the time.
"""


class Steady:
    """Rounded number that changes only by a whole step.

    Args:
        step: Unit of rounding, and smallest change.
    """

    def __init__(self, step: float) -> None:
        self.told: float | None = None
        self._step = step

    def take(self, value: float | None) -> float | None:
        """Take the number; return what to tell."""
        if value is None:
            self.told = None
        elif self.told is None or abs(value - self.told) >= self._step:
            self.told = round(value / self._step) * self._step
        return self.told
