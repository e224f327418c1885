import itertools
from pathlib import Path

import numpy as np
import pytest

from robot.media.devices.testcard import CODE_MS, write_time_code
from robot.media.types.spec import Size
from tests.bench.networks.loop import (
    below_code,
    luma,
    next_due_s,
    open_loop,
    picture_at,
    picture_bytes,
)

NOON_S = 1_800_000_000.0
SIZE = Size(32, 40, 30)


def test_pictures_go_there_and_back_without_a_jump() -> None:
    start_ms = int(NOON_S) * 1000
    shown = [picture_at(start_ms + step * 1000 // 30 + 10, 5) for step in range(40)]
    assert set(shown) == set(range(5))
    assert all(abs(a - b) == 1 for a, b in itertools.pairwise(shown))


def test_a_stamp_names_the_same_picture_as_the_time_it_was_made_of() -> None:
    for stamp_ms in range(int(NOON_S) * 1000, int(NOON_S) * 1000 + 500, 7):
        assert picture_at(stamp_ms, 120) == picture_at(stamp_ms % CODE_MS, 120)


@pytest.mark.parametrize("count", [0, 1])
def test_one_picture_is_always_that_one(count: int) -> None:
    assert picture_at(123_456, count) == 0


@pytest.mark.parametrize("start_s", [NOON_S, CODE_MS / 1000 * 107_000 - 0.5])
def test_each_picture_is_due_once_even_for_a_sender_that_is_late(start_s: float) -> None:
    now_s, shown = start_s, []
    for late_ms in [0, 3, 8, 1, 15, 0, 9, 2] * 5:
        due_s = next_due_s(now_s)
        assert 0 < due_s - now_s < 2 / 30
        now_s = due_s + late_ms / 1000
        shown.append(picture_at(int(now_s * 1000), 120))
    steps = [abs(a - b) for a, b in itertools.pairwise(shown)]
    # Where the code begins anew the loop jumps, and the last period is a short one.
    assert steps.count(1) >= len(steps) - 2


def test_a_prepared_picture_is_read_as_it_was_written(tmp_path: Path) -> None:
    pictures = np.arange(2 * picture_bytes(SIZE), dtype=np.uint64).astype(np.uint8)
    path = tmp_path / "pictures.i420"
    path.write_bytes(pictures.tobytes())
    found = open_loop(path, SIZE)
    assert found.shape == (2, 32 * 40 * 3 // 2)
    plane = luma(found[1], SIZE)
    assert plane.shape == (40, 32)
    np.testing.assert_array_equal(plane.reshape(-1), pictures[picture_bytes(SIZE) :][: 32 * 40])


def test_what_is_compared_has_no_code_on_it() -> None:
    plane = np.full((720, 1280), 77, np.uint8)
    write_time_code(plane, 1_234_567)
    assert not (plane == 77).all()
    rest = below_code(plane)
    assert (rest == 77).all()
    assert rest.shape == (648, 1280)
