"""PURE. Plan of the lessons, in their order. No I/O."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SETUP_S = 12.0
"""Starting, joining, settling and ending of one lesson; known from experience."""


@dataclass(frozen=True)
class Case:
    """One engine on one line with one material; measured once each run."""

    line: str
    material: str
    size: str
    engine: str

    @property
    def key(self) -> str:
        """Stands for the case in a file."""
        return "/".join((self.line, self.material, self.size, self.engine))


def cases(
    lines: Sequence[str], materials: Sequence[str], sizes: Sequence[str], engines: Sequence[str]
) -> list[list[Case]]:
    """Return every case, those that are compared with each other together."""
    return [
        [Case(line, material, size, engine) for engine in engines]
        for size in sizes
        for material in materials
        for line in lines
    ]


def turns(groups: Sequence[Sequence[Case]], runs: int) -> Iterator[tuple[int, Case]]:
    """Yield run and case: engines take turns, and each run begins with another one.

    So a machine that slows down, or that is busy for a while, is fair to all.
    """
    for run in range(runs):
        for group in groups:
            shift = run % len(group)
            for case in (*group[shift:], *group[:shift]):
                yield run, case


def about_s(groups: Sequence[Sequence[Case]], runs: int, seconds: dict[str, float]) -> float:
    """Return about how long it all takes.

    Args:
        seconds: Line -> length of its measurement.
    """
    return runs * sum(seconds[case.line] + SETUP_S for group in groups for case in group)
