"""PURE. Rows, table and plots of lessons that were measured. No I/O."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from tests.bench.networks.plan import Case
from tests.bench.networks.plots import Bars, draw
from tests.bench.rows import UNITS, Figures, Row, digits, place, summarise

FIRST, LAST = "karlsson", "libwebrtc"
"""Whose ratio is shown."""

PLOTS = {
    "picture": ("picture_p50_ms", "Class to child: picture, median delay"),
    "frames": ("fps", "Class to child: pictures shown each second"),
    "frozen": ("frozen_s", "Class to child: picture stood still"),
    "voice": ("voice_delay_p50_ms", "Child to class: voice, median delay"),
}


@dataclass(frozen=True)
class NetworkRow(Row):
    """A row, and what was sent."""

    material: str
    size: str


def rows(lessons: Mapping[Case, Sequence[Figures]]) -> list[NetworkRow]:
    """Return medians over the runs of each case."""
    return [
        NetworkRow(**asdict(row), material=case.material, size=case.size)
        for case, figures in lessons.items()
        for row in summarise(case.line, case.engine, [dict(each) for each in figures])
    ]


def to_json(found: Iterable[NetworkRow]) -> str:
    """Return one JSON list, a row in each line."""
    return "[\n" + ",\n".join(json.dumps(asdict(row)) for row in found) + "\n]"


def text_table(found: Sequence[NetworkRow]) -> str:
    """Return the rows as text for a terminal."""
    lines = []
    for heading, engines, body in _tables(found):
        lines.append(heading)
        cells = [["", *engines, "ratio"], *body]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines += [
            "  "
            + "  ".join(
                word.ljust(width) if index == 0 else word.rjust(width)
                for index, (word, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in cells
        ]
        lines.append("")
    return "\n".join(lines)


def markdown(found: Sequence[NetworkRow], words: Mapping[str, str], head: str) -> str:
    """Return a page with a table for each line.

    Args:
        found: What `rows` returned.
        words: Line -> what it is, for people.
        head: What stands before the tables: when and where it was measured.
    """
    parts = ["# Bad lines, three engines", head]
    parts += [f"![{title}](networks-{name}.svg)" for name, (_, title) in PLOTS.items()]
    for heading, engines, body in _tables(found):
        line = heading.split(",")[0]
        parts.append(f"## {heading}\n\n{words.get(line, line)}")
        titles = ["", *engines, f"{FIRST} / {LAST}"]
        rule = ["---", *["---:"] * (len(titles) - 1)]
        parts.append("\n".join(f"| {' | '.join(cells)} |" for cells in (titles, rule, *body)))
    return "\n\n".join(parts) + "\n"


def plots(found: Sequence[NetworkRow]) -> dict[str, str]:
    """Return SVG pictures by name; of the first material and size that there is."""
    if not found:
        return {}
    shown = [row for row in found if (row.material, row.size) == (found[0].material, found[0].size)]
    lines = list(dict.fromkeys(row.line for row in shown))
    engines = list(dict.fromkeys(row.engine for row in shown))
    drawn = {}
    for name, (metric, title) in PLOTS.items():
        values = {(row.line, row.engine): row.value for row in shown if row.metric == metric}
        series = [Bars(one, [values.get((line, one)) for line in lines]) for one in engines]
        caption = f"{title} ({found[0].material}, {found[0].size})"
        drawn[name] = draw(caption, UNITS[metric], lines, series)
    return drawn


def _tables(
    found: Sequence[NetworkRow],
) -> Iterable[tuple[str, list[str], list[list[str]]]]:
    """Yield heading, engines and lines of cells for each line, material and size."""
    engines = list(dict.fromkeys(row.engine for row in found))
    for line, material, size in dict.fromkeys((row.line, row.material, row.size) for row in found):
        here = [
            row for row in found if (row.line, row.material, row.size) == (line, material, size)
        ]
        values = {(row.metric, row.engine): row.value for row in here}
        body = []
        for metric in sorted({row.metric for row in here}, key=place):
            unit = f" ({UNITS[metric]})" if UNITS[metric] else ""
            cells = [_number(values.get((metric, engine)), metric) for engine in engines]
            ratio = _ratio(values.get((metric, FIRST)), values.get((metric, LAST)))
            body.append([metric + unit, *cells, ratio])
        yield f"{line}, {material}, {size}", engines, body


def _number(value: float | None, metric: str) -> str:
    return "-" if value is None else f"{value:.{digits(metric)}f}"


def _ratio(ours: float | None, theirs: float | None) -> str:
    if ours is None or theirs is None or math.isclose(theirs, 0.0):
        return "-"
    return f"{ours / theirs:.2f}"
