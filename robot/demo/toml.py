"""PURE. Write the small part of TOML that our configuration files use. No I/O."""

import json
from collections.abc import Mapping

Scalar = str | int | float | bool | list[str]
Table = Mapping[str, Scalar | Mapping[str, str]]


def dump(tables: Mapping[str, Table]) -> str:
    """Return a TOML document of tables with scalar values and tables of strings."""
    lines: list[str] = []
    for name, table in tables.items():
        lines.append(f"[{name}]")
        for key, value in table.items():
            if isinstance(value, Mapping):
                pairs = ", ".join(f"{_literal(k)} = {_literal(v)}" for k, v in value.items())
                lines.append(f"{key} = {{ {pairs} }}")
            else:
                lines.append(f"{key} = {_literal(value)}")
        lines.append("")
    return "\n".join(lines)


def _literal(value: Scalar) -> str:
    # JSON's strings, numbers, booleans and lists of strings are TOML's too, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
