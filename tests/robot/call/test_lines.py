from robot.call.lines import Lines
from robot.media.coded.feed import CodedFeed
from robot.media.types.frames import black
from robot.media.types.framing import Pixels


def test_pictures_are_counted_where_they_come() -> None:
    lines = Lines.make()
    assert lines.pictures_so_far == 0
    lines.pictures.put(black(Pixels(640, 480)))
    assert lines.pictures_so_far == 1
    assert Lines.make(coded=CodedFeed()).pictures_so_far == 0


def test_what_is_shut_takes_no_picture_until_it_is_opened() -> None:
    lines = Lines.make()
    lines.shut_pictures()
    lines.pictures.put(black(Pixels(640, 480)))
    assert lines.pictures_so_far == 0
    assert lines.finder.shuttings == 1
    lines.open_pictures()
    lines.pictures.put(black(Pixels(640, 480)))
    assert lines.pictures_so_far == 1
