import numpy as np

from robot.board.photo import Photo


def test_a_part_has_the_colours_of_the_same_place() -> None:
    y = np.arange(64, dtype=np.uint8).reshape(8, 8)
    u, v = y[::2, ::2], y[1::2, 1::2]
    part = Photo(y, u, v).cut(2, 4, 6, 2)
    assert part.y.tolist() == y[4:6, 2:8].tolist()
    assert part.u.tolist() == u[2:3, 1:4].tolist()
    assert part.v.shape == (1, 3)
