"""PURE. Sheets that the robot holds during one stay: few, and in memory only. No I/O.

A sheet that has reached its reader makes room for a newer one. One that has not is never lost:
as long as all places hold such sheets, the next one is refused.
"""

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


class Pile:
    """Sheets of one direction by number, oldest first, with places for those on their way."""

    def __init__(self) -> None:
        self._sheets: dict[int, PaperSheet] = {}
        self._reached: set[int] = set()
        """Numbers of the sheets that have reached their reader."""
        self._reserved = 0
        self._newest = 0

    def __len__(self) -> int:
        return len(self._sheets)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Numbers of the sheets, oldest first; each is used once in a stay."""
        return tuple(self._sheets)

    @property
    def expects(self) -> bool:
        """True while a sheet is on its way to this pile."""
        return self._reserved > 0

    def get(self, number: int) -> PaperSheet | None:
        """Return the sheet with this number; None if it is not held."""
        return self._sheets.get(number)

    def reserve(self) -> bool:
        """Reserve a place for a sheet on its way; return False if there is none.

        What has reached its reader is given up only when the new sheet is whole.
        """
        if len(self._sheets) - len(self._reached) + self._reserved >= MOST_HELD:
            return False
        self._reserved += 1
        return True

    def release(self) -> None:
        """Give back a place, since the sheet does not come."""
        self._reserved = max(0, self._reserved - 1)

    def add(self, sheet: PaperSheet) -> int:
        """Put a sheet into its reserved place; return its number, from 1."""
        self.release()
        if len(self._sheets) >= MOST_HELD:
            oldest = min(self._reached or self._sheets)
            self._reached.discard(oldest)
            del self._sheets[oldest]
        self._newest += 1
        self._sheets[self._newest] = sheet
        return self._newest

    def reached(self, name: int | str) -> None:
        """Note that the sheet with this id, or id of a transfer, has reached its reader."""
        self._reached.update(
            number for number, sheet in self._sheets.items() if name in (sheet.id, sheet.transfer)
        )

    def waiting(self) -> list[tuple[int, PaperSheet]]:
        """Return the sheets that have not reached their reader, with their numbers."""
        return [one for one in self._sheets.items() if one[0] not in self._reached]


@dataclass(frozen=True)
class Sheets:
    """Sheets of one stay."""

    for_child: Pile = field(default_factory=Pile)
    for_class: Pile = field(default_factory=Pile)

    def pile(self, direction: Direction) -> Pile:
        """Return the sheets of a direction."""
        return self.for_child if direction == "for_child" else self.for_class
