"""Views of boards for these tests: rendered ones, and those in the drawn class."""

from contextlib import closing
from functools import lru_cache

from robot.board.photo import Photo
from robot.media.synthetic.classroom_camera import ClassroomCamera
from robot.media.types.frames import planes
from robot.media.types.framing import WHOLE, Pixels
from robot.media.types.spec import HeadPose, Size
from tests.bench import boards
from tests.bench.boards import Kind, Writing

SENSOR = Pixels(1640, 1232)
HEIGHT_M, DISTANCE_M = 0.06, 4.0
"""As large on this sensor as 4 cm at 5 m on one of eight megapixels."""


@lru_cache(maxsize=4)
def writing(kind: Kind) -> Writing:
    return boards.written(kind, HEIGHT_M, 3)


@lru_cache(maxsize=4)
def photos(kind: Kind) -> tuple[Photo, ...]:
    frames = boards.photographed(writing(kind), DISTANCE_M, SENSOR, 5)
    return tuple(Photo(*planes(frame)) for frame in frames)


def class_photo(pan_deg: float, tilt_deg: float, unix_s: float) -> Photo:
    with closing(ClassroomCamera(Size(1024, 768), 66.0)) as camera:
        return Photo(*planes(camera.draw(HeadPose(pan_deg, tilt_deg), unix_s, WHOLE)))
