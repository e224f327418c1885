"""PURE. Tables of a build's parts and pins, as rows and as Markdown. No I/O."""

from collections.abc import Sequence

from hardware.papers.builds import header
from hardware.papers.builds.build import Build

PIN_HEAD = ("pin", "name", "goes to", "key")


def part_head(build: Build) -> tuple[str, ...]:
    """Return the column heads of the shopping list."""
    return ("part", "pieces", f"about € ({build.priced})", "why")


def part_rows(build: Build) -> list[tuple[str, str, str, str]]:
    """Return the shopping list."""
    return [
        (
            part.name,
            f"{part.count} × {part.eur:g}" if part.count > 1 else "1",
            f"{part.count * part.eur:g}",
            part.why,
        )
        for part in build.parts
    ]


def pin_rows(build: Build) -> list[tuple[str, str, str, str]]:
    """Return the pins with their other ends and keys of the configuration."""
    keys = {to: key for key, to in build.keys.items()}
    titles = {block.key: block.title for block in build.blocks}
    rows = []
    for wire in sorted(build.wires, key=lambda wire: (wire.pin, wire.to)):
        block, _, name = wire.to.partition(".")
        goes_to = f"{titles[block]}: {name}"
        rows.append((str(wire.pin), header.label(wire.pin), goes_to, keys.get(wire.to, "")))
    return rows


def parts(build: Build) -> str:
    """Return the shopping list as Markdown, with its sum."""
    rows = [*part_rows(build), ("**together**", "", f"**{build.eur:g}**", "")]
    return _markdown(part_head(build), rows)


def pins(build: Build) -> str:
    """Return the pins as Markdown."""
    rows = [(*row[:3], f"`{row[3]}`" if row[3] else "") for row in pin_rows(build)]
    return _markdown(PIN_HEAD, rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)
