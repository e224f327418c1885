import math
from contextlib import closing

import numpy as np

from robot.board.photo import Plane
from robot.board.teacher import LEAST_ZOOM, LOST_S, TeacherTrack, moving
from robot.media.synthetic.classroom_camera import ClassroomCamera
from robot.media.synthetic.figures import Teacher, walk
from robot.media.types.frames import planes
from robot.media.types.framing import Framing
from robot.media.types.spec import HeadPose, Size

SOME_TIME = 1_700_000_000.0


def room(*people: tuple[int, int]) -> Plane:
    """Return a picture with somebody at each left edge, as wide as told."""
    picture = np.full((120, 160), 90, np.uint8)
    for left, width in people:
        picture[30:100, left : left + width] = 200
    return picture


def test_who_moves_is_found_and_who_rests_is_not() -> None:
    place = moving(room((20, 20), (100, 20)), room((20, 20), (108, 20)), (0.5, 0.5))
    assert place is not None
    assert 0.6 < place.x < 0.85
    assert moving(room((20, 20)), room((20, 20)), (0.5, 0.5)) is None


def test_a_head_that_turns_is_nobody() -> None:
    stripes = np.tile(np.repeat(np.array([60, 180], np.uint8), 8), (120, 10))
    assert moving(stripes, np.roll(stripes, 8, axis=1), (0.5, 0.5)) is None


def test_the_nearer_of_two_is_followed() -> None:
    before, after = room((20, 16), (120, 16)), room((28, 16), (128, 16))
    left, right = (moving(before, after, (x, 0.5)) for x in (0.15, 0.85))
    assert left is not None
    assert right is not None
    assert left.x < 0.5 < right.x


def test_without_motion_it_ends_after_a_while() -> None:
    track = TeacherTrack(Framing(3.0, 0.4, 0.4), 0.0)
    assert track.look(room((20, 20)), 0.1)
    assert track.look(room((20, 20)), LOST_S - 1)
    assert not track.look(room((20, 20)), LOST_S + 1)
    assert track.framing == Framing(3.0, 0.4, 0.4)


def test_the_teacher_of_the_drawn_class_stays_in_view() -> None:
    track = TeacherTrack(Framing(), 0.0)
    half = math.tan(math.radians(33))
    off = []
    with closing(ClassroomCamera(Size(320, 240), 66.0)) as camera:
        for step in range(26 * 8):
            now = step / 8
            frame = camera.draw(HeadPose(0.0, 2.0), SOME_TIME + now)
            assert track.look(planes(frame)[0], now)
            x = 0.5 + walk(SOME_TIME + now)[0] / Teacher.DISTANCE_M / 2 / half
            if now > 4 and 0.1 < x < 0.9:
                off.append(abs(track.framing.x - x))
    assert track.framing.zoom == LEAST_ZOOM
    # Twice as near, half of the picture is in view.
    assert max(off) < 0.25
