"""PURE. Kinds of rows: an entry, a title, a section, a sum, a legend. No I/O."""

import re
from dataclasses import dataclass, field
from datetime import date

from bridge.base.words import Words
from bridge.lists import typed_days
from bridge.lists.folding import fold
from bridge.lists.grid import ListRow, ListSheet
from bridge.lists.headings import Role
from bridge.lists.heads import ListColumn, ListHead
from bridge.lists.places import states_in
from bridge.lists.serials import RobotBook
from bridge.lists.verdicts import NOTHING, RowKind

_SUMS = re.compile(
    r"(?:summe|gesamt|anzahl|total|insgesamt|zwischensumme|sum|count|frei|belegt|verliehen|ausgeliehen|"
    r"auslastung|durchschnitt|mittelwert|ende der liste)\b"
)
_LEGEND = re.compile(
    r"(?i)^\s*(?:\*|legende|hinweis:|achtung|farben?\b|stand\b|n\.?b\.?:|anm\.)|"
    r"\b(?:gelb|rot|grün|gruen|blau|grau|orange|fett|kursiv|durchgestrichen|markiert|farbig|lila)\w*\s*(?:=|:|bedeutet|heißt)"
)
_COLOURS = re.compile(
    r"(?i)(?:gelb|rot|grün|gruen|blau|grau|orange|farb|markiert|durchgestrichen)[\w-]*"
    r"(?:\s*(?:=|:|bedeutet|heißt)\s*[^,;*]+)?"
)
DITTO = re.compile(
    r'(?i)^(?:dito|ditto|dto\.?|s\.\s?o\.|siehe oben|wie oben|[-–]?\s*["„“”″\'`´]{1,2}\s*[-–]?)$'
)


@dataclass(frozen=True)
class RowClass:
    """Class of a row; `kind` is None for an entry, and `states` are those that a section names."""

    kind: RowKind | None
    says: Words = NOTHING
    result: Words = NOTHING
    states: tuple[str, ...] = ()


@dataclass
class SheetFrame:
    """One sheet while it is read: its columns by role, and what it says for all of its rows.

    Args:
        at: Number of the sheet, from 0.
        state: Federal state in the sheet's name; empty for none.
        base: Day of the list, from which years are counted.
        why: Where that comes from.
    """

    at: int
    sheet: ListSheet
    heads: list[ListHead]
    columns: list[ListColumn]
    state: str
    base: date
    why: Words
    is_typed: bool
    month_first: frozenset[int] = frozenset()
    by_role: dict[Role, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in self.columns:
            self.by_role.setdefault(column.role, column.index)

    def column(self, role: Role) -> int:
        """Return the column of a role; -1 for none."""
        return self.by_role.get(role, -1)

    def has(self, role: Role) -> bool:
        """Return whether a column has this role."""
        return role in self.by_role


def classify(row: ListRow, index: int, frame: SheetFrame, robots: RobotBook) -> RowClass:
    """Return what a row is."""
    own = row.own()
    for head in frame.heads:
        if head.first <= index <= head.last:
            return _header(head, index)
    if frame.heads and index < frame.heads[0].first:
        return _above(own)
    if not own:
        return RowClass("empty", result=Words("leer", "empty"))
    first = next(iter(own.values()))
    if _SUMS.match(fold(first)) and _is_sum(own, frame, robots):
        says = Words("Summenzeile, kein Eintrag.", "A row of sums, no entry.")
        return RowClass("sum", says, Words("Summenzeile", "sums"))
    if len(own) <= 2 and _LEGEND.search(first) and not robots.find(first).id:
        return _legend(" ".join(own.values()))
    if len(own) == 1:
        return _single(row, own, frame, robots)
    return RowClass(None)


def _header(head: ListHead, index: int) -> RowClass:
    if head.first == head.last or index == head.last:
        return RowClass("header", result=Words("Kopfzeile", "headings"))
    joined = ", ".join(f"„{text}“" for text in head.headings.values() if " " in text)
    return RowClass(
        "header",
        result=Words(
            f"Kopfzeile, zweizeilig, mit der nächsten zusammengelesen: {joined}",
            f"headings in two lines, read together with the next one: {joined}",
        ),
    )


def _above(own: dict[int, str]) -> RowClass:
    if not own:
        return RowClass("empty", result=Words("leer", "empty"))
    return RowClass(
        "title",
        Words("Überschrift der Liste, kein Eintrag.", "The title of the list, no entry."),
        Words("Zeile über der Tabelle", "row above the table"),
    )


def _is_sum(own: dict[int, str], frame: SheetFrame, robots: RobotBook) -> bool:
    rest = list(own.values())[1:]
    numbers = all(re.fullmatch(r"[\d.,\s%/von]+", text) for text in rest)
    robot = own.get(frame.column("robot"), "")
    return numbers and not (robot and robots.find(robot).id)


def _legend(text: str) -> RowClass:
    found = _COLOURS.search(text)
    if not found:
        return RowClass("legend", result=Words("Legende", "legend"))
    return RowClass(
        "legend",
        Words(
            f"Legende: Farben werden nicht gelesen. „{found[0].strip()}“ bitte von Hand abhaken.",
            f"Legend: colours are not read. Please see to “{found[0].strip()}” by hand.",
        ),
        Words("Legende", "legend"),
    )


def _single(row: ListRow, own: dict[int, str], frame: SheetFrame, robots: RobotBook) -> RowClass:
    ((column, text),) = own.items()
    states = states_in(text)
    if len(states) == 1:
        says = Words(
            f"Zwischenüberschrift „{text}“ gilt für die folgenden Zeilen ohne Land.",
            f"The section “{text}” counts for the rows below without a federal state.",
        )
        return RowClass("section", says, Words("Zwischenüberschrift", "section"), tuple(states))
    if states:
        says = Words(
            f"„{text}“ nennt zwei Länder. Das Land wird je Zeile aus Schule oder Ort gesucht.",
            f"“{text}” names two states. Each row's state is looked for in school or town.",
        )
        return RowClass("section", says, Words("Zwischenüberschrift", "section"), tuple(states))
    if column == frame.column("robot") and robots.find(text).id:
        return RowClass(None)
    is_across = sum(cell is not None for cell in row.cells) > 1
    if is_across or column not in (frame.column("school"), frame.column("robot")):
        says = Words(f"„{text}“: kein Eintrag.", f"“{text}”: no entry.")
        return RowClass("section", says, Words("Zwischenüberschrift", "section"), ("",))
    if column == frame.column("robot") and not re.search(r"\d", text):
        says = Words(f"„{text}“: kein Eintrag.", f"“{text}”: no entry.")
        return RowClass("section", says, Words("Zwischenüberschrift", "section"), ("",))
    return RowClass(None)


_AS_OF = re.compile(r"(?i)\b(?:stand|per|vom|aktualisiert|update)\b")
_SCHOOL_YEAR = re.compile(
    r"(?<!\d)(20\d\d)\s*[/_-]\s*(?:20)?(\d\d)(?!\d)|(?<!\d)(\d\d)[/_](\d\d)(?!\d)"
)


def base_of(sheet: ListSheet, heads: list[ListHead], today: date) -> tuple[date, Words]:
    """Return the day of a list, and where it is told: its title, else today."""
    above = sheet.rows[: heads[0].first if heads else 3]
    titles = [text for row in above for text in row.own().values()]
    for text in titles:
        marked = _AS_OF.search(text)
        days = typed_days.find_days(text[marked.end() :] if marked else "")
        if days and days[0].year and (day := days[0].in_year(days[0].year)):
            shown = text[marked.end() :][days[0].start : days[0].end].strip() if marked else ""
            return day, Words(f"Stand der Liste {shown}", f"the list is of {shown}")
    for text in (*titles, sheet.name):
        found = _SCHOOL_YEAR.search(text)
        if not found:
            continue
        start = int(found[1] or f"20{found[3]}")
        if int(found[2] or found[4]) != (start + 1) % 100:
            continue
        first, last = date(start, 8, 1), date(start + 1, 7, 31)
        name = f"{start}/{(start + 1) % 100:02}"
        day = today if first <= today <= last else first
        return day, Words(f"Schuljahr {name}", f"school year {name}")
    return today, Words("nach dem heutigen Tag", "counted from today")


_PAST = {"alt", "alte", "altes", "vorjahr", "historie", "old", "abgelaufen", "erledigt", "frueher"}


def is_archive(name: str, today: date) -> bool:
    """Return whether a sheet's name says that it is of the past."""
    words = fold(name).split()
    if any(word.startswith("archiv") or word in _PAST for word in words):
        return True
    years = [int(one) for one in re.findall(r"(?<!\d)20\d\d(?!\d)", name)]
    return (
        bool(years)
        and max(years) < today.year - (0 if today.month >= 8 else 1)
        and not (_SCHOOL_YEAR.search(name) and max(years) + 1 >= today.year)
    )
