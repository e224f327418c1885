import numpy as np

from robot.media.synthetic.wall_pictures import (
    WallSheet,
    draw_board,
    draw_map,
    draw_rules,
)


def test_the_board_has_umlauts() -> None:
    plain, marked = (WallSheet(1.0, 0.3, (0, 0, 0), 480) for _ in range(2))
    plain.write("uber", (0.05, 0.2), 0.1, (255, 255, 255))
    marked.write("über", (0.05, 0.2), 0.1, (255, 255, 255))
    above, letter = slice(0, plain.px(0.115)), slice(0, plain.px(0.12))
    assert marked.pixels[above, letter].sum() > plain.pixels[above, letter].sum()


def test_a_finer_sheet_shows_the_same() -> None:
    for draw in (lambda px: draw_board(3.5, 1.25, px), draw_rules, draw_map):
        coarse, fine = draw(480).pixels, draw(960).pixels
        height, width = coarse.shape[:2]
        assert fine.shape[:2] == (2 * height, 2 * width)
        shrunk = fine.reshape(height, 2, width, 2, 3).mean(axis=(1, 3))
        assert np.abs(shrunk - coarse).mean() < 7
