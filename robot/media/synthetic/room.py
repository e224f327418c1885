"""Still parts of the drawn class: walls, windows, door, board, coat rack."""

import cv2
import numpy as np

from robot.media.synthetic.canvas import (
    PAN_MAX_DEG,
    TILT_MAX_DEG,
    TILT_MIN_DEG,
    Canvas,
    Colour,
)
from robot.media.synthetic.wall_pictures import (
    CHALK,
    CHALK_PINK,
    CHALK_YELLOW,
    Picture,
    WallSheet,
    draw_board,
    draw_map,
    draw_rules,
)

LEFT_X, RIGHT_X = -3.7, 3.5
FRONT_Z, BACK_Z = 4.0, -3.6
FLOOR_Y, CEILING_Y = -1.15, 1.8

WALL: Colour = (244, 229, 203)
WALL_LEFT: Colour = (236, 217, 188)
WALL_RIGHT: Colour = (249, 236, 212)
SKIRTING: Colour = (168, 120, 82)
FLOOR: Colour = (202, 156, 108)
PLANK: Colour = (178, 132, 88)
CEILING: Colour = (250, 246, 238)
LAMP: Colour = (255, 253, 244)
WOOD: Colour = (176, 122, 74)
DARK_WOOD: Colour = (126, 82, 50)
SKY_TOP: Colour = (122, 184, 236)
SKY_LOW: Colour = (214, 236, 250)
FRAME: Colour = (252, 250, 246)
LEAF: Colour = (104, 160, 84)
LEAF_DARK: Colour = (74, 128, 66)


TILT_MEAN_DEG = (TILT_MAX_DEG + TILT_MIN_DEG) / 2
BOARD_LEFT, BOARD_TOP, BOARD_WIDTH, BOARD_HEIGHT = -1.95, 1.14, 3.5, 1.25


def draw_room(canvas: Canvas) -> None:
    """Draw everything behind the people."""
    _draw_shell(canvas)
    _draw_windows(canvas)
    _draw_door(canvas)
    _draw_front(canvas)
    _draw_right_wall(canvas)
    _shade(canvas)


def _draw_shell(canvas: Canvas) -> None:
    """Draw ceiling, floor and walls of a box-shaped room."""
    everything = np.array([[140.0, 60.0], [-140.0, 60.0], [-140.0, -70.0], [140.0, -70.0]])
    canvas.fill(canvas.pixels(everything), FLOOR)
    above = np.array([[140.0, 60.0], [-140.0, 60.0], [-140.0, 0.0], [140.0, 0.0]])
    canvas.fill(canvas.pixels(above), CEILING)
    _draw_planks(canvas)
    _draw_lamps(canvas)
    back = BACK_Z
    _wall(canvas, (LEFT_X, back), (LEFT_X, FRONT_Z), WALL_LEFT)
    _wall(canvas, (RIGHT_X, FRONT_Z), (RIGHT_X, back), WALL_RIGHT)
    _wall(canvas, (LEFT_X, FRONT_Z), (RIGHT_X, FRONT_Z), WALL)


def _wall(
    canvas: Canvas, start: tuple[float, float], end: tuple[float, float], colour: Colour
) -> None:
    (x0, z0), (x1, z1) = start, end
    canvas.surface(
        [(x0, CEILING_Y, z0), (x1, CEILING_Y, z1), (x1, FLOOR_Y, z1), (x0, FLOOR_Y, z0)], colour
    )
    canvas.surface(
        [(x0, FLOOR_Y + 0.12, z0), (x1, FLOOR_Y + 0.12, z1), (x1, FLOOR_Y, z1), (x0, FLOOR_Y, z0)],
        SKIRTING,
    )
    canvas.edge([(x0, CEILING_Y, z0), (x1, CEILING_Y, z1)], (226, 210, 186), 5)


def _draw_planks(canvas: Canvas) -> None:
    for x in np.arange(LEFT_X, RIGHT_X, 0.28):
        canvas.edge([(x, FLOOR_Y, -1.2), (x, FLOOR_Y, FRONT_Z)], PLANK, 2)
    for index, z in enumerate(np.arange(-1.0, FRONT_Z, 0.55)):
        for x in np.arange(LEFT_X + 0.28 * (index % 2), RIGHT_X - 0.3, 0.56):
            canvas.edge([(x, FLOOR_Y, z), (x + 0.28, FLOOR_Y, z)], PLANK, 2)


def _draw_lamps(canvas: Canvas) -> None:
    for z in (0.9, 2.6):
        for x in (-1.6, 1.5):
            lamp = [
                (x - 0.75, CEILING_Y, z + 0.15),
                (x + 0.75, CEILING_Y, z + 0.15),
                (x + 0.75, CEILING_Y, z - 0.15),
                (x - 0.75, CEILING_Y, z - 0.15),
            ]
            canvas.surface(lamp, LAMP)
            canvas.edge(lamp, (216, 210, 198), 3, closed=True)


def _draw_windows(canvas: Canvas) -> None:
    for start in (-1.9, -0.25, 1.4):
        _draw_window(canvas, start, start + 1.4)
    _sill(canvas)


def _draw_window(canvas: Canvas, z0: float, z1: float) -> None:
    bottom, top = -0.15, 1.45
    canvas.paste(
        lambda: _view(z0, z1 - z0, top - bottom, canvas.sheet_px_per_m),
        (LEFT_X, top, z0),
        (0, 0, z1 - z0),
        (0, bottom - top, 0),
    )


def _view(z0: float, width_m: float, height_m: float, px_per_m: float) -> Picture:
    """Return what is seen through a window."""
    sheet = WallSheet(width_m, height_m, SKY_TOP, px_per_m)
    view = sheet.pixels
    height, width = view.shape[:2]
    share = np.linspace(0, 1, height)[:, None]
    sky = np.array(SKY_TOP) * (1 - share) + np.array(SKY_LOW) * share
    view[:] = sky[:, None, :].astype(np.uint8)
    for left, up, size in ((0.2, 0.3, 0.16), (0.75, 0.22, 0.2), (0.55, 0.5, 0.11)):
        _cloud(sheet, left + 0.12 * np.sin(z0 * 5), up, size)
    hill = [(0, 0.78), (0.3, 0.70), (0.65, 0.76), (1, 0.68), (1, 1), (0, 1)]
    sheet.area(hill, (150, 190, 120))
    tree_x = 0.3 + 0.35 * abs(np.sin(z0 * 3))
    _tree(sheet, tree_x)
    line = sheet.px(0.04)
    sheet.border(FRAME, 0.06)
    cv2.line(view, (width // 2, 0), (width // 2, height), FRAME, line)
    cv2.line(view, (0, height * 3 // 10), (width, height * 3 // 10), FRAME, line // 2)
    return view


def _cloud(sheet: WallSheet, left: float, up: float, size: float) -> None:
    height, width = sheet.pixels.shape[:2]
    for shift, lift, part in (
        (-0.7, 0.1, 0.55),
        (0, 0, 0.75),
        (0.7, 0.08, 0.6),
        (0.25, -0.25, 0.6),
    ):
        centre = (round((left + shift * size) * width), round(up * height + lift * size * width))
        radius = round(part * size * width / 1.6)
        cv2.circle(sheet.pixels, centre, radius, (252, 252, 252), -1, cv2.LINE_AA)


def _tree(sheet: WallSheet, at: float) -> None:
    height, width = sheet.pixels.shape[:2]
    trunk = [(at - 0.03, 0.95), (at - 0.02, 0.6), (at + 0.02, 0.6), (at + 0.03, 0.95)]
    sheet.area(trunk, DARK_WOOD)
    for dx, dy, size, colour in (
        (0.0, 0.5, 0.17, LEAF_DARK),
        (-0.09, 0.56, 0.12, LEAF),
        (0.1, 0.54, 0.13, LEAF),
        (0.01, 0.42, 0.11, LEAF),
    ):
        centre = (round((at + dx) * width), round(dy * height))
        cv2.circle(sheet.pixels, centre, round(size * width), colour, -1, cv2.LINE_AA)


def _sill(canvas: Canvas) -> None:
    x, y = LEFT_X + 0.16, -0.17
    canvas.surface(
        [(LEFT_X, y, -2.0), (LEFT_X, y, 2.95), (x, y, 2.95), (x, y, -2.0)], (230, 222, 208)
    )
    canvas.surface(
        [(x, y, -2.0), (x, y, 2.95), (x, y - 0.06, 2.95), (x, y - 0.06, -2.0)], (206, 194, 174)
    )
    for z in (-0.6, 0.75, 2.3):
        _plant(canvas, (LEFT_X + 0.1, y, z))


def _plant(canvas: Canvas, foot: tuple[float, float, float]) -> None:
    x, y, z = foot
    for dz, dy in ((-0.1, 0.3), (0.0, 0.36), (0.1, 0.28), (-0.05, 0.4), (0.06, 0.38)):
        canvas.surface(
            [(x, y + 0.12, z - 0.02), (x, y + dy, z + dz), (x, y + 0.12, z + 0.03)],
            LEAF if dz > 0 else LEAF_DARK,
        )
    canvas.surface(
        [(x, y + 0.16, z - 0.1), (x, y + 0.16, z + 0.1), (x, y, z + 0.07), (x, y, z - 0.07)],
        (196, 104, 70),
    )


def _draw_door(canvas: Canvas) -> None:
    x, z0, z1, top = RIGHT_X, 2.9, 1.95, FLOOR_Y + 2.08
    canvas.surface(
        [(x, top + 0.07, z0 + 0.07), (x, top + 0.07, z1 - 0.07), (x, FLOOR_Y, z1 - 0.07),
         (x, FLOOR_Y, z0 + 0.07)],
        FRAME,
    )  # fmt: skip
    canvas.surface([(x, top, z0), (x, top, z1), (x, FLOOR_Y, z1), (x, FLOOR_Y, z0)], (98, 142, 168))
    for low, high in ((0.18, 0.95), (1.1, 1.9)):
        canvas.surface(
            [(x, FLOOR_Y + high, z0 - 0.14), (x, FLOOR_Y + high, z1 + 0.14),
             (x, FLOOR_Y + low, z1 + 0.14), (x, FLOOR_Y + low, z0 - 0.14)],
            (118, 162, 188),
        )  # fmt: skip
    handle = [(x - 0.02, FLOOR_Y + 1.02, z0 - 0.08), (x - 0.02, FLOOR_Y + 1.02, z0 - 0.22)]
    canvas.edge(handle, (214, 206, 190), 7)

    def sign() -> Picture:
        sheet = WallSheet(0.5, 0.14, (252, 250, 244), canvas.sheet_px_per_m)
        sheet.write("Klasse 4b", (0.05, 0.1), 0.065, (70, 60, 50), 600)
        return sheet.pixels

    canvas.paste(sign, (x - 0.01, top + 0.27, z0 - 0.22), (0, 0, -0.5), (0, -0.14, 0))


def _draw_front(canvas: Canvas) -> None:
    _draw_alphabet(canvas)
    frame = 0.06
    canvas.surface(
        [(BOARD_LEFT - frame, BOARD_TOP + frame, FRONT_Z),
         (BOARD_LEFT + BOARD_WIDTH + frame, BOARD_TOP + frame, FRONT_Z),
         (BOARD_LEFT + BOARD_WIDTH + frame, BOARD_TOP - BOARD_HEIGHT - frame, FRONT_Z),
         (BOARD_LEFT - frame, BOARD_TOP - BOARD_HEIGHT - frame, FRONT_Z)],
        WOOD,
    )  # fmt: skip
    canvas.paste(
        lambda: draw_board(BOARD_WIDTH, BOARD_HEIGHT, canvas.sheet_px_per_m).pixels,
        (BOARD_LEFT, BOARD_TOP, FRONT_Z),
        (BOARD_WIDTH, 0, 0),
        (0, -BOARD_HEIGHT, 0),
    )
    _draw_chalk_tray(canvas)
    canvas.paste(
        lambda: draw_rules(canvas.sheet_px_per_m).pixels,
        (-3.3, 0.95, FRONT_Z),
        (0.95, 0, 0),
        (0, -1.2, 0),
    )


def _draw_alphabet(canvas: Canvas) -> None:
    colours = ((196, 84, 66), (66, 122, 168), (88, 142, 74), (206, 148, 52))

    def strip() -> Picture:
        sheet = WallSheet(3.5, 0.17, (255, 251, 240), canvas.sheet_px_per_m)
        for index, letter in enumerate("AÄBCDEFGHIJKLMNOÖPQRSTUÜVWXYZ"):
            pair = f"{letter}{letter.lower()}"
            sheet.write(pair, (0.035 + index * 0.1185, 0.115), 0.055, colours[index % 4], 600)
        return sheet.pixels

    canvas.paste(strip, (-1.95, 1.46, FRONT_Z), (3.5, 0, 0), (0, -0.17, 0))


def _draw_chalk_tray(canvas: Canvas) -> None:
    y, z = BOARD_TOP - BOARD_HEIGHT - 0.06, FRONT_Z - 0.09
    x0, x1 = BOARD_LEFT - 0.06, BOARD_LEFT + BOARD_WIDTH + 0.06
    canvas.surface([(x0, y, FRONT_Z), (x1, y, FRONT_Z), (x1, y, z), (x0, y, z)], (198, 146, 96))
    canvas.surface([(x0, y, z), (x1, y, z), (x1, y - 0.035, z), (x0, y - 0.035, z)], DARK_WOOD)
    for x, colour in ((-0.4, CHALK), (-0.25, CHALK_YELLOW), (-0.1, CHALK_PINK)):
        canvas.edge([(x, y + 0.015, z + 0.03), (x + 0.08, y + 0.015, z + 0.03)], colour, 5)
    canvas.surface(
        [(0.9, y + 0.06, z + 0.03), (1.12, y + 0.06, z + 0.03), (1.12, y, z + 0.03),
         (0.9, y, z + 0.03)],
        (226, 190, 90),
    )  # fmt: skip


def _draw_right_wall(canvas: Canvas) -> None:
    canvas.paste(
        lambda: draw_map(canvas.sheet_px_per_m).pixels,
        (RIGHT_X, 1.15, 1.35),
        (0, 0, -1.9),
        (0, -1.25, 0),
    )
    for z in np.arange(0.4, -3.2, -0.22):
        canvas.edge([(RIGHT_X - 0.02, -0.3, z), (RIGHT_X - 0.02, -0.36, z)], DARK_WOOD, 6)
    bags = ((196, 92, 78), (84, 132, 176), (224, 176, 84), (112, 158, 96), (158, 112, 170))
    for index, colour in enumerate(bags):
        z = 0.29 - index * 0.44
        canvas.surface(
            [(RIGHT_X - 0.1, -0.36, z + 0.12), (RIGHT_X - 0.1, -0.36, z - 0.12),
             (RIGHT_X - 0.1, -0.78, z - 0.15), (RIGHT_X - 0.1, -0.78, z + 0.15)],
            colour,
        )  # fmt: skip


def _shade(canvas: Canvas) -> None:
    """Apply daylight from the left, with slightly darker corners."""
    luma = canvas.planes[0]
    rows, columns = luma.shape
    window = canvas.window
    pan = np.linspace(window.left_deg, window.right_deg, 64, dtype=np.float32)[None, :]
    pan = pan / PAN_MAX_DEG
    tilt = np.linspace(window.top_deg, window.bottom_deg, 32, dtype=np.float32)[:, None]
    tilt = (tilt - TILT_MEAN_DEG) / (TILT_MAX_DEG - TILT_MEAN_DEG)
    light = 1.0 + 0.05 * pan - 0.07 * np.abs(tilt) ** 2 - 0.05 * (tilt < -0.2) * -tilt
    gain = cv2.resize(light.astype(np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    cv2.multiply(luma, gain, dst=luma, dtype=cv2.CV_8U)
