from bridge.protocol.signaling import Done
from robot.answers import MOST_WAITING, WAIT_S, Answers


def test_answers_wait_until_it_is_known_whether_the_disk_has_it() -> None:
    answers = Answers()
    assert answers.wait("a", 1.0) == answers.wait("b", 2.0) == answers.wait("a", 3.0) == []
    assert answers.deadline == 1.0 + WAIT_S
    assert answers.settle(kept=True) == [Done("a"), Done("b")]
    assert answers.deadline is None


def test_what_is_not_kept_is_said() -> None:
    answers = Answers()
    answers.wait("a", 1.0)
    assert answers.settle(kept=False) == [Done("a", "not_kept")]


def test_nobody_waits_for_ever() -> None:
    answers = Answers()
    answers.wait("a", 1.0)
    answers.wait("b", 2.0)
    assert answers.take_late(1.0 + WAIT_S) == [Done("a", "not_kept")]
    assert answers.settle(kept=True) == [Done("b")]


def test_a_flood_takes_no_memory() -> None:
    answers = Answers()
    told = [done for n in range(MOST_WAITING + 1) for done in answers.wait(str(n), 1.0)]
    assert told == [Done("0", "not_kept")]
