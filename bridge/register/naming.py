"""Names of people in the history, which its lines do not keep: a name leaves with its person."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.store.office_tables import people

GONE = "…"
"""Stands for the name of somebody who was erased."""


async def told_facts(connection: AsyncConnection, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return the facts of lines, with the names of the people whom they name by number."""
    facts = [msgspec.json.decode(text or "{}") for text in texts]
    about = {number for one in facts for number in _people_in(one)}
    names: dict[int, str] = {}
    if about:
        query = sa.select(people.c.id, people.c.name).where(people.c.id.in_(about))
        names = {row.id: row.name for row in await connection.execute(query)}
    return [_with_names(one, names) for one in facts]


def _people_in(facts: Mapping[str, Any]) -> set[int]:
    """Return the people of a line; an undo names those of what it undid."""
    inner = facts.get("of")
    found = _people_in(inner) if isinstance(inner, Mapping) else set()
    number = facts.get("person_id")
    return found | ({number} if isinstance(number, int) else set())


def _with_names(facts: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    told = dict(facts)
    if isinstance(told.get("person_id"), int):
        told["person"] = names.get(told["person_id"], GONE)
    if isinstance(told.get("of"), Mapping):
        told["of"] = _with_names(told["of"], names)
    return told
