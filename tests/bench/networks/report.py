"""PURE. Rows of bad lines as Markdown: engines side by side, and the targets. No I/O."""

from collections.abc import Iterable, Sequence

from tests.bench.networks.lines import LINES
from tests.bench.networks.targets import (
    OURS,
    RIVAL,
    Values,
    Verdict,
    name_and_material,
    ratio,
    values_of,
    verdicts,
)
from tests.bench.rows import UNITS, Row, digits, place

HEAD = f"""# Bad lines, side by side

Written by `./run bench networks`; how it is measured and read: `docs/benchmarks/README.md`.
Each value is the median of the runs; `ratio` is {OURS} over {RIVAL}.
"""
MATERIALS = {
    "lesson": "the drawn class",
    "film": "the filmed clip",
}


def to_markdown(rows: Sequence[Row]) -> str:
    """Return the whole page."""
    lines = list(dict.fromkeys(row.line for row in rows))
    parts = [HEAD, _summary(verdicts(rows)), *(_line(rows, line) for line in lines)]
    return "\n".join(parts)


def _summary(judged: Sequence[Verdict]) -> str:
    if not judged:
        return f"## Targets\n\nNone can be told without {OURS} and {RIVAL} in one run.\n"
    met = sum(verdict.met for verdict in judged)
    head = ("metric", "line", "limit", "is", "result", "against")
    body = [
        (
            verdict.metric,
            verdict.line,
            f"{'≤' if verdict.at_most else '≥'} {verdict.limit:.{digits(verdict.metric)}f}",
            f"{verdict.value:.{digits(verdict.metric)}f}",
            verdict.words if verdict.met else f"**{verdict.words}**",
            verdict.against,
        )
        for verdict in judged
    ]
    return f"## Targets\n\n{met} of {len(judged)} are met.\n\n{_table(head, body, 'llrrll')}"


def _line(rows: Sequence[Row], line: str) -> str:
    own = [row for row in rows if row.line == line]
    engines = list(dict.fromkeys(row.engine for row in rows))
    values = values_of(own)
    metrics = sorted({row.metric for row in own}, key=place)
    head = ("metric", "unit", *engines, "ratio", "runs")
    body = [
        (
            metric,
            UNITS[metric],
            *(_value(values, line, engine, metric) for engine in engines),
            _ratio(values, line, metric),
            str(max(row.runs for row in own if row.metric == metric)),
        )
        for metric in metrics
    ]
    return f"## {_title(line)}\n\n{_table(head, body, 'll' + 'r' * (len(engines) + 2))}"


def _title(line: str) -> str:
    name, material = name_and_material(line)
    kind, _, size = material.rpartition("-")
    words = LINES[name].words if name in LINES else "a line of its own"
    return f"`{name}`: {words}; {MATERIALS.get(kind, kind)}, {size}"


def _value(values: Values, line: str, engine: str, metric: str) -> str:
    value = values.get((line, engine, metric))
    return "-" if value is None else f"{value:.{digits(metric)}f}"


def _ratio(values: Values, line: str, metric: str) -> str:
    found = ratio(values, line, metric)
    return "-" if found is None else f"{found:.2f}"


def _table(head: Sequence[str], body: Iterable[Sequence[str]], sides: str) -> str:
    """Return a Markdown table that is legible as text, too."""
    rows = [tuple(head), *map(tuple, body)]
    widths = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    rule = [
        "-" * (width - 1) + ":" if side == "r" else "-" * width
        for side, width in zip(sides, widths, strict=True)
    ]
    laid_out = [
        [
            cell.rjust(width) if side == "r" else cell.ljust(width)
            for cell, width, side in zip(row, widths, sides, strict=True)
        ]
        for row in rows
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in (laid_out[0], rule, *laid_out[1:]))
