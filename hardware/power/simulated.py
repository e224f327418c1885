"""A board of numbers: as hot as somebody says."""

from dataclasses import replace

from hardware.interfaces import BoardReading
from hardware.power.config import Board


class SimulatedBoard:
    """As hot as somebody says."""

    def __init__(self, section: Board) -> None:
        self._reading = BoardReading(soc_c=section.soc_c, undervoltage=section.undervoltage)

    def set(self, **fields: float | bool) -> None:
        """Change fields of the reading."""
        self._reading = replace(self._reading, **fields)  # type: ignore[arg-type]

    def read(self) -> BoardReading:
        """Return what was said last."""
        return self._reading
