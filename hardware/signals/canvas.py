"""PURE. A page in millimetres, written as SVG or as PDF. No I/O.

Both come from the same shapes, with no font and no library: PDF readers bring
Helvetica with them, browsers something like it.

Source: PDF 1.7 (ISO 32000-1), 7.5 file structure, 8.5 paths, 9.4 text, 9.6.2.2 standard fonts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

Point = tuple[float, float]

POINTS_PER_MM = 72 / 25.4
ROUND = 0.5523
"""How far the handles of a Bezier curve are out that looks like a quarter of a circle."""
FONTS = {False: "Helvetica", True: "Helvetica-Bold"}
FAMILY = "Helvetica, Arial, 'Liberation Sans', sans-serif"

# Widths in thousandths of the size, after the metrics of Helvetica; the rest is 556.
NARROW = dict.fromkeys("ijl.,:;!'|", 250) | dict.fromkeys(" ftr()-/", 310)
SLIM = dict.fromkeys("cksvxyz", 500)
WIDE = dict.fromkeys("mwMW", 850) | dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZÄÖÜ", 700)
WIDTHS = NARROW | SLIM | WIDE
USUAL_WIDTH = 556
BOLDER = 1.08


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its corners round."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle: filled, or only its edge where a width is given."""

    x: float
    y: float
    radius: float
    colour: str
    edge: float = 0.0


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon, filled."""

    points: Sequence[Point]
    fill: str


@dataclass(frozen=True, slots=True)
class Line:
    """Straight pieces with round ends and corners."""

    points: Sequence[Point]
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class Squares:
    """Many squares of one size, by their left top corners."""

    corners: Sequence[Point]
    side: float
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text from its base line."""

    x: float
    y: float
    size: float
    text: str
    colour: str
    bold: bool = False


Shape = Box | Disc | Area | Line | Squares | Words


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn, in order."""

    width: float
    height: float
    title: str
    language: str
    shapes: Sequence[Shape]


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return about how wide a line of text is."""
    thousandths = sum(WIDTHS.get(letter, USUAL_WIDTH) for letter in text)
    return thousandths / 1000 * size * (BOLDER if bold else 1.0)


def wrapped(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Return the text in lines that are no wider, unless a single word is."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def svg(page: Page) -> str:
    """Return the page as an SVG file."""
    width, height = _n(page.width), _n(page.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" lang="{page.language}" role="img" '
        f'font-family="{FAMILY}">\n<title>{escape(page.title)}</title>'
    )
    return "\n".join([head, *(_svg_shape(shape) for shape in page.shapes), "</svg>"]) + "\n"


def _svg_shape(shape: Shape) -> str:
    match shape:
        case Box(x, y, width, height, fill, radius):
            place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            return f'<rect {place} rx="{_n(radius)}" fill="{fill}"/>'
        case Disc(x, y, radius, colour, edge):
            how = f'fill="none" stroke="{colour}" stroke-width="{_n(edge)}"'
            how = how if edge else f'fill="{colour}"'
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {how}/>'
        case Area(points, fill):
            return f'<path d="{_svg_path(points)}z" fill="{fill}"/>'
        case Line(points, colour, width):
            how = f'stroke="{colour}" stroke-width="{_n(width)}"'
            ends = 'stroke-linecap="round" stroke-linejoin="round"'
            return f'<path d="{_svg_path(points)}" fill="none" {how} {ends}/>'
        case Squares(corners, side, fill):
            s = _n(side)
            cells = "".join(f"M{_n(x)} {_n(y)}h{s}v{s}h-{s}z" for x, y in corners)
            return f'<path d="{cells}" fill="{fill}"/>'
        case Words(x, y, size, text, colour, bold):
            weight = ' font-weight="bold"' if bold else ""
            place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"'
            return f'<text {place}{weight} fill="{colour}">{escape(text)}</text>'


def _svg_path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def pdf(page: Page) -> bytes:
    """Return the page as a PDF file, the same bytes for the same page."""
    scale, height = POINTS_PER_MM, page.height * POINTS_PER_MM
    # Millimetres from the top, as in SVG.
    body = [f"{_n(scale)} 0 0 {_n(-scale)} 0 {_n(height)} cm 1 J 1 j"]
    body += [_pdf_shape(shape) for shape in page.shapes]
    content = "\n".join(body).encode("cp1252")
    title = page.title.encode("utf-16").hex()
    fonts = "".join(f"/F{int(bold)} {5 + bold} 0 R " for bold in FONTS)
    size = f"[0 0 {_n(page.width * scale)} {_n(height)}]"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({page.language}) >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox {size} /Contents 4 0 R "
        f"/Resources << /Font << {fonts}>> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *(_pdf_font(name) for name in FONTS.values()),
        f"<< /Title <{title}> >>".encode(),
    ]
    return _pdf_file(objects)


def _pdf_font(name: str) -> bytes:
    how = "/Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding"
    return f"<< {how} /BaseFont /{name} >>".encode()


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    """Put numbered objects, the table of where they are, and the trailer together."""
    whole, starts = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        starts.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(whole)
    whole += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    whole += b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R"
    whole += f"trailer\n<< {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(whole)


def _pdf_shape(shape: Shape) -> str:
    match shape:
        case Box(x, y, width, height, fill, radius):
            return f"{_rgb(fill)} rg {_pdf_round(x, y, width, height, radius)} f"
        case Disc(x, y, radius, colour, edge):
            path = _pdf_round(x - radius, y - radius, 2 * radius, 2 * radius, radius)
            if edge:
                return f"{_rgb(colour)} RG {_n(edge)} w {path} s"
            return f"{_rgb(colour)} rg {path} f"
        case Area(points, fill):
            return f"{_rgb(fill)} rg {_pdf_path(points)} f"
        case Line(points, colour, width):
            return f"{_rgb(colour)} RG {_n(width)} w {_pdf_path(points)} S"
        case Squares(corners, side, fill):
            cells = " ".join(f"{_n(x)} {_n(y)} {_n(side)} {_n(side)} re" for x, y in corners)
            return f"{_rgb(fill)} rg {cells} f"
        case Words(x, y, size, text, colour, bold):
            shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            font = f"/F{int(bold)} {_n(size)} Tf 1 0 0 -1 {_n(x)} {_n(y)} Tm"
            return f"BT {_rgb(colour)} rg {font} ({shown}) Tj ET"


def _pdf_path(points: Sequence[Point]) -> str:
    (x, y), *rest = points
    return f"{_n(x)} {_n(y)} m " + " ".join(f"{_n(x)} {_n(y)} l" for x, y in rest)


def _pdf_round(x: float, y: float, width: float, height: float, radius: float) -> str:
    if not radius:
        return f"{_n(x)} {_n(y)} {_n(width)} {_n(height)} re"
    end_x, end_y, out = x + width, y + height, radius * (1 - ROUND)
    corners = (
        ((x + radius, y), (end_x - radius, y), (end_x - out, y), (end_x, y + out)),
        ((end_x, y + radius), (end_x, end_y - radius), (end_x, end_y - out), (end_x - out, end_y)),
        ((end_x - radius, end_y), (x + radius, end_y), (x + out, end_y), (x, end_y - out)),
        ((x, end_y - radius), (x, y + radius), (x, y + out), (x + out, y)),
    )
    parts = [f"{_n(x + radius)} {_n(y)} m"]
    for i, (_, end, leave, arrive) in enumerate(corners):
        after = corners[(i + 1) % 4][0]
        parts.append(f"{_n(end[0])} {_n(end[1])} l")
        parts.append(" ".join(_n(value) for point in (leave, arrive, after) for value in point))
        parts.append("c")
    return " ".join([*parts, "h"])


def _rgb(colour: str) -> str:
    return " ".join(_n(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))


def _n(value: float) -> str:
    """Return the number as short as a page needs it."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
