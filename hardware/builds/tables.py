"""PURE. A build's parts and pins as Markdown. No I/O."""

from hardware.builds import header
from hardware.builds.build import Build


def parts(build: Build) -> str:
    """Return the shopping list, with its sum."""
    rows = [f"| part | pieces | about € ({build.priced}) | why |", "|---|---|---|---|"]
    for part in build.parts:
        pieces = f"{part.count} × {part.eur:g}" if part.count > 1 else "1"
        rows.append(f"| {part.name} | {pieces} | {part.count * part.eur:g} | {part.why} |")
    rows.append(f"| **together** | | **{build.eur:g}** | |")
    return "\n".join(rows)


def pins(build: Build) -> str:
    """Return which pin goes where, with the key of the configuration."""
    rows = ["| pin | name | goes to | key |", "|---|---|---|---|"]
    keys = {to: key for key, to in build.keys.items()}
    titles = {block.key: block.title for block in build.blocks}
    for wire in sorted(build.wires, key=lambda wire: (wire.pin, wire.to)):
        block, _, name = wire.to.partition(".")
        key = f"`{keys[wire.to]}`" if wire.to in keys else ""
        rows.append(f"| {wire.pin} | {header.label(wire.pin)} | {titles[block]}: {name} | {key} |")
    return "\n".join(rows)
