from typing import get_args

from robot.media.outgoing.recent import OF_PICTURE, PICTURE_S, SOUND_S, Recent, SentNow
from robot.media.transport.plan import Kind


def test_nothing_was_sent_at_first() -> None:
    recent = Recent()
    recent.size_px = (640, 480)
    assert recent.sent(0.0) == SentNow()


def test_a_picture_leaves_as_long_as_its_packets_do() -> None:
    recent = Recent()
    recent.size_px = (640, 480)
    recent.note("picture", 10.0)
    assert recent.sent(10.0 + PICTURE_S / 2) == SentNow(640, 480)
    assert recent.sent(10.0 + PICTURE_S) == SentNow()


def test_sound_is_measured_by_itself() -> None:
    recent = Recent()
    recent.note("sound", 10.0)
    assert recent.sent(10.1) == SentNow(sound=True)
    assert recent.sent(10.0 + SOUND_S) == SentNow()


def test_probes_of_the_line_are_no_picture() -> None:
    recent = Recent()
    recent.size_px = (640, 480)
    for kind in set(get_args(Kind)) - OF_PICTURE - {"sound"}:
        recent.note(kind, 10.0)
        assert recent.sent(10.0) == SentNow(), kind
