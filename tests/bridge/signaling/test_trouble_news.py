from bridge.protocol.presence import Trouble
from bridge.signaling.trouble_news import WHERE, TroubleNews
from tests.bridge.people import snapshot

CAMERA = Trouble("camera", "/dev/video9 is not there: plug the camera in")


def test_a_part_that_does_not_work_is_told_at_each_change_and_when_it_works_again() -> None:
    watch = TroubleNews()
    told = [f"its camera does not work: {WHERE}"]
    assert watch.take(snapshot(None, troubles=(CAMERA,))) == told
    assert watch.take(snapshot(None, troubles=(CAMERA,))) == []
    assert watch.take(snapshot(None, troubles=(Trouble("camera", "in use"),))) == told
    assert watch.take(snapshot(None, troubles=())) == ["its camera works again"]


def test_a_fault_of_the_body_is_told_once() -> None:
    watch = TroubleNews()
    told = [f"its body does not work: {WHERE}"]
    assert watch.take(snapshot(None, fault="pan: does not answer")) == told
    away = Trouble("body", "nothing answers")
    assert watch.take(snapshot(None, fault="The robot's body", troubles=(away,))) == told


def test_no_word_of_a_robot_gets_into_the_log() -> None:
    robot = snapshot(None, troubles=(Trouble("camera", "mia\n" * 90), Trouble("mia", "x")))
    told = "".join(TroubleNews().take(robot))
    assert "mia" not in told
    assert "\n" not in told
    assert "its part does not work" in told


def test_an_older_robot_that_tells_no_troubles_is_no_news() -> None:
    assert TroubleNews().take(snapshot(None)) == []
