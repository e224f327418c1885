from bridge.protocol.limits import UNDERSTOOD_S
from robot.presence.understanding import SHOWN_S, Understood


def test_an_answer_is_shown_then_stays_as_a_mark_and_falls() -> None:
    understood = Understood()
    assert understood.deadlines() == ()
    understood.say("no", 10.0)
    assert understood.deadlines() == (10.0 + SHOWN_S, 10.0 + UNDERSTOOD_S)
    assert understood.shown(10.0 + SHOWN_S - 0.1) == "not_understood"
    assert understood.shown(10.0 + SHOWN_S) is None
    understood.tick(10.0 + UNDERSTOOD_S - 0.1)
    assert understood.answer == "no"
    understood.tick(10.0 + UNDERSTOOD_S)
    assert [understood.answer, understood.mark] == [None, None]


def test_a_new_answer_begins_its_minute_anew() -> None:
    understood = Understood()
    understood.say("no", 10.0)
    understood.say("yes", 60.0)
    understood.tick(10.0 + UNDERSTOOD_S)
    assert understood.answer == "yes"
    assert understood.shown(61.0) == "understood"


def test_an_answer_that_is_taken_back_is_none() -> None:
    understood = Understood()
    understood.say("yes", 10.0)
    understood.say(None, 11.0)
    assert (understood.answer, understood.shown(11.0)) == (None, None)
    understood.say("yes", 12.0)
    understood.forget()
    assert understood.answer is None
