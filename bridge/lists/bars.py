"""PURE. Bars of calendars: stretches of columns with one text. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bridge.base.words import Words
from bridge.lists.calendar_heads import CalendarHead
from bridge.lists.day_readings import german
from bridge.lists.entries import RowCells
from bridge.lists.folding import fold
from bridge.lists.grid import ListRow, place
from bridge.lists.rows import SheetFrame
from bridge.lists.verdicts import AnswerChoice, CellFinding


@dataclass(frozen=True)
class WeekBar:
    """A stretch of columns with one text.

    Args:
        is_alone: Whether it is one cell of a csv file, which may have been a merged area before.
    """

    text: str
    column: int
    first: date
    last: date
    is_alone: bool = False


def bars_of(row: ListRow, frame: SheetFrame, head: CalendarHead) -> list[WeekBar]:
    """Return the bars of a row: merged cells, and neighbours with the same text."""
    spans = frame.sheet.spans
    across = {left: right for number, left, right in spans if number == row.number}
    bars: list[WeekBar] = []
    columns = sorted(head.spans)
    at = 0
    while at < len(columns):
        column = columns[at]
        cell = row.cell(column)
        if cell is None or cell.is_merged:
            at += 1
            continue
        end = across.get(column, column)
        if end == column:
            end = _same_until(row, columns, at)
        inside = [one for one in columns if column <= one <= end]
        first, last = head.spans[column][0], head.spans[inside[-1]][1]
        at += len(inside)
        goes_on = at < len(columns) and row.cell(columns[at]) is None
        is_alone = goes_on and len(inside) == 1 and not frame.is_typed
        bars.append(WeekBar(cell.text, column, first, last, is_alone))
    return bars


def _same_until(row: ListRow, columns: Sequence[int], at: int) -> int:
    end = columns[at]
    text = fold(row.text(end)) or row.text(end)
    for column in columns[at + 1 :]:
        cell = row.cell(column)
        if cell is None or cell.is_merged or (fold(cell.text) or cell.text) != text:
            break
        end = column
    return end


def ask_length(cells: RowCells, bar: WeekBar) -> None:
    """Ask whether one cell of a csv file is all of its bar."""
    key = place(cells.row.number, bar.column)
    if not bar.is_alone or cells.notes.answer(key):
        return
    days = f"{bar.first:%d.%m.}–{german(bar.last)}"
    cells.notes.add(
        CellFinding(
            key,
            "stop",
            Words(
                f"„{bar.text}“ steht nur in einer Zelle. Verbundene Zellen gehen in csv verloren."
                " War der Balken länger, laden Sie die Liste bitte als .xlsx oder .ods hoch.",
                f"“{bar.text}” stands in one cell alone. Merged cells are lost in csv. If the bar"
                " was longer, please upload the list as .xlsx or .ods.",
            ),
            "",
            (AnswerChoice(bar.text, Words(f"nur {days}", f"{days} only")),),
        )
    )
