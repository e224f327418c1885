"""Flat pictures on the walls of the drawn class: board, rules, map, and writing."""

import itertools
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from robot.media.synthetic.canvas import FINE_SHEET_PX_PER_M, Colour

BOARD: Colour = (36, 84, 66)
CHALK: Colour = (246, 246, 236)
CHALK_YELLOW: Colour = (250, 222, 120)
CHALK_PINK: Colour = (250, 178, 170)
CHALK_BLUE: Colour = (168, 212, 244)
Picture = NDArray[np.uint8]


class WallSheet:
    """Flat picture to draw on in metres from its upper left corner.

    Args:
        width_m, height_m: Its size.
        colour: Of the empty sheet.
        px_per_m: Its resolution.
    """

    def __init__(self, width_m: float, height_m: float, colour: Colour, px_per_m: float) -> None:
        self.px_per_m = px_per_m
        self.pixels: Picture = np.full(
            (round(height_m * px_per_m), round(width_m * px_per_m), 3), colour, np.uint8
        )

    def px(self, length_m: float) -> int:
        """Return a length in pixels, one at least."""
        return max(1, round(length_m * self.px_per_m))

    def place(self, spots: Sequence[tuple[float, float]]) -> NDArray[np.int32]:
        """Return pixels of points given in metres."""
        placed: NDArray[np.int32] = np.rint(np.array(spots) * self.px_per_m).astype(np.int32)
        return placed

    def spread(self, points: Sequence[tuple[float, float]]) -> NDArray[np.int32]:
        """Return pixels of points given as shares of width and height."""
        height, width = self.pixels.shape[:2]
        spread: NDArray[np.int32] = np.rint(np.array(points) * (width, height)).astype(np.int32)
        return spread

    def write(
        self,
        text: str,
        at: tuple[float, float],
        height_m: float,
        colour: Colour,
        weight: int = 500,
    ) -> None:
        """Write; `at` is the left end of the baseline, `height_m` that of a capital letter."""
        # A capital letter is about 0.73 of the type's size.
        size, fine = self.px(height_m / 0.73), round(height_m / 0.73 * FINE_SHEET_PX_PER_M)
        face = cv2.FontFace("sans")
        x, y = at
        # Word by word, as wide as on the finest sheet: letters are whole pixels wide.
        for word in text.split(" "):
            place = self.place([(x, y)])[0].tolist()
            cv2.putText(self.pixels, word, place, colour, face, size, weight=weight)
            wide = cv2.getTextSize((1, 1), word + " ", (0, 0), face, fine, weight=weight)
            x += wide[2] / FINE_SHEET_PX_PER_M

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: Colour, width_m: float
    ) -> None:
        """Draw a straight line."""
        first, last = self.place([start, end]).tolist()
        cv2.line(self.pixels, first, last, colour, self.px(width_m), cv2.LINE_AA)

    def ring(self, centre: tuple[float, float], radius_m: float, colour: Colour) -> None:
        """Draw a circle with a line of one centimetre."""
        place = self.place([centre])[0].tolist()
        width = max(2, self.px(0.010))
        cv2.circle(self.pixels, place, self.px(radius_m), colour, width, cv2.LINE_AA)

    def border(self, colour: Colour, width_m: float) -> None:
        """Draw a frame along the edges."""
        height, width = self.pixels.shape[:2]
        cv2.rectangle(self.pixels, (0, 0), (width - 1, height - 1), colour, self.px(width_m))

    def area(
        self, points: Sequence[tuple[float, float]], colour: Colour, outline: Colour | None = None
    ) -> None:
        """Fill a polygon given in shares of width and height."""
        placed = self.spread(points)
        cv2.fillPoly(self.pixels, [placed], colour, cv2.LINE_AA)
        if outline is not None:
            cv2.polylines(self.pixels, [placed], True, outline, self.px(0.006), cv2.LINE_AA)


def draw_board(width_m: float, height_m: float, px_per_m: float) -> WallSheet:
    """Return the board with the lesson, in capital letters of 14, 9, 6, 4 and 2.5 cm."""
    sheet = WallSheet(width_m, height_m, BOARD, px_per_m)
    board = sheet.pixels
    # The same traces at every resolution.
    wiped = np.full((round(height_m * 60), round(width_m * 60), 3), BOARD, np.uint8)
    rng = np.random.default_rng(7)
    for _ in range(26):  # traces of a sponge
        start = rng.integers(0, [wiped.shape[1], wiped.shape[0]])
        end = start + rng.integers(-60, 60, 2)
        cv2.line(wiped, start.tolist(), end.tolist(), (43, 93, 74), 8, cv2.LINE_AA)
    cv2.GaussianBlur(wiped, (0, 0), 2, dst=wiped)
    cv2.resize(wiped, board.shape[1::-1], dst=board, interpolation=cv2.INTER_LINEAR)
    sheet.write("Der Wasserkreislauf", (0.12, 0.24), 0.14, CHALK, 600)
    sheet.line((0.12, 0.30), (2.02, 0.30), CHALK_YELLOW, 0.012)
    for index, text in enumerate(
        ("1. Die Sonne wärmt das Meer.", "2. Wasser verdunstet.", "3. Wolken ziehen übers Land.")
    ):
        sheet.write(text, (0.14, 0.46 + index * 0.155), 0.09, CHALK)
    sheet.write("4. Es regnet, Bäche füllen Flüsse.", (0.14, 0.90), 0.06, CHALK_BLUE)
    sheet.write("Hausaufgabe: Buch S. 42, Nr. 3 a–c, bis Dienstag", (0.14, 1.03), 0.06, CHALK_PINK)
    sheet.write("Merke: Kein Tropfen geht verloren, er wechselt nur den Ort.", (0.14, 1.14), 0.04,
          CHALK_YELLOW, 400)  # fmt: skip
    sheet.write("Wer das lesen kann, sitzt ganz vorn – oder hat Karlsson dabei.", (0.14, 1.205),
                0.025, CHALK, 400)  # fmt: skip
    _draw_water_cycle(sheet)
    return sheet


def _draw_water_cycle(sheet: WallSheet) -> None:
    """Draw sun, sea, cloud, rain and mountain in chalk."""
    sheet.ring((2.36, 0.36), 0.09, CHALK_YELLOW)
    for turn in np.arange(0, 2 * np.pi, np.pi / 4):
        dx, dy = float(np.cos(turn)), float(np.sin(turn))
        sheet.line((2.36 + 0.12 * dx, 0.36 + 0.12 * dy), (2.36 + 0.17 * dx, 0.36 + 0.17 * dy),
              CHALK_YELLOW, 0.01)  # fmt: skip
    for x in (2.78, 2.90, 3.04):
        sheet.ring((x, 0.34 - (0.03 if x == 2.90 else 0)), 0.09, CHALK)
    for x in (2.74, 2.86, 2.98, 3.10):
        sheet.line((x, 0.47), (x - 0.03, 0.55), CHALK_BLUE, 0.009)
    peak = [(2.86, 0.86), (3.1, 0.62), (3.2, 0.72), (3.28, 0.64), (3.4, 0.86)]
    for start, end in itertools.pairwise(peak):
        sheet.line(start, end, CHALK, 0.011)
    for row in range(3):
        xs = np.linspace(2.0, 2.8, 40)
        wave = [(x, 0.84 + row * 0.045 + 0.012 * np.sin(x * 40 + row)) for x in xs]
        for start, end in itertools.pairwise(wave):
            sheet.line(start, end, CHALK_BLUE, 0.008)
    for x in (2.15, 2.3, 2.45):
        sheet.line((x, 0.76), (x + 0.03, 0.62), CHALK, 0.007)
    sheet.write("Meer", (2.2, 1.04), 0.04, CHALK_BLUE)
    sheet.write("Regen", (3.16, 0.52), 0.04, CHALK_BLUE)
    sheet.write("Gebirge", (2.98, 0.93), 0.04, CHALK)


def draw_rules(px_per_m: float) -> WallSheet:
    """Return the poster with the rules of the class."""
    paper = WallSheet(0.95, 1.2, (255, 250, 232), px_per_m)
    paper.border((222, 180, 110), 0.029)
    paper.write("Unsere Regeln", (0.1, 0.19), 0.072, (150, 70, 50), 700)
    lines = (
        "Wir hören einander zu.",
        "Wir melden uns.",
        "Wir helfen uns.",
        "Niemand wird ausgelacht.",
        "Fehler sind zum Lernen da.",
    )
    for index, line in enumerate(lines):
        y = 0.36 + index * 0.16
        paper.ring((0.13, y - 0.018), 0.012, (206, 118, 70))
        paper.write(line, (0.18, y), 0.04, (70, 60, 52), 500)
    return paper


def draw_map(px_per_m: float) -> WallSheet:
    """Return the map of Germany and its neighbours."""
    sheet = WallSheet(1.9, 1.25, (196, 224, 240), px_per_m)
    lands = (
        ([(0.40, 0.30), (0.47, 0.18), (0.60, 0.15), (0.68, 0.26), (0.64, 0.40), (0.68, 0.55),
          (0.58, 0.66), (0.46, 0.62), (0.42, 0.48)], (236, 206, 128)),
        ([(0.10, 0.38), (0.22, 0.30), (0.36, 0.36), (0.38, 0.52), (0.28, 0.60), (0.14, 0.54)],
         (206, 150, 160)),
        ([(0.70, 0.30), (0.86, 0.22), (0.94, 0.40), (0.84, 0.58), (0.72, 0.52)], (168, 204, 146)),
        ([(0.44, 0.70), (0.60, 0.70), (0.72, 0.66), (0.66, 0.86), (0.50, 0.88)], (232, 172, 120)),
    )  # fmt: skip
    for points, colour in lands:
        sheet.area(points, colour, outline=(120, 100, 80))
    sheet.border((140, 96, 60), 0.042)
    sheet.write("Deutschland und Nachbarn", (0.28, 0.12), 0.06, (70, 60, 60), 600)
    for text, at in (("Hamburg", (0.9, 0.32)), ("Berlin", (1.08, 0.42)), ("Köln", (0.8, 0.56)),
                     ("München", (1.02, 0.76))):  # fmt: skip
        sheet.write(text, at, 0.035, (80, 50, 50), 500)
    return sheet
