"""PURE. Geometry of the calendar of loans: days become positions, bars become rows. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from bridge.base.words import Words
from bridge.days.names import MONTHS

Span = Literal["6", "20", "year"]
"""Span that the calendar shows at once: six weeks, twenty weeks or a school year."""
SPANS: tuple[Span, ...] = get_args(Span)

BEFORE_WEEKS = 3
"""Weeks before today with which the calendar begins."""

YEAR_WEEKS = 52
ROW_PX = 36
BAR_PX = 24
LABEL_GAP_PERCENT = 3.4
"""Least distance of two labels in the head."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A span of days as a stretch of the calendar, in percent of its width.

    Args:
        is_cut_left: Whether it began before the calendar does.
        is_cut_right: Whether it ends after the calendar does.
    """

    x: float
    width: float
    is_cut_left: bool = False
    is_cut_right: bool = False


@dataclass(frozen=True)
class HeadLabel:
    """A text in the head of the calendar, at a position in percent."""

    x: float
    words: Words


@dataclass(frozen=True)
class CalendarView:
    """The days that the calendar shows, from a Monday on.

    Args:
        first: First day, a Monday.
        weeks: How many weeks.
    """

    first: date
    weeks: int

    @property
    def days(self) -> int:
        """Return the number of days."""
        return self.weeks * 7

    @property
    def last(self) -> date:
        """Return the last day that is shown."""
        return self.first + timedelta(days=self.days - 1)

    def at(self, day: date) -> float:
        """Return where a day begins, in percent; the next day begins where it ends."""
        return round((day - self.first).days * 100 / self.days, 3)

    def piece(self, first: date, last: date) -> Stretch | None:
        """Return the stretch of a span, both days included; None if nothing of it is shown."""
        if last < first or last < self.first or first > self.last:
            return None
        x = self.at(max(first, self.first))
        end = self.at(min(last, self.last) + DAY)
        return Stretch(x, round(end - x, 3), first < self.first, last > self.last)

    def week_labels(self) -> list[HeadLabel]:
        """Return a label for each Monday, or for each second or fourth where they are too close."""
        step = next(n for n in (1, 2, 4, 8) if n * 100 / self.weeks >= LABEL_GAP_PERCENT)
        mondays = [self.first + timedelta(weeks=n) for n in range(0, self.weeks, step)]
        return [HeadLabel(self.at(day), Words(f"{day:%d.}", f"{day.day}")) for day in mondays]

    def month_labels(self) -> list[HeadLabel]:
        """Return the months, each over its first shown Monday; a new year is named.

        Where weeks are narrow, names are short, and one without room is left out.
        """
        found: list[HeadLabel] = []
        shown = (0, 0)
        for number in range(self.weeks):
            monday = self.first + timedelta(weeks=number)
            if (monday.year, monday.month) == shown:
                continue
            month = MONTHS[monday.month - 1]
            if self.weeks >= YEAR_WEEKS:
                month = Words(month.de[:3], month.en[:3])
            if shown[0] and monday.year != shown[0]:
                month = Words(f"{month.de} {monday.year}", f"{month.en} {monday.year}")
            shown = (monday.year, monday.month)
            if found and self.at(monday) - found[-1].x < LABEL_GAP_PERCENT:
                found.pop()
            found.append(HeadLabel(self.at(monday), month))
        return found

    def moved(self, weeks: int) -> "CalendarView":
        """Return the same calendar some weeks later, or earlier."""
        return CalendarView(self.first + timedelta(weeks=weeks), self.weeks)


def timeline(span: Span, today: date, begins: date | None = None) -> CalendarView:
    """Return the days to show.

    Args:
        span: How much.
        today: Stands near the left edge, unless another beginning is asked for.
        begins: Any day of the first week; None begins shortly before today, and for a school
            year on the last first of August.
    """
    if begins is None and span == "year":
        begins = date(today.year if today.month >= 8 else today.year - 1, 8, 1)
    elif begins is None:
        begins = today - timedelta(weeks=BEFORE_WEEKS if span == "20" else 1)
    monday = begins - timedelta(days=begins.weekday())
    return CalendarView(monday, YEAR_WEEKS if span == "year" else int(span))


BarKind = Literal["loan", "pencilled", "workshop"]


@dataclass(frozen=True)
class CalendarBar:
    """Something that fills days of a robot.

    Args:
        kind: Decides its look together with `state`.
        state: State of a loan, as a word of the style sheet; empty for others.
        label: What stands in it.
        told: The same in a full sentence, for whoever does not see it.
        number: Of the loan or of the note in pencil; 0 for the workshop.
    """

    kind: BarKind
    first: date
    last: date
    label: Words
    told: Words
    state: str = ""
    number: int = 0
    may_move: bool = False
    """True if its days can be changed."""


@dataclass(frozen=True)
class PlacedBar:
    """A bar where it stands in its row."""

    bar: CalendarBar
    piece: Stretch
    y: int


@dataclass(frozen=True)
class RobotRow:
    """The row of one robot."""

    robot_id: str
    name: str
    bars: tuple[PlacedBar, ...]
    height: int


@dataclass(frozen=True)
class StateGroup:
    """Robots of one federal state, with its holidays behind them.

    Args:
        state: HH, SH, NI, MV; empty for robots without a place.
    """

    state: str
    rows: tuple[RobotRow, ...]
    holidays: tuple[Stretch, ...]


def row(shown: CalendarView, robot_id: str, name: str, bars: Iterable[CalendarBar]) -> RobotRow:
    """Return the row of a robot; bars that share a day stand below each other."""
    placed: list[PlacedBar] = []
    lanes: list[date] = []
    for bar in sorted(bars, key=lambda one: (one.first, one.last, one.number)):
        piece = shown.piece(bar.first, bar.last)
        if piece is None:
            continue
        lane = next((n for n, taken in enumerate(lanes) if taken < bar.first), len(lanes))
        lanes[lane : lane + 1] = [bar.last]
        placed.append(PlacedBar(bar, piece, lane * ROW_PX + (ROW_PX - BAR_PX) // 2))
    return RobotRow(robot_id, name, tuple(placed), ROW_PX * max(1, len(lanes)))


def group(
    shown: CalendarView, state: str, rows: Sequence[RobotRow], holidays: Iterable[tuple[date, date]]
) -> StateGroup:
    """Return the rows of a federal state with what is shown of its holidays."""
    pieces = (shown.piece(first, last) for first, last in holidays)
    return StateGroup(state, tuple(rows), tuple(piece for piece in pieces if piece is not None))
