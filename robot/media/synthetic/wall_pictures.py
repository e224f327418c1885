"""Flat pictures on the walls of the drawn class: board, rules, map, and writing."""

import itertools

import cv2
import numpy as np
from numpy.typing import NDArray

from robot.media.synthetic.canvas import Colour, Points

BOARD: Colour = (36, 84, 66)
CHALK: Colour = (246, 246, 236)
CHALK_YELLOW: Colour = (250, 222, 120)
CHALK_PINK: Colour = (250, 178, 170)
CHALK_BLUE: Colour = (168, 212, 244)
TEXTURE_PX_PER_M = 480
Picture = NDArray[np.uint8]


def write(
    picture: Picture,
    text: str,
    at: tuple[float, float],
    height_m: float,
    colour: Colour,
    weight: int = 500,
) -> None:
    """Write on a texture; `at` is the left end of the baseline in metres from the upper left."""
    place = (round(at[0] * TEXTURE_PX_PER_M), round(at[1] * TEXTURE_PX_PER_M))
    # A capital letter is about 0.73 of the type's size.
    size = round(height_m * TEXTURE_PX_PER_M / 0.73)
    cv2.putText(picture, text, place, colour, cv2.FontFace("sans"), size, weight=weight)


def texture(width_m: float, height_m: float, colour: Colour) -> Picture:
    """Return an empty sheet to draw on."""
    shape = (round(height_m * TEXTURE_PX_PER_M), round(width_m * TEXTURE_PX_PER_M), 3)
    return np.full(shape, colour, np.uint8)


def draw_board(width_m: float, height_m: float) -> Picture:
    """Return the board with the lesson, in capital letters of 14, 9, 6 and 4 cm."""
    board = texture(width_m, height_m, BOARD)
    wiped = np.full((board.shape[0] // 8, board.shape[1] // 8, 3), BOARD, np.uint8)
    rng = np.random.default_rng(7)
    for _ in range(26):  # traces of a sponge
        start = rng.integers(0, [wiped.shape[1], wiped.shape[0]])
        end = start + rng.integers(-60, 60, 2)
        cv2.line(wiped, start.tolist(), end.tolist(), (43, 93, 74), 8, cv2.LINE_AA)
    cv2.GaussianBlur(wiped, (0, 0), 2, dst=wiped)
    cv2.resize(wiped, board.shape[1::-1], dst=board, interpolation=cv2.INTER_LINEAR)
    write(board, "Der Wasserkreislauf", (0.12, 0.24), 0.14, CHALK, 600)
    _line(board, (0.12, 0.30), (2.02, 0.30), CHALK_YELLOW, 0.012)
    for index, text in enumerate(
        ("1. Die Sonne wärmt das Meer.", "2. Wasser verdunstet.", "3. Wolken ziehen übers Land.")
    ):
        write(board, text, (0.14, 0.46 + index * 0.155), 0.09, CHALK)
    write(board, "4. Es regnet, Bäche füllen Flüsse.", (0.14, 0.90), 0.06, CHALK_BLUE)
    write(board, "Hausaufgabe: Buch S. 42, Nr. 3 a–c, bis Dienstag", (0.14, 1.03), 0.06, CHALK_PINK)
    write(board, "Merke: Kein Tropfen geht verloren, er wechselt nur den Ort.", (0.14, 1.14), 0.04,
          CHALK_YELLOW, 400)  # fmt: skip
    _draw_water_cycle(board)
    return board


def _draw_water_cycle(board: Picture) -> None:
    """Draw sun, sea, cloud, rain and mountain in chalk."""
    _ring(board, (2.36, 0.36), 0.09, CHALK_YELLOW)
    for turn in np.arange(0, 2 * np.pi, np.pi / 4):
        dx, dy = float(np.cos(turn)), float(np.sin(turn))
        _line(board, (2.36 + 0.12 * dx, 0.36 + 0.12 * dy), (2.36 + 0.17 * dx, 0.36 + 0.17 * dy),
              CHALK_YELLOW, 0.01)  # fmt: skip
    for x in (2.78, 2.90, 3.04):
        _ring(board, (x, 0.34 - (0.03 if x == 2.90 else 0)), 0.09, CHALK)
    for x in (2.74, 2.86, 2.98, 3.10):
        _line(board, (x, 0.47), (x - 0.03, 0.55), CHALK_BLUE, 0.009)
    peak = [(2.86, 0.86), (3.1, 0.62), (3.2, 0.72), (3.28, 0.64), (3.4, 0.86)]
    for start, end in itertools.pairwise(peak):
        _line(board, start, end, CHALK, 0.011)
    for row in range(3):
        xs = np.linspace(2.0, 2.8, 40)
        wave = [(x, 0.84 + row * 0.045 + 0.012 * np.sin(x * 40 + row)) for x in xs]
        for start, end in itertools.pairwise(wave):
            _line(board, start, end, CHALK_BLUE, 0.008)
    for x in (2.15, 2.3, 2.45):
        _line(board, (x, 0.76), (x + 0.03, 0.62), CHALK, 0.007)
    write(board, "Meer", (2.2, 1.04), 0.04, CHALK_BLUE)
    write(board, "Regen", (3.16, 0.52), 0.04, CHALK_BLUE)
    write(board, "Gebirge", (2.98, 0.93), 0.04, CHALK)


def draw_rules() -> Picture:
    """Return the poster with the rules of the class."""
    paper = texture(0.95, 1.2, (255, 250, 232))
    cv2.rectangle(paper, (0, 0), (paper.shape[1] - 1, paper.shape[0] - 1), (222, 180, 110), 14)
    write(paper, "Unsere Regeln", (0.1, 0.19), 0.072, (150, 70, 50), 700)
    lines = (
        "Wir hören einander zu.",
        "Wir melden uns.",
        "Wir helfen uns.",
        "Niemand wird ausgelacht.",
        "Fehler sind zum Lernen da.",
    )
    for index, line in enumerate(lines):
        y = 0.36 + index * 0.16
        _ring(paper, (0.13, y - 0.018), 0.012, (206, 118, 70))
        write(paper, line, (0.18, y), 0.04, (70, 60, 52), 500)
    return paper


def draw_map() -> Picture:
    """Return the map of Germany and its neighbours."""
    sheet = texture(1.9, 1.25, (196, 224, 240))
    height, width = sheet.shape[:2]
    lands = (
        ([(0.40, 0.30), (0.47, 0.18), (0.60, 0.15), (0.68, 0.26), (0.64, 0.40), (0.68, 0.55),
          (0.58, 0.66), (0.46, 0.62), (0.42, 0.48)], (236, 206, 128)),
        ([(0.10, 0.38), (0.22, 0.30), (0.36, 0.36), (0.38, 0.52), (0.28, 0.60), (0.14, 0.54)],
         (206, 150, 160)),
        ([(0.70, 0.30), (0.86, 0.22), (0.94, 0.40), (0.84, 0.58), (0.72, 0.52)], (168, 204, 146)),
        ([(0.44, 0.70), (0.60, 0.70), (0.72, 0.66), (0.66, 0.86), (0.50, 0.88)], (232, 172, 120)),
    )  # fmt: skip
    for points, colour in lands:
        cv2.fillPoly(sheet, [scaled(points, width, height)], colour, cv2.LINE_AA)
        cv2.polylines(sheet, [scaled(points, width, height)], True, (120, 100, 80), 3, cv2.LINE_AA)
    cv2.rectangle(sheet, (0, 0), (width - 1, height - 1), (140, 96, 60), 20)
    write(sheet, "Deutschland und Nachbarn", (0.28, 0.12), 0.06, (70, 60, 60), 600)
    for text, at in (("Hamburg", (0.9, 0.32)), ("Berlin", (1.08, 0.42)), ("Köln", (0.8, 0.56)),
                     ("München", (1.02, 0.76))):  # fmt: skip
        write(sheet, text, at, 0.035, (80, 50, 50), 500)
    return sheet


def scaled(points: list[tuple[float, float]], width: int, height: int) -> NDArray[np.int32]:
    """Return pixels of points given as shares of width and height."""
    scaled: NDArray[np.int32] = np.rint(np.array(points) * (width, height)).astype(np.int32)
    return scaled


def _line(
    picture: Picture,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: Colour,
    width_m: float,
) -> None:
    ends: Points = np.array([start, end]) * TEXTURE_PX_PER_M
    first, last = np.rint(ends).astype(int).tolist()
    cv2.line(picture, first, last, colour, max(1, round(width_m * TEXTURE_PX_PER_M)), cv2.LINE_AA)


def _ring(picture: Picture, centre: tuple[float, float], radius_m: float, colour: Colour) -> None:
    place = (round(centre[0] * TEXTURE_PX_PER_M), round(centre[1] * TEXTURE_PX_PER_M))
    width = max(2, round(0.010 * TEXTURE_PX_PER_M))
    cv2.circle(picture, place, round(radius_m * TEXTURE_PX_PER_M), colour, width, cv2.LINE_AA)
