"""PURE. Rows of a list of loans. No I/O."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bridge.base.words import Words
from bridge.lists import loan_cells, loan_days
from bridge.lists.day_readings import german
from bridge.lists.entries import Above, RowCells
from bridge.lists.folding import fold
from bridge.lists.grid import ListRow
from bridge.lists.known import KnownLoan, OfficeKnows, TakenDays, TakenSpan
from bridge.lists.loan_drafts import (
    STATUS_WORDS,
    LoanDraft,
    final_status,
    loan_entries,
    loan_result,
    robot_entry,
    robot_result,
)
from bridge.lists.rows import SheetFrame
from bridge.lists.schools import SchoolBook
from bridge.lists.serials import RobotBook, serial_of
from bridge.lists.verdicts import (
    AnswerChoice,
    CellFinding,
    ReadRow,
    RowNotes,
)

OLD = timedelta(days=366)
"""A loan that ended longer ago is not taken over with its child."""

LEFT_OUT = "skip"
"""Answer about a whole row: it is left out."""


@dataclass
class LoanRows:
    """Reader of rows; it remembers which days of which robot are taken.

    Args:
        used: Robots that stand anywhere in the list.
        keep_old: Whether loans of long ago count for the report of their year.
        row_names: Names that stand beside the robots, by row.
        known: Loans of the office by robot and beginning.
    """

    knows: OfficeKnows
    robots: RobotBook
    book: SchoolBook
    answers: Mapping[str, str]
    used: Collection[str]
    keep_old: bool = False
    taken: TakenDays = field(init=False, default_factory=TakenDays)
    known: dict[tuple[str, date], KnownLoan] = field(init=False, default_factory=dict)
    met: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.known = {(one.robot_id, one.first): one for one in self.knows.loans}

    def read(self, row: ListRow, frame: SheetFrame, above: Above) -> ReadRow:
        """Return what a row says."""
        notes = RowNotes(self.answers, f"{frame.at}!")
        cells = RowCells(row, frame, notes, above, self.knows)
        draft = LoanDraft()
        loan_cells.ask_hidden(row, notes)
        loan_cells.take_school(cells, draft, self.book)
        loan_cells.take_status(cells, draft)
        loan_cells.take_robot(cells, draft, self.robots)
        loan_days.take_days(cells, draft, self.known)
        loan_cells.take_notes(cells, draft)
        if self.answers.get(f"{frame.at}!{row.number}") == LEFT_OUT:
            return self._row(cells, draft, "left_out")
        if draft.is_cancelled:
            return self._row(cells, draft, "left_out")
        if self._is_old(draft):
            return self._old(cells, draft)
        if draft.has_no_loan:
            return self._row(cells, draft, "robot")
        loan_cells.take_child(cells, draft)
        loan_days.check_order(cells, draft, self.knows.today)
        self._clash(cells, draft)
        return self._row(cells, draft, self._known(cells, draft))

    def _clash(self, cells: RowCells, draft: LoanDraft) -> None:
        if draft.first is None or not draft.robots:
            return
        last = self._until_day(draft)
        if last < draft.first:
            return
        if final_status(draft, self.knows.today) == "lent":
            # It stands there until it is back, however long ago its last day was.
            last = max(last, self.knows.today)
        for robot_id in draft.robots:
            clash = self.taken.clash(robot_id, draft.first, last)
            if clash and not self._is_same(robot_id, draft.first, clash):
                self._say_clash(cells, draft, robot_id, clash, last)
            self.taken.take(
                robot_id, TakenSpan(draft.first, last, cells.row.number, draft.robot_name)
            )

    def _is_same(self, robot_id: str, first: date, clash: TakenSpan) -> bool:
        return clash.row == 0 and (robot_id, first) in self.known

    def _old(self, cells: RowCells, draft: LoanDraft) -> ReadRow:
        """Leave out a loan of long ago, or count it for its year, without its child."""
        if not self.keep_old:
            return self._row(cells, draft, "old")
        draft.child, draft.status = "", "returned"
        draft.robot_notes.clear()
        draft.school_notes.clear()
        draft.contact = None
        loan_days.check_order(cells, draft, self.knows.today)
        return replace(self._row(cells, draft, self._known(cells, draft)), says=_COUNTED)

    @staticmethod
    def _until_day(draft: LoanDraft) -> date:
        assert draft.first
        ends = [one for one in (draft.returned, draft.last) if one]
        return min(ends) if draft.returned and ends else next(iter(ends), draft.first)

    def _say_clash(
        self, cells: RowCells, draft: LoanDraft, robot_id: str, clash: TakenSpan, last: date
    ) -> None:
        assert draft.first
        serial = serial_of(robot_id)
        begin, end = max(draft.first, clash.first), min(last, clash.last)
        days = f"{begin:%d.%m.} bis {german(end)}"
        days_en = f"{begin:%d.%m.} to {german(end)}"
        who = f" ({clash.who})" if clash.who else ""
        if clash.row:
            row = f"{clash.row}{who}"
            de = f"{serial} steht schon in Zeile {row}, und die Zeiten überschneiden sich"
            de += f" vom {days}."
            en = f"{serial} already stands in row {row}, and the days overlap from {days_en}."
        else:
            de = f"{serial} ist im Büro schon verliehen{who}, vom {days}."
            en = f"{serial} is already lent in the office{who}, from {days_en}."
        proposal = self.robots.by_name(draft.robot_name) if draft.robot_name else ""
        if not proposal or proposal == robot_id:
            proposal = self.robots.next_free(robot_id, list(self.used))
        proposal = serial_of(proposal)
        if proposal:
            de += f" {draft.robot_name or 'Diese Zeile'} hat in der Liste kein eigenes Gerät;"
            de += f" frei in der Zählung ist {proposal}."
            en += f" {draft.robot_name or 'This row'} has no robot of its own;"
            en += f" free in the count is {proposal}."
        choices = (AnswerChoice(proposal, Words(proposal, proposal)),) if proposal else ()
        cells.notes.add(CellFinding(cells.key("robot"), "stop", Words(de, en), proposal, choices))

    def _is_old(self, draft: LoanDraft) -> bool:
        ended = draft.returned or draft.last
        if draft.has_no_loan or draft.first is None or ended is None:
            return False
        return ended < self.knows.today - OLD

    def _known(self, cells: RowCells, draft: LoanDraft) -> str:
        """Compare a row with the same loan of the office."""
        if draft.first is None or len(draft.robots) != 1:
            return "loan"
        known = self.known.get((draft.robots[0], draft.first))
        if known is None:
            return "loan"
        self.met.add(known.id)
        if cells.notes.verdict in ("ask", "stop"):
            return "loan"
        return "loan" if self._differs(cells, draft, known) else "same"

    def _differs(self, cells: RowCells, draft: LoanDraft, known: KnownLoan) -> bool:
        status = final_status(draft, self.knows.today)
        last = draft.last
        if status == "returned" and draft.returned and draft.first:
            # As the office keeps it: it was free again after its last day, however late it was.
            last = max(draft.first, min(draft.returned, draft.last or draft.returned))
        found = False
        if last != known.last and last:
            found = True
            words = (
                f"bisher {german(known.last)}, jetzt {german(last)}.",
                f"was {german(known.last)}, now {german(last)}.",
            )
            cells.notes.read(cells.key("until"), last.isoformat(), *words)
        if draft.child and draft.child != known.child:
            found = True
            cells.notes.read(
                cells.key("child"),
                draft.child,
                f"bisher {known.child or '–'}.",
                f"was {known.child or '–'}.",
            )
        school = draft.school.name if draft.school else ""
        if school and known.school and fold(school) != fold(known.school):
            found = True
            cells.notes.read(
                cells.key("school"), school, f"bisher {known.school}.", f"was {known.school}."
            )
        if status != known.status and (status, known.status) in _STEPS:
            found = True
            was, now = STATUS_WORDS[known.status], STATUS_WORDS[status]
            cells.notes.read(
                cells.key("status"),
                loan_cells.STATUS_VALUES[status],
                f"bisher {was.de}, jetzt {now.de}.",
                f"was {was.en}, now {now.en}.",
            )
        return found

    def _row(self, cells: RowCells, draft: LoanDraft, kind: str) -> ReadRow:
        row, frame, notes = cells.row, cells.frame, cells.notes
        made = ReadRow(frame.at, frame.sheet.name, row.number, "skip", kind)  # type: ignore[arg-type]
        if kind in ("left_out", "old", "same"):
            return replace(
                made,
                says=_SKIPPED[kind],
                result=loan_result(draft, self.knows.today),
                findings=tuple(notes.findings) if kind == "same" else (),
            )
        robot = robot_entry(draft)
        if kind == "robot":
            return replace(
                made,
                verdict=notes.verdict if notes.verdict != "ok" or not robot else "ok",
                findings=tuple(notes.findings),
                robot=robot,
                result=robot_result(draft),
            )
        verdict = notes.verdict
        loans = loan_entries(draft, self.knows.today) if verdict in ("ok", "read") else ()
        return replace(
            made,
            verdict=verdict,
            findings=tuple(notes.findings),
            loans=loans,
            robot=robot,
            result=loan_result(
                draft,
                self.knows.today,
                is_sure=not any(
                    one.key == cells.key("until") and one.verdict in ("ask", "stop")
                    for one in notes.findings
                ),
            ),
            contact=draft.contact,
            school_note="; ".join(draft.school_notes)[:1000],
        )


_COUNTED = Words(
    "Nur für den Jahresbericht, ohne Kind.", "For the report of its year alone, without a child."
)
_SKIPPED: dict[str, Words] = {
    "left_out": Words("Weggelassen.", "Left out."),
    "old": Words(
        "Seit mehr als 12 Monaten vorbei: wird nicht als Leihe übernommen.",
        "Over for more than 12 months: not taken over as a loan.",
    ),
    "same": Words("Steht schon genauso im Büro.", "The office already has it like this."),
}
_STEPS = {("returned", "lent"), ("lent", "reserved"), ("returned", "reserved")}
"""Steps of a loan's life that a list may make: new status, old status."""
