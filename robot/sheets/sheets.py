"""PURE. Sheets that the robot holds during one stay: few, and in memory only. No I/O."""

from dataclasses import dataclass, field
from typing import Literal

from bridge.protocol.limits import SHEETS_HELD

MOST_HELD = SHEETS_HELD
"""Sheets in each direction."""

Direction = Literal["for_child", "for_class"]


@dataclass(frozen=True)
class PaperSheet:
    """A washed sheet.

    Args:
        id: Of its transfer to the child.
        transfer: Id of its transfer to the class.
        data: JPEG without metadata.
    """

    id: int
    transfer: str
    data: bytes

    def __repr__(self) -> str:
        """Return the size of the sheet, without its content."""
        return f"PaperSheet({len(self.data)} bytes)"


@dataclass
class Sheets:
    """Sheets of one stay, oldest first, and places that are reserved for those on their way."""

    for_child: list[PaperSheet] = field(default_factory=list)
    for_class: list[PaperSheet] = field(default_factory=list)
    _reserved: dict[Direction, int] = field(
        default_factory=lambda: {"for_child": 0, "for_class": 0}
    )

    def has_room(self, direction: Direction) -> bool:
        """Return whether there is a place that is neither taken nor reserved."""
        return len(self._held(direction)) + self._reserved[direction] < MOST_HELD

    def reserve(self, direction: Direction) -> bool:
        """Reserve a place for a sheet on its way; return False if there is none."""
        if not self.has_room(direction):
            return False
        self._reserved[direction] += 1
        return True

    def release(self, direction: Direction) -> None:
        """Give back a place, since the sheet does not come."""
        self._reserved[direction] = max(0, self._reserved[direction] - 1)

    def add(self, direction: Direction, sheet: PaperSheet) -> int:
        """Put a sheet into its reserved place; return its number, from 1."""
        self.release(direction)
        held = self._held(direction)
        held.append(sheet)
        return len(held)

    def of_class(self, number: int) -> PaperSheet | None:
        """Return the sheet for the class with this number; None if there is none."""
        return self.for_class[number - 1] if 1 <= number <= len(self.for_class) else None

    def _held(self, direction: Direction) -> list[PaperSheet]:
        return self.for_child if direction == "for_child" else self.for_class
