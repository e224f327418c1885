"""PURE. Sheets with many robots side by side, for documents. No I/O."""

from html import escape

from hardware.contract.interfaces import LightState
from hardware.papers.pose.figure import HEIGHT, WIDTH, Moment, definitions, figure
from hardware.papers.pose.moment import lights_at, of_signal
from hardware.signals.table import SIGNAL_TABLE

COLUMNS = 5
LABEL = 46
MARGIN = 16
PAPER = "#fbf7ef"
INK = "#3a2c18"

BLUE = (0.125, 0.275, 0.5)
PRESENT = lights_at("present", 1.0)
POSES: tuple[tuple[str, str, Moment], ...] = (
    ("straight ahead", "0°, 0°", Moment(lights=PRESENT)),
    ("to its left", "pan 60°", Moment(60.0, 0.0, lights=PRESENT)),
    ("to its right", "pan -90°", Moment(-90.0, 0.0, lights=PRESENT)),
    ("up to the board", "tilt 30°", Moment(0.0, 30.0, lights=PRESENT)),
    ("to its own table", "pan -25°, tilt -25°", Moment(-25.0, -25.0, lights=PRESENT)),
    ("raises its arm", "hand 90°", Moment(15.0, 5.0, 1.0, lights_at("hand", 1.0))),
    ("arm half way", "hand 45°", Moment(15.0, 5.0, 0.5, lights_at("hand", 1.0))),
    ("at rest", "tilt -30°", of_signal("asleep")),
    ("no arm: eyes wave", "", Moment(0.0, 0.0, 0.0, lights_at("hand", 1.0, False), False)),
    ("two LEDs an eye", "", Moment(-20.0, 5.0, 0.0, LightState(*BLUE, 1.0))),
)


def signals() -> str:
    """Return all signals, each with its name."""
    return _sheet(
        [
            (signal.words["en"], signal.name, of_signal(name))
            for name, signal in SIGNAL_TABLE.items()
        ]
    )


def poses() -> str:
    """Return poses of head and hand, each with its name."""
    return _sheet(list(POSES))


PICTURES = {"body-signals.svg": signals, "body-poses.svg": poses}


def _sheet(entries: list[tuple[str, str, Moment]]) -> str:
    columns = min(COLUMNS, len(entries))
    rows = -(-len(entries) // columns)
    width = columns * WIDTH + 2 * MARGIN
    height = rows * (HEIGHT + LABEL) + 2 * MARGIN
    cells = [
        _cell(entry, MARGIN + WIDTH * (i % columns), MARGIN + (HEIGHT + LABEL) * (i // columns))
        for i, entry in enumerate(entries)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="system-ui,sans-serif" text-anchor="middle" fill="{INK}">\n'
        f"{definitions()}\n"
        f'<rect width="{width}" height="{height}" rx="18" fill="{PAPER}"/>\n'
        + "\n".join(cells)
        + "\n</svg>\n"
    )


def _cell(entry: tuple[str, str, Moment], x: int, y: int) -> str:
    title, detail, moment = entry
    middle = WIDTH // 2
    return (
        f'<g transform="translate({x} {y})">\n{figure(moment)}\n'
        f'<text x="{middle}" y="{HEIGHT + 14}" font-size="15" font-weight="700">'
        f"{escape(title)}</text>"
        f'<text x="{middle}" y="{HEIGHT + 32}" font-size="12" opacity="0.75">'
        f"{escape(detail)}</text>\n</g>"
    )
