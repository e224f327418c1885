import numpy as np

from robot.media.synthetic import room
from robot.media.synthetic.canvas import Canvas, angles


def test_letters_of_four_sizes_stand_on_the_board() -> None:
    canvas = Canvas(24.0)
    room.draw_room(canvas)
    left, top = room.BOARD_LEFT, room.BOARD_TOP
    for down, height_m in ((0.24, 0.14), (0.46, 0.09), (1.03, 0.06), (1.14, 0.04)):
        corners = np.array(
            [
                (left + 0.15, top - down + height_m, room.FRONT_Z),
                (left + 1.2, top - down, room.FRONT_Z),
            ]
        )
        (x0, y0), (x1, y1) = canvas.pixels(angles(corners)).round().astype(int)
        text = canvas.planes[0][y0:y1, x0:x1].astype(int)
        assert y1 - y0 >= 11, "a letter of 4 cm is at least 11 px high"
        assert text.max() - text.min() > 90


def test_the_room_is_lit_from_its_windows() -> None:
    canvas = Canvas(8.0)
    room.draw_room(canvas)
    y = canvas.planes[0]
    assert y[:40].mean() > y[-40:].mean(), "ceiling above floor"
    assert canvas.planes[1].std() > 4
