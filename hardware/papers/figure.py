"""PURE. Drawing of Karlsson in one signal, as the class sees it, in millimetres. No I/O."""

from collections.abc import Iterator

from hardware.papers.canvas import Disc, Point, Polyline, Rectangle, Shape, Squares
from hardware.papers.outfit import PLAIN, PaperLook, below_the_head, on_the_head
from hardware.signals.drawings import SIDE, Drawing, Face, rows
from hardware.signals.shapes import Colour, Signal

WIDTH, HEIGHT = 27.0, 29.0

NIGHT = "#1d2b38"
EDGE = "#8195a6"
SHINES = "#ffdf8a"
DARK_LED = "#31424f"
LAMP_OFF = "#42525f"

PITCH = 1.05
LED = 0.9
SMALL_PITCH = 0.38
SMALL_FACE = (17.5 * SMALL_PITCH + 1.15, 8 * SMALL_PITCH + 1.2)
"""Width and height."""
DOWN_MM = 3.6
"""Distance by which a head at rest sinks."""
MM_PER_DEG = 0.13


def figure(
    signal: Signal, x: float, y: float, raised: bool, look: PaperLook = PLAIN
) -> Iterator[Shape]:
    """Yield the robot with its top left corner at this place.

    Args:
        signal: The signal that it shows.
        x: Distance from the left.
        y: Distance from the top.
        raised: True if its hand is up.
        look: Its colours and clothes.
    """
    middle = x + WIDTH / 2
    yield from _arms(x, y, raised, look)
    yield Rectangle(middle - 1.6, y + 14.5, 3.2, 6.0, look.limb)
    yield Rectangle(middle - 7.0, y + 18.5, 14.0, 10.5, look.edge, 4.0)
    yield Rectangle(middle - 6.6, y + 18.9, 13.2, 9.7, look.shell, 3.7)
    yield from _ring(signal, middle, y + 23.8)
    sunk = DOWN_MM if signal.posture == "down" else -MM_PER_DEG * signal.tilt_offset_deg
    yield from below_the_head(look, middle, y + 17.4)
    yield from _head(signal, middle, y + 1.0 + sunk, look)
    yield from on_the_head(look, middle, y + 1.0 + sunk)
    if signal.nods:
        yield from _nod(x + WIDTH + 1.0, y + 8.5)


def eyes(face: Face, x: float, y: float, pitch: float, dark: bool) -> Iterator[Shape]:
    """Yield both eyes as LEDs draw them, 17.5 times the pitch wide.

    Args:
        face: Lit LEDs.
        x: Distance from the left.
        y: Distance from the top.
        pitch: Distance from one LED to the next.
        dark: True to show dark LEDs faintly.
    """
    side = pitch * LED
    both = ((face.right, x), (face.left, x + 9.5 * pitch))
    places = [
        (bool(row >> column & 1), (left + column * pitch, y + number * pitch))
        for cells, left in both
        for number, row in enumerate(rows(cells))
        for column in range(SIDE)
    ]
    shining = [place for lit, place in places if lit]
    if dark:
        # Lit squares must not cover dark ones, so each LED is drawn once.
        yield Squares([place for lit, place in places if not lit], side, DARK_LED)
    if shining:
        yield Squares(shining, side, SHINES)


def small_face(drawing: Drawing, x: float, y: float) -> Iterator[Shape]:
    """Yield the eyes alone on their dark glass."""
    yield Rectangle(x, y, *SMALL_FACE, NIGHT, 1.0)
    yield from eyes(drawing.looking(), x + 0.6, y + 0.6, SMALL_PITCH, dark=False)


def paint(colour: Colour, brightness: float = 1.0) -> str:
    """Return the colour of a lamp on paper: its light mixed with the dark lamp."""
    off = (0x42 / 255, 0x52 / 255, 0x5F / 255)
    mixed = (o + (c - o) * brightness for o, c in zip(off, colour, strict=True))
    return "#" + "".join(f"{round(255 * part):02x}" for part in mixed)


def main_drawing(signal: Signal) -> Drawing:
    """Return the drawing that the eyes show longest: the last, unless they repeat."""
    parts = signal.eyes.parts
    return parts[0][1] if signal.eyes.repeats else parts[-1][1]


def brightest(signal: Signal) -> float:
    """Return the greatest brightness of the ring."""
    most = max(value for _, value in signal.pattern.points)
    return 1.0 if signal.follows_level else most


def _arms(x: float, y: float, raised: bool, look: PaperLook) -> Iterator[Shape]:
    middle = x + WIDTH / 2
    yield Polyline([(middle - 6.4, y + 21.5), (middle - 8.6, y + 27.0)], look.limb, 2.0)
    if not raised:
        yield Polyline([(middle + 6.4, y + 21.5), (middle + 8.6, y + 27.0)], look.limb, 2.0)
        return
    wrist: Point = (x + WIDTH + 0.4, y + 10.5)
    yield Polyline([(middle + 6.2, y + 21.5), (x + WIDTH + 0.2, y + 18.0), wrist], look.limb, 2.0)
    yield Disc(wrist[0], wrist[1] - 1.2, 1.7, look.limb)
    for aside in (-1.5, -0.5, 0.5, 1.5):
        tip = (wrist[0] + 1.25 * aside, wrist[1] - 5.4 + abs(aside) * 0.5)
        yield Polyline([(wrist[0] + aside * 0.8, wrist[1] - 1.8), tip], look.limb, 0.75)


def _ring(signal: Signal, x: float, y: float) -> Iterator[Shape]:
    most = brightest(signal)
    yield Disc(x, y, 4.4, NIGHT)
    yield Disc(x, y, 2.9, paint(signal.colour, most**0.4) if most else LAMP_OFF, 1.6)


def _head(signal: Signal, middle: float, y: float, look: PaperLook) -> Iterator[Shape]:
    yield Rectangle(middle - 12.0, y, 24.0, 14.6, look.edge, 4.4)
    yield Rectangle(middle - 11.6, y + 0.4, 23.2, 13.8, look.shell, 4.0)
    yield Rectangle(middle - 10.4, y + 1.6, 20.8, 11.2, NIGHT, 2.8)
    left = middle - 17.5 * PITCH / 2
    yield from eyes(main_drawing(signal).looking(), left, y + 3.1, PITCH, dark=True)


def _nod(x: float, y: float) -> Iterator[Shape]:
    """Yield an arrow that goes down and up."""
    yield Polyline([(x, y - 2.2), (x, y + 2.2)], EDGE, 0.6)
    for end, way in ((y - 2.2, 1.0), (y + 2.2, -1.0)):
        yield Polyline([(x - 0.9, end + way), (x, end), (x + 0.9, end + way)], EDGE, 0.6)
