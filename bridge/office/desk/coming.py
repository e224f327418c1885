"""PURE. Coming events: days on which loans begin and end, and school holidays. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bridge.base.words import Words
from bridge.days.school_days import FEDERAL_STATES, Break, breaks
from bridge.office.desk.robot_state import DeskRobot

AHEAD = timedelta(days=60)
MOST_DAYS = 6
NAMED = 2
"""Events of one kind on one day that are named one by one."""


@dataclass(frozen=True)
class ComingDay:
    """Events of one day, each as one line with a second one below it."""

    on: date
    events: tuple[tuple[Words, str], ...]


def coming_days(
    robots: Iterable[DeskRobot], erased: Sequence[date], today: date
) -> list[ComingDay]:
    """Return the next days on which something happens."""
    begins: dict[date, list[tuple[str, str]]] = {}
    ends: dict[date, list[tuple[str, str]]] = {}
    for robot in robots:
        for loan in robot.kept.loans:
            where = ", ".join(part for part in (loan.school, loan.short_name) if part)
            if loan.first > today:
                begins.setdefault(loan.first, []).append((robot.name, where))
            if loan.state in ("running", "handed_over", "locked") and loan.last >= today:
                ends.setdefault(loan.last, []).append((robot.name, where))
    gone: dict[date, int] = {}
    for on in erased:
        gone[max(on, today)] = gone.get(max(on, today), 0) + 1
    found: list[ComingDay] = []
    for on in sorted({*begins, *ends, *gone}):
        if on > today + AHEAD or len(found) == MOST_DAYS:
            break
        events = _events(begins.get(on, ()), Words("beginnt", "begins"), _BEGIN)
        events += _events(ends.get(on, ()), Words("kommt zurück", "comes back"), _END)
        if on in gone:
            events.append((_names(gone[on]), ""))
        found.append(ComingDay(on, tuple(events)))
    return found


_BEGIN = Words("{count} Leihen beginnen", "{count} loans begin")
_END = Words("{count} Leihen enden", "{count} loans end")


def _events(
    robots: Sequence[tuple[str, str]], does: Words, together: Words
) -> list[tuple[Words, str]]:
    if len(robots) > NAMED:
        return [(Words(*(text.format(count=len(robots)) for text in together)), "")]
    return [(Words(f"{name} {does.de}", f"{name} {does.en}"), where) for name, where in robots]


def _names(count: int) -> Words:
    if count == 1:
        return Words("Der Name eines Kindes wird gelöscht", "The name of one child is erased")
    return Words(
        f"Namen von {count} Kindern werden gelöscht", f"Names of {count} children are erased"
    )


def next_breaks(today: date) -> list[tuple[str, Break]]:
    """Return the school holidays that are now or come next, by federal state."""
    found: list[tuple[str, Break]] = []
    for state in FEDERAL_STATES:
        long = [one for one in breaks(state, today, today + timedelta(days=150)) if _is_long(one)]
        if long:
            found.append((state, long[0]))
    return found


def _is_long(one: Break) -> bool:
    return (one.last - one.first).days >= 3


def all_on_holiday(found: Sequence[tuple[str, Break]], today: date) -> date | None:
    """Return the last day of holidays in every state, or None if there is school somewhere."""
    now = [one for _state, one in found if one.first <= today <= one.last]
    return min(one.last for one in now) if len(now) == len(FEDERAL_STATES) else None
