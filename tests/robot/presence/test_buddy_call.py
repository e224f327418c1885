import pytest

from robot.presence.buddy_call import ANSWER_S, CALL_S, BuddyCall


def test_a_call_waits_until_a_teacher_has_seen_it_and_the_buddy_can_read_that() -> None:
    call = BuddyCall()
    assert (call.waits, call.answer, call.deadline()) == (False, None, None)
    call.begin(100.0)
    assert (call.waits, call.answer, call.deadline()) == (True, None, 100.0 + CALL_S)
    call.see(130.0)
    assert (call.waits, call.answer, call.deadline()) == (False, "seen", 130.0 + ANSWER_S)
    call.tick(129.9 + ANSWER_S)
    assert call.answer == "seen"
    call.tick(130.0 + ANSWER_S)
    assert call.deadline() is None


def test_a_call_that_nobody_answers_ends_and_says_so() -> None:
    call = BuddyCall()
    call.begin(100.0)
    call.tick(99.9 + CALL_S)
    assert call.waits
    call.tick(100.0 + CALL_S)
    assert (call.waits, call.answer) == (False, "nobody")
    call.see(110.0 + CALL_S)
    assert call.answer == "seen", "a teacher who comes late"


def test_calling_again_makes_a_call_no_longer_and_forgets_the_last_answer() -> None:
    call = BuddyCall()
    call.begin(100.0)
    call.begin(400.0)
    assert call.deadline() == 100.0 + CALL_S
    call.tick(100.0 + CALL_S)
    call.begin(800.0)
    assert (call.waits, call.answer, call.deadline()) == (True, None, 800.0 + CALL_S)


@pytest.mark.parametrize("seen", [False, True])
def test_a_call_whose_matter_is_over_gets_no_answer(seen: bool) -> None:
    call = BuddyCall()
    call.begin(1.0)
    if seen:
        call.see(2.0)
    call.drop()
    assert (call.waits, call.answer, call.deadline()) == (False, None, None)
    call.see(3.0)
    assert call.answer is None, "nothing was seen where nobody called"
