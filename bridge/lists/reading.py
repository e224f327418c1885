"""PURE. A whole list, row by row, with what the office would write. No I/O."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from bridge.base.words import Words
from bridge.lists import typed_days
from bridge.lists.calendar_heads import calendar_head
from bridge.lists.calendars import CalendarRows
from bridge.lists.entries import Above
from bridge.lists.grid import ListFile, ListRow, ListSheet
from bridge.lists.headings import Role
from bridge.lists.heads import ListColumn, columns_of, heads_of
from bridge.lists.known import KnownLoan, OfficeKnows, TakenSpan
from bridge.lists.loan_rows import LoanRows
from bridge.lists.places import state_of_sheet, states_in
from bridge.lists.request_rows import WaitingRows
from bridge.lists.rows import RowClass, SheetFrame, base_of, classify, is_archive
from bridge.lists.schools import SchoolBook
from bridge.lists.serials import RobotBook
from bridge.lists.verdicts import ReadRow, SheetLayout, SheetReport, SheetUse, Verdict

Uses = Mapping[int, bool]
"""By number of a sheet: whether a person wants it read, against what is usual."""

Roles = Mapping[tuple[int, int], Role]
"""By sheet and column: what a person says it holds."""


@dataclass(frozen=True)
class ListWishes:
    """Answers and choices that people gave while they looked at a list."""

    answers: Mapping[str, str] = field(default_factory=dict)
    roles: Roles = field(default_factory=dict)
    uses: Uses = field(default_factory=dict)
    keep_old: bool = False
    """True if loans that ended long ago count for the report of their year, without a child."""


@dataclass(frozen=True)
class ListPlan:
    """Everything that a list says.

    Args:
        gone: Loans of the office that run and are not in the list.
    """

    rows: tuple[ReadRow, ...]
    sheets: tuple[SheetReport, ...]
    columns: Mapping[int, tuple[ListColumn, ...]]
    gone: tuple[KnownLoan, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """Return the number of rows with a verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def taken(self) -> list[ReadRow]:
        """Rows that are written as they are."""
        return [row for row in self.rows if row.is_taken]

    @property
    def open(self) -> list[ReadRow]:
        """Rows that wait for an answer."""
        return [row for row in self.rows if row.is_open]


def read_list(file: ListFile, knows: OfficeKnows, wishes: ListWishes | None = None) -> ListPlan:
    """Return what a list says, as far as it is known, and what has to be asked."""
    return _Reading(file, knows, wishes or ListWishes()).plan()


class _Reading:
    """One pass over all sheets: schools and taken days hold across them."""

    def __init__(self, file: ListFile, knows: OfficeKnows, wishes: ListWishes) -> None:
        self._file = file
        self._knows = knows
        self._wishes = wishes
        self._robots = RobotBook(knows.robots)
        self._book = SchoolBook(knows.schools)
        used = {found for sheet in file.sheets for found in self._named(sheet)}
        self._loans = LoanRows(
            knows, self._robots, self._book, wishes.answers, used, wishes.keep_old
        )
        for loan in knows.loans:
            if loan.status != "returned":
                late = loan.status == "lent" and loan.last < knows.today
                last = knows.today if late else loan.last
                span = TakenSpan(loan.first, last, 0, loan.school)
                self._loans.taken.take(loan.robot_id, span)

    def _named(self, sheet: ListSheet) -> Iterator[str]:
        """Yield the robots that a sheet names in its own column, or in its first one."""
        heads = heads_of(sheet.rows)
        columns = columns_of(sheet, heads[0] if heads else None)
        at = next((one.index for one in columns if one.role == "robot"), 0)
        return (found for row in sheet.rows if (found := self._robots.find(row.text(at)).id))

    def plan(self) -> ListPlan:
        rows: list[ReadRow] = []
        reports: list[SheetReport] = []
        columns: dict[int, tuple[ListColumn, ...]] = {}
        for at, sheet in enumerate(self._file.sheets):
            found, report, held = self._sheet(at, sheet)
            rows += found
            reports.append(report)
            columns[at] = held
        return ListPlan(tuple(self._completed(rows)), tuple(reports), columns, self._gone(reports))

    def _completed(self, rows: list[ReadRow]) -> Iterator[ReadRow]:
        """Give every loan its school as it is known at the end of the list."""
        for row in rows:
            if row.loans:
                loans = tuple(
                    replace(one, school=self._book.exact(one.school.name)) if one.school else one
                    for one in row.loans
                )
                row = replace(row, loans=loans)
            if row.request:
                school = self._book.exact(row.request.school.name) or row.request.school
                row = replace(row, request=replace(row.request, school=school))
            yield row

    def _gone(self, reports: list[SheetReport]) -> tuple[KnownLoan, ...]:
        if not any(one.layout == "loans" and one.use == "list" for one in reports):
            return ()
        return tuple(
            loan
            for loan in self._knows.loans
            if loan.id not in self._loans.met
            and loan.status != "returned"
            and loan.last >= self._knows.today
        )

    def _sheet(
        self, at: int, sheet: ListSheet
    ) -> tuple[list[ReadRow], SheetReport, tuple[ListColumn, ...]]:
        forbidden = tuple((one.column, one.heading, one.why) for one in sheet.dropped)
        filled = sum(bool(row.own()) for row in sheet.rows)
        report = SheetReport(at, sheet.name, "list", "", filled, forbidden)
        heads = heads_of(sheet.rows)
        base, why = base_of(sheet, heads, self._knows.today)
        use = self._use(at, sheet)
        held = self._columns(at, sheet, heads[0] if heads else None)
        calendar = calendar_head(sheet, base)
        roles = {column.role for column in held}
        if use != "list" or not (calendar or _is_list(roles)):
            return [], replace(report, use="unknown" if use == "list" else use), held
        frame = SheetFrame(
            at,
            sheet,
            heads,
            list(held),
            state_of_sheet(sheet.name) or "",
            base,
            why,
            self._file.is_typed,
            _month_first(sheet, held),
        )
        if calendar and len(calendar.spans) * 2 >= len(held):
            reader = CalendarRows(
                calendar,
                self._knows,
                self._robots,
                self._book,
                self._wishes.answers,
                self._loans.taken,
            )
            rows = self._calendar_rows(frame, reader)
            return rows, replace(report, layout="calendar"), held
        layout: SheetLayout = "requests" if _is_waiting(roles) else "loans"
        rows = [row for part in _tables(frame) for row in self._rows(part, self._reader(part))]
        return rows, replace(report, layout=layout), held

    def _reader(self, frame: SheetFrame) -> LoanRows | WaitingRows:
        if _is_waiting({column.role for column in frame.columns}):
            return WaitingRows(self._knows, self._book, self._wishes.answers)
        return self._loans

    def _use(self, at: int, sheet: ListSheet) -> SheetUse:
        wanted = self._wishes.uses.get(at)
        if sheet.is_empty:
            return "empty"
        if wanted is not None:
            return "list" if wanted else "hidden"
        if sheet.is_hidden:
            return "hidden"
        return "archive" if is_archive(sheet.name, self._knows.today) else "list"

    def _columns(self, at: int, sheet: ListSheet, head: object) -> tuple[ListColumn, ...]:
        found = columns_of(sheet, head)  # type: ignore[arg-type]
        return tuple(
            replace(one, role=self._wishes.roles.get((at, one.index), one.role)) for one in found
        )

    def _rows(self, frame: SheetFrame, reader: LoanRows | WaitingRows) -> list[ReadRow]:
        above = Above()
        found: list[ReadRow] = []
        seen: dict[tuple[str, ...], int] = {}
        for index, row in enumerate(frame.sheet.rows):
            kind = classify(row, index, frame, self._robots)
            if kind.kind is not None:
                _section(kind, above)
                found.append(_skipped(frame, row, kind))
                continue
            twin = self._twin(row, frame, seen)
            if twin:
                says = Words(f"Gleich wie Zeile {twin}.", f"The same as row {twin}.")
                double = RowClass("duplicate", says, Words("doppelt", "double"))
                found.append(_skipped(frame, row, double))
                continue
            found.append(reader.read(row, frame, above))
        return found

    @staticmethod
    def _twin(row: ListRow, frame: SheetFrame, seen: dict[tuple[str, ...], int]) -> int:
        number = frame.column("number")
        texts = tuple(
            cell.text if cell and at != number else "" for at, cell in enumerate(row.cells)
        )
        if sum(bool(text) for text in texts) < 3:
            return 0
        before = seen.get(texts, 0)
        seen.setdefault(texts, row.number)
        return before

    def _calendar_rows(self, frame: SheetFrame, reader: CalendarRows) -> list[ReadRow]:
        above = Above()
        found: list[ReadRow] = []
        head = reader.head
        for index, row in enumerate(frame.sheet.rows):
            if index <= head.row:
                kind = _calendar_top(row, index, head.row, head.is_weeks)
            else:
                kind = _calendar_row(row, frame, self._robots, min(head.spans))
            if kind.kind is not None:
                _section(kind, above)
                found.append(_skipped(frame, row, kind))
            else:
                found.append(reader.read(row, frame, above))
        return found


def _tables(frame: SheetFrame) -> Iterator[SheetFrame]:
    """Yield the tables of a sheet: a head with other headings begins a table of its own."""
    starts = [0]
    for head in frame.heads[1:]:
        same = frame.heads[0].headings.values() if len(starts) == 1 else ()
        if sorted(head.headings.values()) != sorted(same):
            starts.append(head.first)
    rows = frame.sheet.rows
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        if len(starts) == 1:
            yield frame
            return
        sheet = msgspec.structs.replace(frame.sheet, rows=rows[start:end])
        heads = [
            replace(head, first=head.first - start, last=head.last - start)
            for head in frame.heads
            if start <= head.first < end
        ]
        columns = frame.columns if start == 0 else columns_of(sheet, heads[0])
        yield replace(frame, sheet=sheet, heads=heads, columns=list(columns), by_role={})


def _is_list(roles: set[Role]) -> bool:
    is_loans = "robot" in roles or bool(
        {"school", "child"} & roles and {"from", "until", "span"} & roles
    )
    return is_loans or "school" in roles or "robot_name" in roles


def _is_waiting(roles: set[Role]) -> bool:
    """Tell whether a list without robots and ends is one of requests."""
    if "robot" in roles or "robot_name" in roles:
        return False
    marks = {"asked", "who", "weeks", "urgent", "done"} & roles
    return bool(marks) and ("until" not in roles or len(marks) >= 2)


def _section(kind: RowClass, above: Above) -> None:
    if kind.states:
        above.state = kind.states[0] if len(kind.states) == 1 else ""


def _skipped(frame: SheetFrame, row: ListRow, kind: RowClass) -> ReadRow:
    assert kind.kind
    return ReadRow(
        frame.at, frame.sheet.name, row.number, "skip", kind.kind, kind.result, kind.says
    )


def _calendar_top(row: ListRow, index: int, head: int, is_weeks: bool) -> RowClass:
    own = row.own()
    if index == head:
        says = Words(
            "Diese Liste ist ein Kalender. Verbundene Zellen werden zu Leihen, vom Montag der"
            " ersten bis zum Freitag der letzten Woche."
            if is_weeks
            else "Diese Liste ist ein Kalender. Verbundene Zellen werden zu Leihen.",
            "This list is a calendar. Merged cells become loans, from the Monday of the first to"
            " the Friday of the last week."
            if is_weeks
            else "This list is a calendar. Merged cells become loans.",
        )
        return RowClass("header", says, Words("Kalender", "calendar"))
    if not own:
        return RowClass("empty", result=Words("leer", "empty"))
    if len(own) >= 2:
        return RowClass("header", result=Words("Monate", "months"))
    return RowClass("title", result=Words("Titel", "title"))


_SUM_LABEL = re.compile(r"(?i)^\W*(?:summe|gesamt|frei|belegt|anzahl|verliehen|total|auslastung)\b")


def _calendar_row(row: ListRow, frame: SheetFrame, robots: RobotBook, first: int) -> RowClass:
    own = row.own()
    if not own:
        return RowClass("empty", result=Words("leer", "empty"))
    label = next(iter(own.values()))
    known = any(robots.find(text).id for column, text in own.items() if column < first)
    if known:
        return RowClass(None)
    if _SUM_LABEL.match(label):
        return RowClass("sum", Words("Rechenzeile.", "A row of sums."), Words("Summen", "sums"))
    states = states_in(label)
    if len(own) == 1 and states:
        return RowClass(
            "section", states=tuple(states), result=Words("Zwischenüberschrift", "section")
        )
    labels = [column for column in own if column < first]
    if len(own) == 1 and not re.search(r"\d", label):
        return RowClass("legend", result=Words("Legende", "legend"))
    if not labels or "=" in label or label.startswith("*"):
        return RowClass("legend", result=Words("Legende", "legend"))
    return RowClass(None)


def _month_first(sheet: ListSheet, columns: tuple[ListColumn, ...]) -> frozenset[int]:
    """Return the columns that write 12/18/26.

    One column proves it for all of the sheet, unless another one proves the contrary.
    """
    proven: set[int] = set()
    contrary: set[int] = set()
    for column in columns:
        texts = [text for row in sheet.rows if (text := row.text(column.index)) and "/" in text]
        if any(typed_days.proves_day_first(text) for text in texts):
            contrary.add(column.index)
        elif any(typed_days.proves_month_first(text) for text in texts):
            proven.add(column.index)
    if proven and not contrary:
        return frozenset(column.index for column in columns)
    return frozenset(proven)
