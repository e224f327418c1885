"""PURE. Dial of one axis as a line of text: limits, target, sent and measured angle. No I/O.

    left |----[------------+----x-o------]------| right   +21.4 deg  2291 steps  load 12 %  31 C

The robot's left is on the left, and so is up. Symbols that the terminal lacks become
ASCII; colour only helps.
"""

from dataclasses import dataclass

from hardware.setup.axes import AxisReading

RED, GREEN, YELLOW, END = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"
HOT_C = 60.0
HEAVY_LOAD = 0.5
LEAST_WIDTH, MOST_WIDTH = 21, 61


@dataclass(frozen=True, slots=True)
class Style:
    """Abilities of the terminal.

    Args:
        unicode: Lines and arrows beyond ASCII.
        colour: ANSI colours.
        compact: Everything that changes must fit on one line.
    """

    unicode: bool = False
    colour: bool = False
    compact: bool = False

    def paint(self, colour: str, text: str) -> str:
        """Return the text in this colour, if the terminal has colours."""
        return f"{colour}{text}{END}" if self.colour else text


@dataclass(frozen=True, slots=True)
class Dial:
    """Content of one dial, in degrees; None is unknown.

    Args:
        span: Both ends of the line.
        limits: Range of the axis.
        target: Target, if it differs from the angle sent.
        sent: Angle sent to the servo.
        present: Measured angle.
    """

    span: tuple[float, float]
    limits: tuple[float, float] | None = None
    target: float | None = None
    sent: float | None = None
    present: float | None = None


def line(dial: Dial, width: int, style: Style) -> str:
    """Return the line in the given width, within LEAST_WIDTH and MOST_WIDTH."""
    width = min(max(width, LEAST_WIDTH), MOST_WIDTH)
    low, high = dial.span

    def place(angle_deg: float) -> int:
        share = (high - angle_deg) / (high - low) if high > low else 0.5
        return round(min(max(share, 0.0), 1.0) * (width - 1))

    marks = ["─" if style.unicode else "-"] * width
    marks[place(0.0)] = "┼" if style.unicode else "+"
    if dial.limits is not None:
        marks[place(dial.limits[1])] = style.paint(YELLOW, "[")
        marks[place(dial.limits[0])] = style.paint(YELLOW, "]")
    if dial.target is not None:
        marks[place(dial.target)] = "◇" if style.unicode else "*"
    if dial.sent is not None:
        marks[place(dial.sent)] = "×" if style.unicode else "x"
    if dial.present is not None:
        outside = dial.limits is not None and not dial.limits[0] <= dial.present <= dial.limits[1]
        colour = RED if outside else GREEN
        marks[place(dial.present)] = style.paint(colour, "●" if style.unicode else "o")
    return "|" + "".join(marks) + "|"


def numbers(
    reading: AxisReading, angle_deg: float | None, unit: str, style: Style, load: str = "load"
) -> str:
    """Return the servo's readings in numbers, without unknown ones."""
    degree, celsius = ("°", "°C") if style.unicode else (" deg", "C")
    parts = [] if angle_deg is None else [f"{angle_deg:+6.1f}{degree}"]
    if reading.raw is not None:
        parts.append(f"{reading.raw:.0f} {unit}".strip())
    if reading.load is not None:
        heavy = abs(reading.load) >= HEAVY_LOAD
        text = f"{load} {abs(reading.load):3.0%}"
        parts.append(style.paint(RED, text) if heavy else text)
    if reading.temperature_c is not None:
        hot = reading.temperature_c >= HOT_C
        text = f"{reading.temperature_c:.0f} {celsius}"
        parts.append(style.paint(RED, text) if hot else text)
    if reading.volts is not None:
        parts.append(f"{reading.volts:.1f} V")
    return "  ".join(parts)
