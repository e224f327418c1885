"""PURE. Verdicts of the reading on cells and rows, and what it would write. No I/O."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bridge.base.words import Words
from bridge.lists.private import Why

Verdict = Literal["ok", "read", "ask", "stop", "skip"]
"""Klar, gedeutet, Vorschlag, braucht Sie, übersprungen."""

# fmt: off
RowKind = Literal[
    "loan", "robot", "request", "title", "empty", "header", "section", "sum", "legend",
    "duplicate", "old", "same", "left_out",
]
# fmt: on

_WORST: tuple[Verdict, ...] = ("ok", "read", "ask", "stop")

VERDICT_WORDS: dict[Verdict, Words] = {
    "ok": Words("klar", "clear"),
    "read": Words("gedeutet", "read as"),
    "ask": Words("Vorschlag", "suggestion"),
    "stop": Words("braucht Sie", "needs you"),
    "skip": Words("übersprungen", "skipped"),
}

NOTHING = Words("", "")

SPLIT = "split"
"""Key of the day that parts a bar with two children; it is asked as a whole."""


@dataclass(frozen=True)
class AnswerChoice:
    """One answer to a question: what a button says, and what stands in the cell then."""

    value: str
    label: Words


@dataclass(frozen=True)
class CellFinding:
    """Finding about one cell.

    Args:
        key: Name of the cell, such as H6.
        words: Sentence about it; empty for a reading that speaks for itself.
        value: The reading, or the proposal if there is a question; empty for none.
        choices: Answers to choose from; anything else may be typed.
    """

    key: str
    verdict: Verdict
    words: Words = NOTHING
    value: str = ""
    choices: tuple[AnswerChoice, ...] = ()

    def placed(self) -> Words:
        """Return the sentence behind the name of its cell."""
        if not re.fullmatch(r"[A-Z]{1,3}\d+", self.key):
            return self.words
        return Words(f"{self.key} {self.words.de}", f"{self.key} {self.words.en}")


LoanStatus = Literal["noted", "reserved", "lent", "returned"]
RobotStatus = Literal["free", "workshop", "check"]


@dataclass(frozen=True)
class SchoolEntry:
    """A school as a list tells it; `key` is the name under which the same one is found again.

    Args:
        also: Other names of the same school in the list.
    """

    name: str
    town: str = ""
    postcode: str = ""
    state: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoanEntry:
    """A loan as a list tells it."""

    robot_id: str
    school: SchoolEntry | None
    child: str
    class_name: str
    first: date
    last: date
    status: LoanStatus
    returned: date | None = None
    consent: bool = False


@dataclass(frozen=True)
class RobotRemark:
    """Remarks of a list about a robot, beside its loan."""

    robot_id: str
    name: str = ""
    status: RobotStatus | None = None
    since: date | None = None
    notes: tuple[str, ...] = ()
    home: str = ""


@dataclass(frozen=True)
class ContactEntry:
    """An adult at a school."""

    name: str = ""
    phone: str = ""
    email: str = ""
    best_time: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is known."""
        return not (self.name or self.phone or self.email)


Asker = Literal["school", "family", "hospital"]
Outcome = Literal["", "lent", "cancelled", "done"]


@dataclass(frozen=True)
class RequestEntry:
    """A request as a waiting list tells it."""

    asker: Asker
    school: SchoolEntry
    class_name: str
    asked: date
    first: date | None
    last: date | None
    weeks: int | None
    contact: ContactEntry
    urgent: bool
    note: str = ""
    done: date | None = None
    outcome: Outcome = ""


@dataclass(frozen=True)
class ReadRow:
    """One row and everything that is said of it.

    Args:
        at: Number of its sheet, from 0.
        says: Sentence about the row as a whole.
        loans: Loans that it would write; empty while a question is open.
        span: Days that the row takes of its robot, as far as they are known.
    """

    at: int
    sheet: str
    number: int
    verdict: Verdict
    kind: RowKind
    result: Words = NOTHING
    says: Words = NOTHING
    findings: tuple[CellFinding, ...] = ()
    loans: tuple[LoanEntry, ...] = ()
    robot: RobotRemark | None = None
    request: RequestEntry | None = None
    contact: ContactEntry | None = None
    school_note: str = ""

    @property
    def is_taken(self) -> bool:
        """Return whether the row is written without another answer."""
        return self.verdict in ("ok", "read") and bool(self.loans or self.robot or self.request)

    @property
    def is_open(self) -> bool:
        """Return whether the row waits for an answer."""
        return self.verdict in ("ask", "stop")

    def cells(self) -> dict[str, str | list[str] | None]:
        """Return the reading of each cell of which something is said; proposals end with `?`."""
        found: dict[str, str | list[str] | None] = {}
        for one in self.findings:
            value = one.value or None
            if value and one.verdict in ("ask", "stop") and one.key != SPLIT:
                value += "?"
            found[one.key] = value.split(" ") if value and one.key.startswith("span") else value
        return found

    def sentences(self) -> Words:
        """Return everything that is said of the row."""
        all_of_it = [*(one.placed() for one in self.findings if one.words.de), self.says]
        return Words(
            " ".join(one.de for one in all_of_it if one.de),
            " ".join(one.en for one in all_of_it if one.en),
        )


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of some verdicts; `ok` for none."""
    return max(verdicts, key=_WORST.index, default="ok")


@dataclass
class RowNotes:
    """Findings about one row while it is read, and the answers that people gave.

    Args:
        prefix: Of the keys of answers, so that cells of two sheets do not meet.
    """

    answers: Mapping[str, str]
    prefix: str
    findings: list[CellFinding] = field(default_factory=list)

    def answer(self, key: str) -> str:
        """Return what was answered about a cell; empty for nothing."""
        return self.answers.get(f"{self.prefix}{key}", "")

    def add(self, finding: CellFinding) -> None:
        """Say something of a cell; a second sentence of the same cell joins the first one."""
        for at, one in enumerate(self.findings):
            if one.key == finding.key:
                words = Words(
                    *(f"{a} {b}".strip() for a, b in zip(one.words, finding.words, strict=True))
                )
                verdict = worst((one.verdict, finding.verdict))
                self.findings[at] = CellFinding(
                    one.key,
                    verdict,
                    words,
                    finding.value or one.value,
                    finding.choices or one.choices,
                )
                return
        self.findings.append(finding)

    def read(self, key: str, value: str, de: str = "", en: str = "") -> None:
        """Note a reading."""
        self.add(CellFinding(key, "read", Words(de, en), value))

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings."""
        return worst(one.verdict for one in self.findings)


SheetLayout = Literal["loans", "requests", "calendar", ""]
SheetUse = Literal["list", "empty", "hidden", "archive", "unknown"]


@dataclass(frozen=True)
class SheetReport:
    """Outcome for one sheet.

    Args:
        use: `list` for one that is read, else the reason why it is not.
        forbidden: Headings of columns that were never read, and the reasons.
    """

    at: int
    name: str
    use: SheetUse
    layout: SheetLayout
    rows: int
    forbidden: tuple[tuple[int, str, Why], ...] = ()
