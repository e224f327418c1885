"""Lists for tests, and what an office knows that reads them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bridge.lists.cleaning import clean
from bridge.lists.known import OfficeKnows
from bridge.lists.reading import ListPlan, ListWishes, read_list
from bridge.lists.verdicts import ReadRow
from bridge.tables.cells import Area, Value, sheet

TODAY = date(2026, 11, 30)

HEAD = ("Gerät", "Name", "Schule", "Land", "Kind", "von", "bis", "Status", "Bemerkung")

OFFICE = OfficeKnows(TODAY, {f"KRL-{number:04}": f"KRL-{number:04}" for number in range(1, 21)})
"""Twenty robots, no loan."""


def plan_of(
    rows: Sequence[Sequence[Value]],
    knows: OfficeKnows = OFFICE,
    answers: Mapping[str, str] | None = None,
    name: str = "Liste",
    areas: Sequence[Area] = (),
) -> ListPlan:
    """Return what one sheet says."""
    file = clean([sheet(name, rows, areas)], knows.today)
    return read_list(file, knows, ListWishes(answers or {}))


def loan_row(
    robot: Value = "KRL-0001",
    school: Value = "GS Lindenkoppel",
    state: Value = "HH",
    child: Value = "J. B.",
    first: Value = date(2026, 9, 7),
    last: Value = date(2027, 1, 28),
    status: Value = "verliehen",
    note: Value = "",
) -> list[Value]:
    """Return a row below `HEAD`."""
    return [robot, "", school, state, child, first, last, status, note]


def read_row(answers: Mapping[str, str] | None = None, **cells: Any) -> ReadRow:
    """Return what is said of one row below a head."""
    return plan_of([HEAD, loan_row(**cells)], answers=answers).rows[1]
