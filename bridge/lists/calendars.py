"""PURE. Lists that are calendars: a row a robot, a column a week, a bar a loan. No I/O."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bridge.base.words import Words
from bridge.lists import small_cells, typed_days
from bridge.lists.bars import WeekBar, ask_length, bars_of
from bridge.lists.calendar_heads import CalendarHead, weekday_end
from bridge.lists.day_readings import german
from bridge.lists.entries import Above, RowCells
from bridge.lists.folding import fold
from bridge.lists.grid import ListRow, place
from bridge.lists.known import OfficeKnows, TakenDays, TakenSpan
from bridge.lists.rows import SheetFrame
from bridge.lists.schools import SchoolBook, not_a_school
from bridge.lists.serials import RobotBook, serial_of
from bridge.lists.statuses import read_status
from bridge.lists.verdicts import (
    SPLIT,
    AnswerChoice,
    CellFinding,
    LoanEntry,
    LoanStatus,
    ReadRow,
    RobotRemark,
    RowNotes,
    SchoolEntry,
)


@dataclass
class CalendarRows:
    """Reader of a calendar's rows."""

    head: CalendarHead
    knows: OfficeKnows
    robots: RobotBook
    book: SchoolBook
    answers: Mapping[str, str]
    taken: TakenDays

    def read(self, row: ListRow, frame: SheetFrame, above: Above) -> ReadRow:
        """Return what a row says."""
        notes = RowNotes(self.answers, f"{frame.at}!")
        cells = RowCells(row, frame, notes, above, self.knows)
        made = ReadRow(frame.at, frame.sheet.name, row.number, "skip", "left_out")
        column = self._label(row)
        key = place(row.number, column)
        label = notes.answer(key) or row.text(column)
        found = self.robots.find(label)
        if self.answers.get(f"{frame.at}!{row.number}") == "skip":
            return replace(made, says=Words("Weggelassen.", "Left out."))
        if not found.id:
            words = Words(
                f"„{label}“: Diesen Roboter kennt das Büro nicht. Bitte erst aufnehmen.",
                f"“{label}”: the office does not know this robot. Please take it in first.",
            )
            notes.add(CellFinding(key, "stop", words))
        bars = bars_of(row, frame, self.head)
        loans, robot = self._read_bars(cells, bars, found.id)
        name = found.name or self.robots.names.get(found.id, "")
        verdict = notes.verdict
        is_loan = any(bar for bar in bars if not not_a_school(bar.text)) or not found.id
        if verdict == "ok" and (loans or robot):
            verdict = "read"
        if robot is None and found.id:
            robot = RobotRemark(found.id, found.name)
        return replace(
            made,
            verdict=verdict,
            kind="loan" if is_loan else "robot",
            findings=tuple(notes.findings),
            loans=tuple(loans) if verdict in ("ok", "read") else (),
            robot=robot,
            result=_result(
                serial_of(found.id) or label, name if name != found.id else "", loans, robot
            ),
        )

    def _label(self, row: ListRow) -> int:
        first = min(self.head.spans)
        own = [column for column in row.own() if column < first]
        named = [column for column in own if self.robots.find(row.text(column)).id]
        return next(iter(named), next(iter(own), 0))

    def _read_bars(
        self, cells: RowCells, bars: list[WeekBar], robot_id: str
    ) -> tuple[list[LoanEntry], RobotRemark | None]:
        loans: list[LoanEntry] = []
        robot: RobotRemark | None = None
        joined = self._joined(cells, bars)
        for bar in joined:
            other = not_a_school(bar.text)
            if other or read_status(bar.text).word != "free":
                ask_length(cells, bar)
            if other == "workshop":
                robot = self._workshop(cells, bar, robot_id)
            elif not other and read_status(bar.text).word != "free":
                loans += self._loan(cells, bar, robot_id, len(loans))
        return loans, robot

    def _joined(self, cells: RowCells, bars: list[WeekBar]) -> list[WeekBar]:
        """Join two bars of the same text around holidays, and ask."""
        found: list[WeekBar] = []
        gap: WeekBar | None = None
        for bar in bars:
            if not_a_school(bar.text) == "break":
                gap = bar
                continue
            before = found[-1] if found else None
            if before and gap and fold(before.text) == fold(bar.text):
                key = place(cells.row.number, before.column)
                answer = cells.notes.answer(key)
                if answer == "two":
                    found.append(bar)
                else:
                    found[-1] = replace(before, last=bar.last)
                    self._ask_joined(cells, key, gap, is_answered=answer == "one")
            else:
                found.append(bar)
            gap = None
        return found

    @staticmethod
    def _ask_joined(cells: RowCells, key: str, gap: WeekBar, is_answered: bool) -> None:
        if is_answered:
            cells.notes.read(key, "")
            return
        cells.notes.add(
            CellFinding(
                key,
                "ask",
                Words(
                    f"Zwei Stücke um „{gap.text}“: dieselbe Schule, dasselbe Kind. Als eine"
                    " Leihe führen?",
                    f"Two pieces around “{gap.text}”: the same school and child. One loan?",
                ),
                "one",
                (
                    AnswerChoice("one", Words("Ja, eine Leihe", "Yes, one loan")),
                    AnswerChoice("two", Words("Nein, zwei", "No, two")),
                ),
            )
        )

    def _workshop(self, cells: RowCells, bar: WeekBar, robot_id: str) -> RobotRemark:
        key = place(cells.row.number, bar.column)
        days = f"{bar.first:%d.%m.}–{german(bar.last)}"
        cells.notes.read(
            key,
            "",
            f"„{bar.text}“ ist kein Ort: in Wartung {days}.",
            f"“{bar.text}” is no place: in the workshop {days}.",
        )
        is_now = bar.first <= self.knows.today <= bar.last
        return RobotRemark(
            robot_id, "", "workshop" if is_now else None, bar.first if is_now else None
        )

    def _loan(self, cells: RowCells, bar: WeekBar, robot_id: str, count: int) -> list[LoanEntry]:
        key = place(cells.row.number, bar.column)
        text = cells.notes.answer(key) or bar.text
        if text in ("one", "two"):
            text = bar.text
        span = "span" if count == 0 else f"span{count + 1}"
        if small_cells.several_children(text):
            return self._split(cells, bar, text, key, robot_id)
        if text == "-":
            return self._entries(cells, bar, robot_id, None, "", key)
        cells.notes.read(span, f"{bar.first.isoformat()} {bar.last.isoformat()}")
        if fold(text) in ("x", "xx", "verliehen", "belegt", "ausgeliehen", ""):
            self._nameless(cells, bar, key, text)
            return self._entries(cells, bar, robot_id, None, "", key)
        if re.search(r"\?", text):
            return self._doubtful(cells, bar, text, key, robot_id)
        name, child = small_cells.split_bar(text)
        school = self._school(cells, name, key)
        if child:
            cells.notes.read(
                key,
                "",
                "Schule und Kind aus einem Text getrennt.",
                "School and child were parted.",
            )
        return self._entries(cells, bar, robot_id, school, child, key)

    def _school(self, cells: RowCells, name: str, key: str) -> SchoolEntry:
        exact = self.book.exact(name)
        if exact:
            return exact
        only = self.book.containing(name) or self.book.similar(name)
        if only:
            cells.notes.read(
                key,
                only.name,
                f"„{name}“ gelesen als {only.name} (einzige mit diesem Namen).",
                f"“{name}” taken as {only.name} (the only one of this name).",
            )
            return self.book.also(only, name)
        state = cells.state(SchoolEntry(name), "", "")
        return self.book.add(name, key, state=state)

    @staticmethod
    def _nameless(cells: RowCells, bar: WeekBar, key: str, text: str) -> None:
        weeks = max(1, round(((bar.last - bar.first).days + 3) / 7))
        count = _COUNTED[weeks] if weeks < len(_COUNTED) else str(weeks)
        cells.notes.add(
            CellFinding(
                key,
                "ask",
                Words(
                    f"{count} {'Woche' if weeks == 1 else 'Wochen'} mit „{text}“: verliehen,"
                    " aber Schule und Kind stehen nicht da.",
                    f"{weeks} weeks with “{text}”: lent, but school and child are not named.",
                ),
                "",
                (AnswerChoice("-", Words("ohne Schule anlegen", "without a school")),),
            )
        )

    def _doubtful(
        self, cells: RowCells, bar: WeekBar, text: str, key: str, robot_id: str
    ) -> list[LoanEntry]:
        bare = re.sub(r"\s*\?+\s*", " ", text).strip()
        name, child = small_cells.split_bar(bare)
        cells.notes.add(
            CellFinding(
                key,
                "ask",
                Words(
                    f"„{text}“: nur vorgemerkt? Vorschlag:"
                    f" reserviert{'' if child else ', ohne Kind'}.",
                    f"“{text}”: only pencilled in? Suggestion:"
                    f" reserved{'' if child else ', without a child'}.",
                ),
                bare,
                (AnswerChoice(bare, Words("reserviert", "reserved")),),
            )
        )
        school = self._school(cells, name, key)
        return self._entries(cells, bar, robot_id, school, child, key, "reserved")

    def _split(
        self, cells: RowCells, bar: WeekBar, text: str, key: str, robot_id: str
    ) -> list[LoanEntry]:
        """Ask whether a bar with two children is two loans, where a week parts them."""
        weeks = typed_days.find_weeks(text)
        days = typed_days.find_days(text)
        day: date | None = None
        for year in (bar.first.year, bar.last.year):
            if weeks and day is None:
                monday = typed_days.monday_of(weeks[-1].week, weeks[-1].year or year)
                day = monday if monday and bar.first < monday <= bar.last else None
            if days and day is None:
                typed = days[-1].in_year(days[-1].year or year)
                day = typed if typed and bar.first < typed <= bar.last else None
        if day and cells.notes.answer(f"{SPLIT}{cells.row.number}"):
            first = replace(bar, text=text, last=weekday_end(bar.first, day - timedelta(days=1)))
            names = _parts(text)
            cells.notes.read(SPLIT, day.isoformat())
            school = self._school(cells, small_cells.split_bar(names[0])[0], key)
            child = small_cells.split_bar(names[0])[1]
            return [
                *self._entries(cells, first, robot_id, school, child, key),
                *self._entries(cells, replace(bar, first=day), robot_id, school, names[1], key),
            ]
        de = f"Zwei Kinder in einem Balken: „{text}“. Jedes Kind braucht eine eigene Leihe."
        en = f"Two children in one bar: “{text}”. Each child needs a loan of its own."
        choices: tuple[AnswerChoice, ...] = ()
        if day:
            end = weekday_end(bar.first, day - timedelta(days=1))
            days_said = f"{bar.first:%d.%m.}–{end:%d.%m.} und {day:%d.%m.}–{german(bar.last)}"
            de += f" Teilen: {days_said}?"
            en += f" Split them: {days_said}?"
            choices = (AnswerChoice("split", Words("Teilen", "Split")),)
        value = day.isoformat() if day else ""
        cells.notes.add(CellFinding(SPLIT if day else key, "stop", Words(de, en), value, choices))
        return []

    def _entries(
        self,
        cells: RowCells,
        bar: WeekBar,
        robot_id: str,
        school: SchoolEntry | None,
        child: str,
        key: str,
        status: LoanStatus | None = None,
    ) -> list[LoanEntry]:
        clash = self.taken.clash(robot_id, bar.first, bar.last)
        if clash and robot_id:
            who = f"Zeile {clash.row}" if clash.row else clash.who or "eine Leihe im Büro"
            en = f"row {clash.row}" if clash.row else clash.who or "a loan of the office"
            cells.notes.add(
                CellFinding(
                    key,
                    "stop",
                    Words(
                        f"{serial_of(robot_id)} hat an diesen Tagen schon {who}.",
                        f"{serial_of(robot_id)} already has {en} on these days.",
                    ),
                )
            )
        self.taken.take(robot_id, TakenSpan(bar.first, bar.last, cells.row.number, bar.text))
        today = self.knows.today
        if status is None:
            status = "reserved" if bar.first > today else "returned" if bar.last < today else "lent"
        returned = bar.last if status == "returned" else None
        return [LoanEntry(robot_id, school, child[:40], "", bar.first, bar.last, status, returned)]


_COUNTED = ("", "Eine", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Acht", "Neun", "Zehn")


def _parts(text: str) -> tuple[str, str]:
    """Return a text in two at the word that parts two children."""
    found = re.search(r"\s*(?:/|,|\+|\bdann\b|\bab\b|\bund\b)\s*", text)
    if not found:
        return text, ""
    child = re.search(r"(?i)kind\s?\d+|(?:[A-ZÄÖÜ]\.\s?){1,3}", text[found.end() :])
    return text[: found.start()].strip(), child[0].strip() if child else ""


def _result(
    robot_id: str, name: str, loans: Sequence[LoanEntry], robot: RobotRemark | None
) -> Words:
    head = f"{robot_id} {name}".strip()
    shown = [
        " · ".join(
            part
            for part in (
                loan.school.name if loan.school else "Schule fehlt",
                loan.child,
                f"{german(loan.first)}–{german(loan.last)}",
            )
            if part
        )
        for loan in loans
    ]
    if not shown:
        return Words(f"{head} · keine Leihe", f"{head} · no loan")
    text = f"{head} · {'; '.join(shown)}"
    return Words(text, text)
