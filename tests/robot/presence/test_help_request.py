from bridge.protocol.presence import Help
from robot.presence.help_request import HelpRequest


def test_a_request_waits_until_it_is_answered_and_stands_until_it_is_taken_back() -> None:
    request = HelpRequest()
    assert request.told(5.0) == Help()
    request.apply(True, 10.0)
    assert request.told(14.0) == Help(wanted=True, waiting_s=4.0)
    waits_before = request.waits
    assert request.answer()
    assert (waits_before, request.waits) == (True, False)
    assert request.told(15.0) == Help(wanted=True, coming=True, waiting_s=5.0)
    request.apply(False, 16.0)
    assert request.told(16.0) == Help()


def test_asking_again_for_the_same_changes_nothing() -> None:
    request = HelpRequest()
    request.apply(True, 10.0)
    request.answer()
    request.apply(True, 20.0)
    assert request.told(30.0) == Help(wanted=True, coming=True, waiting_s=20.0)


def test_a_new_request_begins_unanswered() -> None:
    request = HelpRequest()
    request.apply(True, 1.0)
    request.answer()
    request.apply(False, 2.0)
    request.apply(True, 3.0)
    assert request.told(3.5) == Help(wanted=True, waiting_s=0.5)


def test_nobody_comes_unasked() -> None:
    request = HelpRequest()
    assert not request.answer()
    assert not request.coming


def test_without_a_time_it_has_not_waited() -> None:
    request = HelpRequest()
    request.apply(True, 1.0)
    assert request.told(None) == Help(wanted=True)
