"""PURE. Numbers that people and slow lines are told: they change only when they really did. No I/O.

Every change is a message to everybody, and a gauge trembles all the time.
"""


class Steady:
    """Follows one number.

    Args:
        step: It is told in multiples of this, and anew once it is off by as much.
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
