from bridge.protocol.signaling import Done
from robot.presence.answers import MOST_WAITING, WAIT_S, Answers, OnDisk


def test_answers_wait_until_it_is_known_whether_the_disk_has_it() -> None:
    answers = Answers()
    known: dict[int, OnDisk] = {1: "soon", 2: "soon"}
    answers.wait("a", 1, 1.0)
    answers.wait("b", 2, 2.0)
    answers.wait("a", 2, 3.0)
    assert answers.deadline == 1.0 + WAIT_S
    assert answers.settle(lambda version: known[version]) == []
    known[1] = "yes"
    assert answers.settle(lambda version: known[version]) == [Done("a")]
    known[2] = "no"
    assert answers.settle(lambda version: known[version]) == [Done("b", "not_kept")]


def test_nobody_waits_for_ever() -> None:
    answers = Answers()
    answers.wait("a", 1, 1.0)
    answers.wait("b", 1, 2.0)
    assert answers.take_late(1.0 + WAIT_S) == [Done("a", "not_kept")]
    assert answers.settle(lambda _: "yes") == [Done("b")]


def test_a_flood_takes_no_memory() -> None:
    answers = Answers()
    told = [done for n in range(MOST_WAITING + 1) for done in answers.wait(str(n), 1, 1.0)]
    assert told == [Done("0", "not_kept")]
