"""PURE. Remarks on a list: what is wrong, and what was read in one of several ways. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Weight = Literal["wrong", "note"]
"""`wrong` stops everything before anything is written; a `note` is only told."""


@dataclass(frozen=True)
class Remark:
    """One remark: its weight, where, what, and what to do."""

    weight: Weight
    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        """Return the remark as one line."""
        return f"{self.where}: {self.what}" + (f"; {self.remedy}" if self.remedy else "")


class WrongValueError(ValueError):
    """A value cannot be used: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        """Keep both parts."""
        super().__init__(f"{what}; {remedy}" if remedy else what)
        self.what = what
        self.remedy = remedy


def wrong(remarks: Iterable[Remark]) -> list[Remark]:
    """Return the remarks that stop everything."""
    return [remark for remark in remarks if remark.weight == "wrong"]
