"""PURE. Remarks on a list: what is wrong, and what was read in one of several ways. No I/O."""

import re
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


_ROW = re.compile(r"\brow (\d+)")

_HERE = "\0"
"""Stands for the rows while remarks are compared."""

MOST_ROWS = 8
"""Rows that are named of those with the same remark."""


def grouped(remarks: Iterable[Remark]) -> list[Remark]:
    """Return remarks as they are told: notes first, by row, and what holds for many rows once."""
    rows: dict[tuple[bool, str, str, str], list[int]] = {}
    for remark in remarks:
        found = _ROW.search(remark.where)
        where = _ROW.sub(_HERE, remark.where, count=1)
        key = (remark.weight == "wrong", where, remark.what, remark.remedy)
        rows.setdefault(key, []).append(int(found[1]) if found else 0)
    return [
        Remark("wrong" if is_wrong else "note", where.replace(_HERE, _rows(at), 1), what, remedy)
        for (is_wrong, where, what, remedy), at in sorted(
            rows.items(), key=lambda one: (one[0][0], one[1][0])
        )
    ]


def _rows(at: list[int]) -> str:
    if len(at) == 1:
        return f"row {at[0]}"
    named = ", ".join(map(str, at[:MOST_ROWS]))
    more = f" and {len(at) - MOST_ROWS} more" if len(at) > MOST_ROWS else ""
    return f"rows {named}{more}"
