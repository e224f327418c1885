"""PURE. Rows and questions of a list as the page shows them. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bridge.base.words import Words
from bridge.lists.grid import ListCell, ListSheet, place
from bridge.lists.headings import ROLE_WORDS, Role
from bridge.lists.heads import ListColumn
from bridge.lists.reading import ListPlan
from bridge.lists.telling import answer_key
from bridge.lists.verdicts import AnswerChoice, ReadRow, SheetReport, Verdict
from bridge.tables.cells import letters

ROWS_SHOWN = 40
QUESTIONS_SHOWN = 12

Show = str
"""Rows that are shown: all, clear, ask, stop or skip."""

_SHOWN: dict[str, tuple[Verdict, ...]] = {
    "all": ("ok", "read", "ask", "stop", "skip"),
    "clear": ("ok", "read"),
    "ask": ("ask",),
    "stop": ("stop",),
    "skip": ("skip",),
}
SHOWS = tuple(_SHOWN)


@dataclass(frozen=True)
class ShownCell:
    """A cell: its text and what was said of it."""

    text: str
    verdict: Verdict
    words: Words
    key: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the table; `cells` are empty for one that is skipped."""

    number: int
    verdict: Verdict
    cells: tuple[ShownCell, ...]
    result: Words
    says: Words
    text: str = ""


@dataclass(frozen=True)
class ShownColumn:
    """A column of the table."""

    letter: str
    heading: str
    role: Words


@dataclass(frozen=True)
class Question:
    """One question.

    Args:
        key: Under which it is answered.
        row_key: Under which its row is left out.
        cell: Its cell, such as H6, or the row.
        about: What its column holds.
        choices: Answers as buttons; the first one is the suggestion.
        is_typed: Whether something else may be typed.
    """

    key: str
    row_key: str
    cell: str
    about: Words
    verdict: Verdict
    words: Words
    choices: tuple[AnswerChoice, ...]
    sheet: str
    is_typed: bool = True


@dataclass(frozen=True)
class CheckTable:
    """A page of the table."""

    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    page: int
    pages: int
    of_all: int


def table_of(
    plan: ListPlan, sheet: SheetReport, cells: ListSheet, show: Show, page: int
) -> CheckTable:
    """Return a page of the rows of a sheet."""
    held = [
        one
        for one in plan.columns.get(sheet.at, ())
        if one.role not in ("none", "number", "week") and sheet.layout != "calendar"
    ]
    wanted = _SHOWN.get(show, _SHOWN["all"])
    rows = [
        row
        for row in plan.rows
        if row.at == sheet.at and row.verdict in wanted and row.kind not in ("header", "title")
    ]
    pages = max(1, -(-len(rows) // ROWS_SHOWN))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * ROWS_SHOWN : page * ROWS_SHOWN]
    columns = tuple(
        ShownColumn(letters(one.index), one.heading, ROLE_WORDS[one.role]) for one in held
    )
    found = tuple(_row(row, cells, held) for row in shown)
    return CheckTable(columns, found, page, pages, len(rows))


def _row(row: ReadRow, cells: ListSheet, held: Sequence[ListColumn]) -> ShownRow:
    source = cells.rows[row.number - 1]
    own = source.own()
    if row.verdict == "skip":
        text = " · ".join(own.values())[:120]
        return ShownRow(row.number, row.verdict, (), row.result, row.says, text)
    said = {one.key: one for one in row.findings}
    shown = []
    for column in held:
        key = place(row.number, column.index)
        finding = said.get(key)
        shown.append(
            ShownCell(
                shown_text(source.cell(column.index)) or (finding.value if finding else ""),
                finding.verdict if finding else "ok",
                finding.words if finding else Words("", ""),
                key,
            )
        )
    first = next(iter(own.values()), "")
    return ShownRow(row.number, row.verdict, tuple(shown), row.result, row.sentences(), first)


def questions_of(plan: ListPlan, sheet: SheetReport | None = None) -> list[Question]:
    """Return every question in the order of the rows; what needs an answer comes first."""
    rows = [row for row in plan.rows if row.is_open and (sheet is None or row.at == sheet.at)]
    return [
        one for verdict in ("stop", "ask") for row in rows for one in _questions(row, plan, verdict)
    ]


def _questions(row: ReadRow, plan: ListPlan, verdict: str) -> Iterable[Question]:
    roles = {letters(one.index): one.role for one in plan.columns.get(row.at, ())}
    for one in row.findings:
        if one.verdict != verdict:
            continue
        column = one.key.rstrip("0123456789")
        role: Role = roles.get(column, "none")
        whole = not column or one.key in ("split", "end")
        yield Question(
            answer_key(row, one),
            f"{row.at}!{row.number}",
            f"{row.number}" if whole else one.key,
            Words("Zeile", "Row") if whole or role in ("none", "extra") else ROLE_WORDS[role],
            one.verdict,
            one.words,
            one.choices,
            row.sheet,
            is_typed=not whole or one.key == "end",
        )


def shown_text(cell: ListCell | None) -> str:
    """Return a cell as its owner reads it: days as they are written here."""
    if cell is None:
        return ""
    return f"{cell.day:%d.%m.%Y}" if cell.day else cell.text


class RowTallies(NamedTuple):
    """Numbers of rows above the table; `clear` holds those that were read as something, too."""

    clear: int
    read: int
    ask: int
    stop: int
    skip: int


def counts_of(plan: ListPlan) -> RowTallies:
    """Return the numbers above the table."""
    read = plan.count("read")
    return RowTallies(
        plan.count("ok") + read, read, *(plan.count(one) for one in ("ask", "stop", "skip"))
    )
