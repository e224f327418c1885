import numpy as np
import pytest

from robot.media.synthetic.canvas import PixelBox
from robot.media.synthetic.scene import FULL_PX_PER_DEG, Scene

EVERYWHERE = PixelBox(0, 0, 100_000, 100_000)
NOON = 1_700_000_000.0


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene(halvings=2)


def test_resolution_is_at_least_22_px_per_degree_and_fits_the_camera() -> None:
    assert FULL_PX_PER_DEG >= 22
    assert Scene.fit_for(4.0).px_per_deg == FULL_PX_PER_DEG / 4
    assert Scene.fit_for(17.0).px_per_deg == FULL_PX_PER_DEG


def test_the_class_moves_and_only_where_it_says(scene: Scene) -> None:
    scene.draw(NOON, EVERYWHERE)
    before = [plane.copy() for plane in scene.canvas.planes]
    boxes = scene.draw(NOON + 0.5, EVERYWHERE)
    assert boxes
    for index, plane in enumerate(before):
        now = scene.canvas.planes[index]
        assert (plane != now).any()
        for box in boxes:
            where = box.slices(half=index > 0)
            plane[where] = now[where]
        assert (plane == now).all()


def test_a_second_look_at_the_same_moment_changes_nothing_but_the_teacher(scene: Scene) -> None:
    scene.draw(NOON, EVERYWHERE)
    before = [plane.copy() for plane in scene.canvas.planes]
    scene.draw(NOON, EVERYWHERE)
    for plane, now in zip(before, scene.canvas.planes, strict=True):
        assert (plane == now).all()


def test_what_was_drawn_out_of_sight_is_right_when_it_is_seen() -> None:
    wandering, watching = Scene(halvings=3), Scene(halvings=3)
    width, height = wandering.canvas.width, wandering.canvas.height
    halves = [PixelBox(0, 0, width // 2, height), PixelBox(width // 2, 0, width, height)]
    for step in range(40):
        wandering.draw(NOON + step * 0.9, halves[step % 2])
    for moment in (NOON + 60, NOON + 60.2):
        wandering.draw(moment, EVERYWHERE)
        watching.draw(moment, EVERYWHERE)
    for one, other in zip(wandering.canvas.planes, watching.canvas.planes, strict=True):
        assert (one == other).mean() > 0.9999


def test_nothing_is_drawn_that_is_not_seen(scene: Scene) -> None:
    scene.draw(NOON, EVERYWHERE)
    assert scene.draw(NOON + 3.0, PixelBox(0, 0, 2, 2)) == []


def test_desks_stand_in_front_of_the_teacher(scene: Scene) -> None:
    rows = int((54 + 12) * scene.px_per_deg)
    columns = slice(int(110 * scene.px_per_deg), int(150 * scene.px_per_deg))
    desks = []
    for step in range(12):
        scene.draw(NOON + step * 2.2, EVERYWHERE)
        desks.append(scene.canvas.planes[0][rows, columns].astype(int).copy())
    assert np.median(np.ptp(desks, axis=0)) <= 2
