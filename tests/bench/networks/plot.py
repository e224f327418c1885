"""PURE. Grouped bars as SVG: lines across, engines side by side. No I/O.

The colours are those of M. Okabe and K. Ito ("Color Universal Design", 2008),
which people with any kind of colour vision tell apart; the value stands on each bar too.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.bench.networks.targets import LESSON, name_and_material, values_of
from tests.bench.rows import UNITS, Row, digits

TITLES = {
    "picture_p50_ms": "Picture, camera to glass: median delay",
    "fps": "Pictures shown each second",
    "frozen_s": "How long the picture stood still",
    "voice_delay_p50_ms": "Child's voice to class: median delay",
    "pesq": "Child's voice: PESQ (1 bad, 4.6 flawless)",
}
"""Metrics that are plotted, in this order, and their titles."""

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9")
INK, FAINT, PAPER = "#1a1a1a", "#d9d9d9", "#ffffff"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"

BAR_PX, BAR_GAP_PX, GROUP_GAP_PX = 30, 2, 26
LEFT_PX, RIGHT_PX, TOP_PX, HEIGHT_PX, BOTTOM_PX = 64, 24, 88, 260, 56
LEAST_WIDTH_PX = 560
MOST_STEPS = 6


@dataclass(frozen=True)
class Chart:
    """One metric of one material.

    Args:
        metric: As in the rows.
        material: `lesson-640x480` and the like.
        engines: In the order of their bars.
        groups: Name of the line -> value of each engine, None where nothing was measured.
    """

    metric: str
    material: str
    engines: Sequence[str]
    groups: Mapping[str, Sequence[float | None]]

    @property
    def name(self) -> str:
        """Of its file, without the ending."""
        suffix = "" if self.material == LESSON else f"-{self.material}"
        return f"networks-{self.metric}{suffix}"


def charts(rows: Sequence[Row]) -> list[Chart]:
    """Return every chart of which the rows hold at least one value."""
    values = values_of(rows)
    engines = list(dict.fromkeys(row.engine for row in rows))
    lines: dict[str, list[str]] = {}
    for line in dict.fromkeys(row.line for row in rows):
        lines.setdefault(name_and_material(line)[1], []).append(line)
    found = []
    for material, own in lines.items():
        for metric in TITLES:
            groups = {
                name_and_material(line)[0]: [values.get((line, each, metric)) for each in engines]
                for line in own
            }
            if any(value is not None for group in groups.values() for value in group):
                found.append(Chart(metric, material, engines, groups))
    return found


def to_svg(chart: Chart) -> str:
    """Return the picture as text."""
    top = _axis_top([value for group in chart.groups.values() for value in group])
    group_px = len(chart.engines) * (BAR_PX + BAR_GAP_PX) + GROUP_GAP_PX
    width = max(LEAST_WIDTH_PX, LEFT_PX + RIGHT_PX + group_px * len(chart.groups))
    height = TOP_PX + HEIGHT_PX + BOTTOM_PX
    unit = UNITS[chart.metric]
    title = f"{TITLES[chart.metric]} ({chart.material})"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
        f'font-family="{FONT}" font-size="13" fill="{INK}">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(_description(chart, unit))}</desc>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        f'<text x="16" y="26" font-size="17" font-weight="600">{escape(title)}</text>',
        *_legend(chart.engines),
        *_axis(top, unit, width),
    ]
    for index, (name, group) in enumerate(chart.groups.items()):
        left = LEFT_PX + GROUP_GAP_PX / 2 + index * group_px
        parts += _group(chart.metric, name, group, left, top)
    return "\n".join([*parts, "</svg>\n"])


def _legend(engines: Sequence[str]) -> list[str]:
    parts, left = [], 16
    for index, engine in enumerate(engines):
        colour = COLOURS[index % len(COLOURS)]
        parts.append(f'<rect x="{left}" y="42" width="13" height="13" fill="{colour}"/>')
        parts.append(f'<text x="{left + 19}" y="53">{escape(engine)}</text>')
        left += 42 + 8 * len(engine)
    return parts


def _axis(top: float, unit: str, width: int) -> list[str]:
    parts = [f'<text x="{LEFT_PX - 8}" y="{TOP_PX - 14}" text-anchor="end">{escape(unit)}</text>']
    step = _step(top)
    for number in range(round(top / step) + 1):
        value = number * step
        y = _y(value, top)
        parts.append(
            f'<line x1="{LEFT_PX}" x2="{width - RIGHT_PX}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="{INK if number == 0 else FAINT}"/>'
        )
        parts.append(
            f'<text x="{LEFT_PX - 8}" y="{y + 4.5:.1f}" text-anchor="end">{value:g}</text>'
        )
    return parts


def _group(
    metric: str, name: str, group: Sequence[float | None], left: float, top: float
) -> list[str]:
    parts = []
    for index, value in enumerate(group):
        x = left + index * (BAR_PX + BAR_GAP_PX)
        y = _y(value or 0.0, top)
        shown = "–" if value is None else f"{value:.{_bar_digits(metric, value)}f}"
        if value is not None:
            parts.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{BAR_PX}" '
                f'height="{_y(0.0, top) - y:.1f}" fill="{COLOURS[index % len(COLOURS)]}"/>'
            )
        parts.append(
            f'<text x="{x + BAR_PX / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle" '
            f'font-size="11">{shown}</text>'
        )
    middle = left + len(group) * (BAR_PX + BAR_GAP_PX) / 2
    y = TOP_PX + HEIGHT_PX + 22
    parts.append(f'<text x="{middle:.1f}" y="{y}" text-anchor="middle">{escape(name)}</text>')
    return parts


def _description(chart: Chart, unit: str) -> str:
    """Say every value in words, for who cannot see the bars."""
    said = []
    for name, group in chart.groups.items():
        values = [
            f"{engine} {'not measured' if value is None else f'{value:.{digits(chart.metric)}f}'}"
            for engine, value in zip(chart.engines, group, strict=True)
        ]
        said.append(f"{name}: {', '.join(values)}")
    return f"In {unit or 'numbers'}. {'; '.join(said)}."


def _bar_digits(metric: str, value: float) -> int:
    """No more digits than fit over a bar."""
    return 0 if value >= 100 else min(digits(metric), 1 if value >= 10 else 2)


def _y(value: float, top: float) -> float:
    return TOP_PX + HEIGHT_PX * (1 - value / top)


def _axis_top(values: Sequence[float | None]) -> float:
    """Return the end of the axis: a whole step at or over the highest bar."""
    highest = max((value for value in values if value is not None), default=0.0) or 1.0
    step = _step(highest)
    return math.ceil(highest / step - 1e-9) * step


def _step(highest: float) -> float:
    """Return 1, 2 or 5 times a power of ten: at most six of them up to the top."""
    power: float = 10.0 ** math.floor(math.log10(highest / MOST_STEPS))
    return next(
        factor * power for factor in (1, 2, 5, 10) if highest / (factor * power) <= MOST_STEPS
    )
