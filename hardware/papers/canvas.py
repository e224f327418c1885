"""PURE. Shapes in millimetres, written as SVG. No I/O.

The template of the paper that shows a drawing sets its words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Disc:
    """Circle: filled, or only its edge if a width is given."""

    x: float
    y: float
    radius: float
    colour: str
    edge: float = 0.0


@dataclass(frozen=True, slots=True)
class Area:
    """Filled polygon."""

    points: Sequence[Point]
    fill: str


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight segments with round ends and corners."""

    points: Sequence[Point]
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class Squares:
    """Many squares of one size, by their top left corners."""

    corners: Sequence[Point]
    side: float
    fill: str


Shape = Rectangle | Disc | Area | Polyline | Squares


def svg(shapes: Iterable[Shape], width: float, height: float) -> str:
    """Return a drawing of this size; parts beyond it are cut off."""
    size = f'width="{_n(width)}mm" height="{_n(height)}mm" viewBox="0 0 {_n(width)} {_n(height)}"'
    drawn = "\n".join(_svg_shape(shape) for shape in shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{drawn}\n</svg>\n'


def _svg_shape(shape: Shape) -> str:
    match shape:
        case Rectangle(x, y, width, height, fill, radius):
            place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            return f'<rect {place} rx="{_n(radius)}" fill="{fill}"/>'
        case Disc(x, y, radius, colour, edge):
            how = f'fill="none" stroke="{colour}" stroke-width="{_n(edge)}"'
            how = how if edge else f'fill="{colour}"'
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {how}/>'
        case Area(points, fill):
            return f'<path d="{_svg_path(points)}z" fill="{fill}"/>'
        case Polyline(points, colour, width):
            how = f'stroke="{colour}" stroke-width="{_n(width)}"'
            ends = 'stroke-linecap="round" stroke-linejoin="round"'
            return f'<path d="{_svg_path(points)}" fill="none" {how} {ends}/>'
        case Squares(corners, side, fill):
            s = _n(side)
            cells = "".join(f"M{_n(x)} {_n(y)}h{s}v{s}h-{s}z" for x, y in corners)
            return f'<path d="{cells}" fill="{fill}"/>'


def _svg_path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(value: float) -> str:
    """Return the number with as few digits as a page needs."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
