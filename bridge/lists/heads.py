"""PURE. Head rows of a list, and what each of its columns holds. No I/O."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bridge.lists.folding import fold
from bridge.lists.grid import ListCell, ListRow, ListSheet
from bridge.lists.headings import Role, is_strong, role_of
from bridge.lists.private import why_forbidden

LOOKED_AT = 200
"""Rows by whose content a column is guessed."""

SURE = 0.6
"""Share of cells that have to agree in a guess."""


@dataclass(frozen=True)
class ListHead:
    """A head of one or two lines: indices of its rows, and its headings by column."""

    first: int
    last: int
    headings: Mapping[int, str]


@dataclass(frozen=True)
class ListColumn:
    """A column: what its heading says and what it is taken for.

    Args:
        is_guessed: Whether it was told by its content.
        is_hidden: Whether the file hides it.
    """

    index: int
    heading: str
    role: Role
    is_guessed: bool = False
    is_hidden: bool = False


def heads_of(rows: Sequence[ListRow]) -> list[ListHead]:
    """Return the heads of a sheet: the one at its top, and others below it."""
    found: list[ListHead] = []
    at = 0
    while at < len(rows):
        if _is_head(rows[at]):
            head = _whole(rows, at)
            found.append(head)
            at = head.last
        at += 1
    return found


def _is_head(row: ListRow) -> bool:
    own = row.own()
    if len(own) < 2 or any(cell and cell.kind == "day" for cell in row.cells):
        return False
    known = sum(is_strong(text) or why_forbidden(text) is not None for text in own.values())
    return known >= 2 and known * 2 >= len(own)


def _whole(rows: Sequence[ListRow], at: int) -> ListHead:
    first, last = at, at
    headings = {column: cell.text for column, cell in _shown(rows[at])}
    if at + 1 < len(rows) and _continues(rows[at + 1]):
        last = at + 1
        below = {column: cell.text for column, cell in _shown(rows[last])}
        headings = {
            column: _joined(headings.get(column, ""), below.get(column, ""))
            for column in sorted({*headings, *below})
        }
    elif at and _groups(rows[at - 1], rows[at]):
        first = at - 1
        above = {column: cell.text for column, cell in _shown(rows[first])}
        headings = {
            column: _joined(above.get(column, ""), text) for column, text in headings.items()
        }
    return ListHead(first, last, headings)


def _shown(row: ListRow) -> Iterator[tuple[int, ListCell]]:
    return ((at, cell) for at, cell in enumerate(row.cells) if cell)


def _continues(row: ListRow) -> bool:
    """Tell whether a row is the second line of a head: few words, each of them a heading."""
    own = row.own()
    return (
        bool(own)
        and all(cell is None or cell.kind == "text" or cell.is_merged for cell in row.cells)
        and all(is_strong(text) or fold(text) in ("zu", "to") for text in own.values())
    )


def _groups(above: ListRow, row: ListRow) -> bool:
    """Tell whether the row above names groups of columns, and is no title."""
    across = sum(cell is not None and cell.is_merged for cell in above.cells)
    return 0 < across < len(row.own()) - 1


def _joined(above: str, below: str) -> str:
    return above if above == below or not below else f"{above} {below}".strip()


def columns_of(sheet: ListSheet, head: ListHead | None) -> list[ListColumn]:
    """Return what each column holds, by its heading, else by its content."""
    headings = head.headings if head else {}
    below = sheet.rows[head.last + 1 if head else 0 :][:LOOKED_AT]
    width = max((len(row.cells) for row in sheet.rows), default=0)
    dropped = {one.column for one in sheet.dropped}
    found: list[ListColumn] = []
    for index in range(width):
        if index in dropped:
            continue
        heading = headings.get(index, "")
        texts = [row.cells[index] for row in below if row.cell(index)]
        hidden = index in sheet.hidden_columns
        role = role_of(heading)
        if role:
            found.append(ListColumn(index, heading, "none" if hidden else role, is_hidden=hidden))
        elif heading or any(texts):
            found.append(
                ListColumn(index, heading, "none" if hidden else "extra", is_hidden=hidden)
            )
    return _guessed(_once(found), below, bool(head))


_SECOND: dict[Role, Role] = {
    "until": "returned",
    "note": "extra",
    "number": "robot",
    "state": "status",
}
"""Role of a second column with the same heading; in English both federal states and loans are
*state*."""


def _once(columns: list[ListColumn]) -> list[ListColumn]:
    """Let each role be held by one column: what comes second is something else."""
    taken: dict[Role, int] = {}
    found: list[ListColumn] = []
    for column in columns:
        role = column.role
        if role in taken and role not in ("none", "extra", "note", "week", "contact"):
            role = _SECOND.get(role, "extra")
            role = "extra" if role in taken else role
        taken.setdefault(role, column.index)
        found.append(replace(column, role=role))
    return found


_SERIAL = re.compile(r"(?i)(?:[a-zäöü]{2,12}[-_ .#]*)?[0-9o]{1,5}")
_LETTERED = re.compile(r"(?i)[a-zäöü]{2,12}[-_ .#]*[0-9o]{1,5}")
_SCHOOL = re.compile(
    r"(?i)schul|gymnasium|\b(?:gs|ggs|gems|regs|obs|igs|kgs|sts|hs|rs|fös|gym|klinik)\b|kolleg"
)
_CHILD = re.compile(r"(?:[A-ZÄÖÜ]\.\s?){1,3}|[Kk]ind \d+|S\d{1,3}")
_CLASS = re.compile(r"(?i)(?:kl(?:asse|\.)?\s*)?\d{1,2}\s?[a-f]?|[1-9]\d?[./][1-9]")
_PHONE = re.compile(r"(?:\+49|0)[\d /()-]{6,}")
_STATE = re.compile(
    r"(?i)hh|sh|s-h|ni|nds\.?|mv|m-v|hamburg|schleswig-holstein|niedersachsen|mecklenburg.*"
)
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}")
_STATUS = re.compile(r"(?i)(?:verl|ausgel|frei|reserv|zur(?:ü|ue)ck|defekt|in rep|l(?:ä|ae)uft).*")


def _looks(role: Role, cell: ListCell) -> bool:
    text = cell.text
    match role:
        case "robot":
            return _LETTERED.fullmatch(text) is not None
        case "from" | "until":
            number = cell.kind == "number" and text.isdigit() and 40_000 < int(text) < 60_000
            return cell.kind == "day" or number or _DAY.fullmatch(text) is not None
        case "school":
            return _SCHOOL.search(text) is not None
        case "email":
            return "@" in text[1:]
        case "phone":
            return _PHONE.fullmatch(text) is not None
        case "state":
            return _STATE.fullmatch(text) is not None
        case "status":
            return _STATUS.fullmatch(text) is not None
        case "child":
            return _CHILD.fullmatch(text) is not None
        case "class":
            return _CLASS.fullmatch(text) is not None
        case _:
            return False


_ORDER: tuple[Role, ...] = (
    *("robot", "from", "until", "school", "email", "phone", "state", "status", "child", "class"),
)


def _guessed(
    columns: list[ListColumn], below: Sequence[ListRow], has_head: bool
) -> list[ListColumn]:
    """Give columns without a known heading what their content shows, each role once."""
    found = {column.index: column for column in columns}
    held = {column.role for column in columns}
    for role in _ORDER:
        if role in held or (role in ("from", "until") and "span" in held):
            continue
        if role in ("child", "class") and has_head:
            continue
        best = _best(role, list(found.values()), below, has_head)
        if best is not None:
            found[best] = replace(found[best], role=role, is_guessed=True)
            held.add(role)
    if "robot" not in held:
        found |= _numbers(list(found.values()), below, has_head)
    return list(found.values())


def _best(
    role: Role, columns: Sequence[ListColumn], below: Sequence[ListRow], has_head: bool
) -> int | None:
    for column in columns:
        free = column.role == "extra" or (column.role == "number" and role == "robot")
        cells = [cell for row in below if (cell := row.cell(column.index))]
        if not free or column.is_hidden or not cells:
            continue
        share = sum(_looks(role, cell) for cell in cells) / len(cells)
        if share >= (SURE if not has_head or role == "robot" else 0.8):
            return column.index
    return None


def _numbers(
    columns: Sequence[ListColumn], below: Sequence[ListRow], has_head: bool
) -> dict[int, ListColumn]:
    """Take a column of plain numbers for the robots if nothing else names them."""
    wanted = ("number",) if has_head else ("extra", "number")
    for column in columns:
        cells = [cell for row in below if (cell := row.cell(column.index))]
        if column.role not in wanted or not cells or not _is_loan_list(columns):
            continue
        if sum(_SERIAL.fullmatch(cell.text) is not None for cell in cells) >= SURE * len(cells):
            return {column.index: replace(column, role="robot", is_guessed=True)}
    return {}


def _is_loan_list(columns: Sequence[ListColumn]) -> bool:
    return bool({"until", "span", "returned", "status"} & {column.role for column in columns})
