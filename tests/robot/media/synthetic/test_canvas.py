import numpy as np
import pytest

from robot.media.synthetic.canvas import Canvas, PixelBox, angles, yuv


def test_angles_are_positive_to_the_left_and_up() -> None:
    points = np.array([[0.0, 0, 1], [-1, 0, 1], [0, 1, 1], [1, 0, 0]])
    expected = [[0, 0], [45, 0], [0, 45], [-90, 0]]
    assert np.allclose(angles(points), expected)


def test_a_canvas_covers_more_than_180_by_60_degrees_in_three_planes() -> None:
    canvas = Canvas(22.0)
    assert canvas.width / 22 >= 180
    assert canvas.height / 22 >= 60
    y, u, v = canvas.planes
    assert u.shape == v.shape == (y.shape[0] // 2, y.shape[1] // 2)
    half = canvas.halved().halved()
    assert half.planes[0].shape == (y.shape[0] // 4, y.shape[1] // 4)
    assert half.planes[1].shape == (y.shape[0] // 8, y.shape[1] // 8)


def test_colours_are_those_of_bt_601() -> None:
    assert yuv((0, 0, 0)) == (16, 128, 128)
    assert yuv((255, 255, 255)) == (235, 128, 128)
    assert yuv((255, 0, 0)) == (82, 90, 240)


def test_a_wall_is_filled_where_it_stands() -> None:
    canvas = Canvas(8.0)
    canvas.surface([(-1, 1, 2), (1, 1, 2), (1, -1, 2), (-1, -1, 2)], (255, 255, 255))
    inside, outside = canvas.pixels(np.array([[20.0, 15.0], [40.0, 0.0]])).round().astype(int)
    assert canvas.planes[0][inside[1], inside[0]] == 235
    assert canvas.planes[0][outside[1], outside[0]] == 16
    assert canvas.planes[1][inside[1] // 2, inside[0] // 2] == 128


def test_a_picture_on_a_wall_is_upright_and_not_mirrored() -> None:
    canvas = Canvas(8.0)
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[:50, :100] = (255, 0, 0)
    canvas.paste(lambda: picture, (-2, 1, 3), (4, 0, 0), (0, -2, 0))
    for pan, tilt, red in ((20, 10, True), (-20, 10, False), (20, -10, False)):
        x, y = canvas.pixels(np.array([[pan, tilt]], float))[0].round().astype(int)
        assert bool(canvas.planes[2][y // 2, x // 2] > 200) is red


def test_boxes_are_even_and_stay_on_the_canvas() -> None:
    canvas = Canvas(8.0)
    box = canvas.box(np.array([[-50.3, 11.2], [101.7, 99999.0]]))
    assert (box.left, box.right % 2, box.top % 2, box.bottom) == (0, 0, 0, canvas.height)
    assert PixelBox(4, 4, 4, 9).empty
    assert not PixelBox(0, 0, 4, 4).overlaps(PixelBox(4, 0, 8, 4))


def test_a_part_is_restored_from_another_canvas() -> None:
    clean = Canvas(8.0)
    drawn = clean.copy()
    drawn.ellipse((100, 100), (20, 10), (255, 0, 0))
    drawn.lines(np.array([[[90.0, 90.0], [110.0, 110.0]]]), (0, 0, 255), 3)
    assert (drawn.planes[2] != clean.planes[2]).any()
    drawn.restore(clean, PixelBox(70, 80, 130, 120))
    for plane, original in zip(drawn.planes, clean.planes, strict=True):
        assert (plane == original).all()


@pytest.mark.parametrize("count", [1, 3])
def test_straight_edges_are_bent_in_small_steps(count: int) -> None:
    canvas = Canvas(8.0)
    line = canvas.outline([(-3, 1, 3), (3, 1, 3)] * count, closed=False)
    steps = np.abs(np.diff(line, axis=0)).max(axis=1)
    assert steps.max() < 4 * 8
