"""Rows as text and back, for the undo."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from sqlalchemy import Table


def as_image(row: Mapping[str, Any] | None) -> str:
    """Return a row as JSON; empty for a row that is not there."""
    return msgspec.json.encode(dict(row)).decode() if row is not None else ""


def read_image(table: "Table", image: str) -> dict[str, Any] | None:
    """Return the row that `as_image` wrote, with the types of its columns."""
    if not image:
        return None
    read = msgspec.json.decode(image)
    kinds = {column.name: column.type.python_type for column in table.c}
    return {name: _typed(value, kinds[name]) for name, value in read.items()}


def key_of(table: "Table", row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the primary key of a row."""
    return {column.name: row[column.name] for column in table.primary_key}


def _typed(value: Any, kind: type) -> Any:
    if value is None or kind not in (date, bytes):
        return value
    return msgspec.convert(value, kind)
