import pytest

from bridge.protocol.causes import CAUSES, OF_IDENTITY, NetworkCause
from robot.speech.self_talk import GAP_S, MOST_WAITING, PATIENCE_S, SelfTalk
from robot.speech.troubles import BODY_NOT_CHOSEN, trouble_aloud

IN_NETWORK = tuple(cause for cause in CAUSES if cause not in OF_IDENTITY)


def due_s(talk: SelfTalk) -> float | None:
    return talk.deadline


def test_each_sentence_is_said_once_and_one_after_the_other() -> None:
    talk = SelfTalk()
    assert due_s(talk) is None
    talk.body_not_chosen()
    talk.troubled("twin", 10.0)
    talk.troubled("twin", 10.0)
    assert talk.take(10.0, True) == BODY_NOT_CHOSEN
    assert talk.take(10.0, True) == ""
    assert due_s(talk) == 10.0 + GAP_S
    assert talk.take(10.0 + GAP_S, True) == trouble_aloud("twin")
    talk.troubled("twin", 100.0)
    talk.body_not_chosen()
    assert due_s(talk) is None
    talk.asked()
    assert talk.take(100.0, True) == trouble_aloud("twin")


@pytest.mark.parametrize("cause", IN_NETWORK)
def test_a_network_that_does_not_come_is_said_once_it_is_shown(cause: NetworkCause) -> None:
    talk = SelfTalk()
    talk.troubled(cause, 1.0)
    assert talk.take(1.0, True) == ""
    assert due_s(talk) == 1.0 + PATIENCE_S
    assert talk.take(1.0 + PATIENCE_S, True) == trouble_aloud(cause)
    assert due_s(talk) is None
    assert talk.take(500.0, True) == ""


def test_the_newest_cause_counts_and_each_change_is_said() -> None:
    talk = SelfTalk()
    talk.troubled("no_network", 0.0)
    talk.troubled("clock", 5.0)
    assert talk.take(PATIENCE_S, True) == trouble_aloud("clock")
    talk.troubled("no_network", 50.0)
    assert talk.take(50.0, True) == trouble_aloud("no_network")


def test_a_robot_that_was_linked_does_not_speak_of_the_network_in_a_lesson() -> None:
    talk = SelfTalk()
    talk.troubled("no_network", 0.0)
    talk.linked()
    talk.troubled("no_network", 50.0)
    assert due_s(talk) is None
    assert talk.take(500.0, True) == ""
    talk.asked()
    assert talk.take(500.0, True) == trouble_aloud("no_network")
    talk.linked()
    talk.asked()
    assert talk.take(600.0, True) == ""


def test_what_could_not_be_said_is_not_said_later_but_may_come_again() -> None:
    talk = SelfTalk()
    talk.troubled("twin", 1.0)
    assert talk.take(10.0, False) == ""
    assert talk.take(20.0, True) == ""
    talk.troubled("twin", 20.0)
    assert talk.take(20.0, True) == trouble_aloud("twin")


def test_during_a_pause_it_is_not_asked_all_the_time_whether_it_may_speak() -> None:
    talk = SelfTalk()
    talk.troubled("no_network", 0.0)
    assert talk.take(PATIENCE_S, False) == ""
    assert due_s(talk) == 2 * PATIENCE_S
    assert talk.take(2 * PATIENCE_S, True) == trouble_aloud("no_network")


def test_few_sentences_wait() -> None:
    talk = SelfTalk()
    for cause in OF_IDENTITY:
        talk.troubled(cause, 0.0)
    said = [talk.take(turn * GAP_S, True) for turn in range(20)]
    assert len([words for words in said if words]) == MOST_WAITING
