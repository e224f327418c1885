"""PURE. Drawing of a build's wires. No I/O.

The header stands in the middle as on the board, seen from above with the USB sockets
below. Parts wired to its left row stand on the left. Each wire's end names its pin in
words, so that nobody depends on following a line or distinguishing colours.
"""

from xml.sax.saxutils import escape

from hardware.papers.builds import header
from hardware.papers.builds.build import Build, HeaderWire, PartBlock

WIDTH = 1180
TOP = 150
PITCH = 30
BOX_WIDTH = 330
LINE = 24
GAP = 22
MARGIN = 30
COLUMN_X = (WIDTH / 2 - 16, WIDTH / 2 + 16)

SUPPLY = {"3.3 V": "#b3261e", "5 V": "#b3261e", "ground": "#222222"}
SIGNALS = ("#0b5cad", "#7a3b9e", "#1d7a46", "#a35200", "#0f7b84", "#8a1457", "#4d5b00", "#3f51b5")

STYLE = (
    "text{font-family:'DejaVu Sans',Verdana,sans-serif;fill:#1c1c1c;font-size:13px}"
    ".t{font-size:24px;font-weight:bold}.b{font-weight:bold;font-size:14px}"
    ".n{font-size:12px;fill:#444}.p{font-size:10px;fill:#fff;text-anchor:middle}"
    ".w{fill:none;stroke-width:3;stroke-linecap:round}"
    ".h{fill:none;stroke:#fff;stroke-width:7;stroke-linecap:round}"
)


def draw(build: Build) -> str:
    """Return the drawing as SVG."""
    boxes = {side: [b for b in build.blocks if b.side == side] for side in ("left", "right")}
    places = {side: _stack(blocks) for side, blocks in boxes.items()}
    header_end = TOP + 20 * PITCH
    bottom = max(
        [
            header_end,
            *(y for stack in places.values() for _, y, height in stack for y in (y + height,)),
        ]
    )
    colours = _colours(build)
    ends: dict[str, tuple[float, float]] = {}
    parts: list[str] = []
    for side, stack in places.items():
        for block, y, height in stack:
            parts.append(_box(block, y, height, build, ends, left=side == "left"))
    wires = [_wire(wire, ends[wire.to], colours[wire.to]) for wire in build.wires]
    height = bottom + 70
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
            f'role="img" aria-label="{escape(build.title)}: wiring">',
            f"<style>{STYLE}</style>",
            f'<rect width="{WIDTH}" height="{height:g}" fill="#fff"/>',
            f'<text class="t" x="{MARGIN}" y="48">{escape(build.title)}</text>',
            f'<text x="{MARGIN}" y="74">{escape(build.about)}</text>',
            *wires,
            _header(build),
            *parts,
            f'<text class="n" x="{MARGIN}" y="{height - 24:g}">Pins by their number on the board; '
            "pin 1 is the one nearest to the card. Switch everything off before wiring.</text>",
            "</svg>\n",
        ]
    )


def _stack(blocks: list[PartBlock]) -> list[tuple[PartBlock, float, float]]:
    """Return each box with its y and height, from the top down."""
    placed = []
    y = float(TOP - 14)
    for block in blocks:
        height = 34.0 + LINE * len(block.pins) + (18 if block.note else 0)
        placed.append((block, y, height))
        y += height + GAP
    return placed


def _box(
    block: PartBlock,
    y: float,
    height: float,
    build: Build,
    ends: dict[str, tuple[float, float]],
    left: bool,
) -> str:
    """Draw one part, and note the ends of its wires."""
    x = MARGIN if left else WIDTH - MARGIN - BOX_WIDTH
    edge = x + BOX_WIDTH if left else x
    anchor, inner = ("end", edge - 14) if left else ("start", edge + 14)
    wired = {wire.to: wire for wire in build.wires}
    lines = [
        f'<rect x="{x}" y="{y:g}" width="{BOX_WIDTH}" height="{height:g}" rx="10" '
        'fill="#f4f6f8" stroke="#8a97a3"/>',
        f'<text class="b" x="{x + 14}" y="{y + 23:g}">{escape(block.title)}</text>',
    ]
    if block.note:
        lines.append(f'<text class="n" x="{x + 14}" y="{y + 41:g}">{escape(block.note)}</text>')
    first = y + 46 + (18 if block.note else 0)
    for index, name in enumerate(block.pins):
        at = first + LINE * index
        key = f"{block.key}.{name}"
        words = escape(name)
        if key in wired:
            ends[key] = (edge, at - 4)
            pin = wired[key].pin
            words += f" — pin {pin}, {header.label(pin)}"
            lines.append(f'<circle cx="{edge}" cy="{at - 4:g}" r="5" fill="#1c1c1c"/>')
        else:
            words += f" — {escape(block.elsewhere[name])}"
        lines.append(f'<text x="{inner}" y="{at:g}" text-anchor="{anchor}">{words}</text>')
    return "\n".join(lines)


def _pin_at(pin: int) -> tuple[float, float]:
    return COLUMN_X[(pin - 1) % 2], TOP + (pin - 1) // 2 * PITCH


def _wire(wire: HeaderWire, end: tuple[float, float], colour: str) -> str:
    x, y = _pin_at(wire.pin)
    leftwards = end[0] < WIDTH / 2
    out = -1 if leftwards else 1
    # A wire to the other side passes between two pins of the nearer row.
    crossing = leftwards == (wire.pin % 2 == 0)
    start = f"M{x:g} {y:g}"
    if crossing:
        y += PITCH / 2
        x += out * 48
        start += f"L{x - out * 30:g} {y:g}L{x:g} {y:g}"
    bend = abs(end[0] - x) * 0.5
    path = (
        f"{start}C{x + out * bend:g} {y:g} {end[0] - out * bend:g} {end[1]:g} {end[0]:g} {end[1]:g}"
    )
    return f'<path class="h" d="{path}"/><path class="w" d="{path}" stroke="{colour}"/>'


def _header(build: Build) -> str:
    used = {wire.pin for wire in build.wires}
    x = COLUMN_X[0] - 24
    lines = [
        f'<rect x="{x:g}" y="{TOP - 24}" width="80" height="{PITCH * 20 + 18}" rx="8" '
        'fill="#2e3a44"/>',
        f'<text class="b" x="{WIDTH / 2:g}" y="{TOP - 34}" text-anchor="middle">'
        "header of the Pi</text>",
    ]
    for pin in range(1, header.PINS + 1):
        cx, cy = _pin_at(pin)
        fill = SUPPLY.get(header.kind(pin), "#0b5cad") if pin in used else "#77838d"
        lines.append(f'<circle cx="{cx:g}" cy="{cy:g}" r="11" fill="{fill}"/>')
        lines.append(f'<text class="p" x="{cx:g}" y="{cy + 3.5:g}">{pin}</text>')
    return "\n".join(lines)


def _colours(build: Build) -> dict[str, str]:
    """Return a colour for each wire: voltages as usual, signals in turn."""
    signals = sorted({wire.pin for wire in build.wires if header.kind(wire.pin) == "gpio"})
    return {
        wire.to: SUPPLY.get(header.kind(wire.pin))
        or SIGNALS[signals.index(wire.pin) % len(SIGNALS)]
        for wire in build.wires
    }
