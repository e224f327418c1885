"""PURE. Enrolment tokens from a file of their own, as `karlsson-bridge` writes them. No I/O.

A table with the columns of a list (`Id`, `Token`), or two columns without headings, which is what
the bridge prints; or JSON: a list of objects with `robot` and `token`, or one object of tokens.
"""

from collections.abc import Sequence
from typing import Any

from bridge.tables.cells import Sheet
from technician.lists import columns, values
from technician.lists.columns import Column
from technician.lists.remarks import WrongValueError

REMEDY = "write them anew with karlsson-bridge, or as two columns: id;token"


def of_table(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return the tokens by robot.

    Raises:
        WrongValueError: The table is no list of tokens.
    """
    rows = [row for sheet in sheets for row in sheet.rows if not row.is_empty]
    first, second, skipped = 0, 1, 0
    if sheets and (head := columns.head(sheets[0])):
        named = head.columns.get(Column.ID, head.columns.get(Column.NAME))
        if named is None or Column.TOKEN not in head.columns:
            raise WrongValueError("the file of tokens has no column Token", REMEDY)
        first, second, skipped = named, head.columns[Column.TOKEN], head.row
    pairs = [
        (row.cells[first].text, row.cells[second].text)
        for row in rows
        if row.number > skipped and len(row.cells) > max(first, second)
        # The bridge's own words stand around them, without a second column.
        if row.cells[first].text and row.cells[second].text
    ]
    return _checked(pairs)


def of_json(document: Any) -> dict[str, str]:
    """Return the tokens by robot.

    Raises:
        WrongValueError: The document is no list of tokens.
    """
    if isinstance(document, dict) and isinstance(document.get("tokens"), list | dict):
        document = document["tokens"]
    if isinstance(document, dict):
        return _checked(list(document.items()))
    pairs = []
    for one in document if isinstance(document, list) else [None]:
        if not isinstance(one, dict):
            raise WrongValueError("the file of tokens is not of the known kind", REMEDY)
        pairs.append((one.get("id", one.get("robot")), one.get("token")))
    return _checked(pairs)


def bridge_of(document: Any) -> str:
    """Return the one bridge that all tokens of a JSON list are for; empty if it is not told."""
    rows = document if isinstance(document, list) else []
    named = {one.get("bridge") for one in rows if isinstance(one, dict)}
    only = next(iter(named)) if len(named) == 1 else None
    return only if isinstance(only, str) else ""


def _checked(pairs: Sequence[tuple[Any, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for robot_id, token in pairs:
        if not isinstance(robot_id, str) or not isinstance(token, str):
            raise WrongValueError("the file of tokens is not of the known kind", REMEDY)
        try:
            known = values.robot_id(robot_id)
        except WrongValueError:
            known = values.id_from(robot_id)
        if known in found:
            raise WrongValueError(f"the file of tokens has two for {known}", REMEDY)
        found[known] = values.token(token)
    if not found:
        raise WrongValueError("the file of tokens holds none", REMEDY)
    return found
