"""PURE. Bars side by side, as an SVG picture that needs nothing but a browser. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#0b6e4f", "#c8553d", "#3d5a80", "#8d99ae", "#7b2d8b")
"""Told apart by people who do not see red and green apart: by lightness too."""

FONT = "font-family='sans-serif'"
LEFT, TOP, BOTTOM = 56, 64, 44
HEIGHT = 300
BAR = 18
GAP = 26
TICKS = 5


@dataclass(frozen=True)
class Bars:
    """One value for each group; None where nothing was measured."""

    name: str
    values: Sequence[float | None]


def draw(title: str, unit: str, groups: Sequence[str], series: Sequence[Bars]) -> str:
    """Return the picture.

    Args:
        title: Stands above.
        unit: Of the values; may be empty.
        groups: Names below the bars.
        series: One bar of each stands in every group.
    """
    group_width: float = max(BAR * len(series), 44) + GAP
    width: float = LEFT + group_width * len(groups) + GAP
    width = max(width, 420)
    bottom = TOP + HEIGHT
    known = [value for bars in series for value in bars.values if value is not None]
    step = _step(max(known, default=1.0))
    top_value = step * TICKS
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {bottom + BOTTOM}' "
        f"width='{width:g}' height='{bottom + BOTTOM}' role='img' aria-label='{escape(title)}'>",
        f"<rect width='{width:g}' height='{bottom + BOTTOM}' fill='#ffffff'/>",
        _text(LEFT, 22, title + (f", {unit}" if unit else ""), size=15),
    ]
    for index, bars in enumerate(series):
        key = LEFT + index * 120
        parts.append(_rect(key, 34, 12, 12, COLOURS[index % len(COLOURS)]))
        parts.append(_text(key + 17, 44, bars.name))
    for tick in range(TICKS + 1):
        y = bottom - HEIGHT * tick / TICKS
        parts.append(
            f"<line x1='{LEFT}' y1='{y:g}' x2='{width - GAP / 2:g}' y2='{y:g}' stroke='#dddddd'/>"
        )
        parts.append(_text(LEFT - 6, y + 4, f"{step * tick:g}", anchor="end"))
    for number, group in enumerate(groups):
        left = LEFT + GAP / 2 + number * group_width
        parts.append(_text(left + (group_width - GAP) / 2, bottom + 18, group, anchor="middle"))
        for index, bars in enumerate(series):
            value = bars.values[number]
            x = float(left + index * BAR)
            if value is None:
                parts.append(_text(x + BAR / 2, bottom - 4, "-", anchor="middle"))
                continue
            height = HEIGHT * value / top_value
            colour = COLOURS[index % len(COLOURS)]
            parts.append(_rect(x, bottom - height, BAR - 2, height, colour))
            parts.append(_text(x + BAR / 2 - 1, bottom - height - 3, f"{value:.3g}", size=8))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _step(most: float) -> float:
    """Return a round step of which five reach at least as high as the highest bar."""
    size = 1e-3
    while True:
        for digit in (1, 2, 5):
            if size * digit * TICKS >= most:
                return size * digit
        size *= 10


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f"<rect x='{x:g}' y='{y:g}' width='{width:g}' height='{height:g}' fill='{colour}'/>"


def _text(x: float, y: float, words: str, *, size: int = 11, anchor: str = "") -> str:
    anchor = anchor or ("middle" if size < 10 else "start")
    return (
        f"<text x='{x:g}' y='{y:g}' {FONT} font-size='{size}' fill='#222222' "
        f"text-anchor='{anchor}'>{escape(words)}</text>"
    )
