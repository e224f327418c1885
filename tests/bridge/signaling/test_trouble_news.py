from bridge.protocol.presence import Trouble
from bridge.signaling.trouble_news import TroubleNews
from tests.bridge.people import snapshot

CAMERA = Trouble("camera", "/dev/video9 is not there: plug the camera in")


def test_a_part_that_does_not_work_is_told_once_with_its_remedy_and_when_it_works_again() -> None:
    watch = TroubleNews()
    assert watch.take(snapshot(None, troubles=(CAMERA,))) == [
        "its camera does not work: /dev/video9 is not there: plug the camera in"
    ]
    assert watch.take(snapshot(None, troubles=(CAMERA,))) == []
    assert watch.take(snapshot(None, troubles=(Trouble("camera", "in use"),))) == [
        "its camera does not work: in use"
    ]
    assert watch.take(snapshot(None, troubles=())) == ["its camera works again"]


def test_a_fault_of_the_body_is_told_unless_the_body_is_named_already() -> None:
    watch = TroubleNews()
    assert watch.take(snapshot(None, fault="pan: does not answer")) == [
        "its body does not work: pan: does not answer"
    ]
    away = Trouble("body", "nothing answers")
    assert watch.take(snapshot(None, fault="The robot's body", troubles=(away,))) == [
        "its body does not work: nothing answers"
    ]


def test_a_robot_cannot_write_lines_of_its_own_into_the_log() -> None:
    (line,) = TroubleNews().take(snapshot(None, troubles=(Trouble("camera", "a\nb" * 200),)))
    assert "\n" not in line
    assert len(line) < 340


def test_an_older_robot_that_tells_no_troubles_is_no_news() -> None:
    assert TroubleNews().take(snapshot(None)) == []
