import pytest

from robot.presence.actions import BURST, KEPT, SLIP_S, Actions


def test_an_action_counts_once_and_its_answer_stays() -> None:
    actions = Actions()
    assert "a" not in actions
    actions.note("a", "out_of_order")
    assert "a" in actions
    assert actions.refused("a") == "out_of_order"
    for number in range(KEPT):
        actions.note(str(number), None)
    assert "a" not in actions


@pytest.mark.parametrize("action", ["pause", "end"])
def test_who_closes_is_never_refused(action: str) -> None:
    actions = Actions()
    for _ in range(BURST + 1):
        actions.refusal("louder", 1.0)
        assert actions.refusal(action, 1.0) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("action", ["resume", "louder", "quieter", "seen", "your_turn"])
def test_everything_else_comes_no_faster_than_fingers(action: str) -> None:
    actions = Actions()
    told = [actions.refusal(action, 1.0) for _ in range(BURST + 1)]  # type: ignore[arg-type]
    assert told == [None] * BURST + ["too_fast"]
    assert actions.refusal("louder", 2.0) is None


def test_the_second_half_of_a_double_tap_opens_nothing() -> None:
    actions = Actions()
    actions.refusal("pause", 1.0)
    assert actions.refusal("resume", 1.0 + SLIP_S / 2) == "too_fast"
    assert actions.refusal("resume", 1.0 + SLIP_S) is None


def test_who_ended_it_for_today_may_think_again_at_once() -> None:
    actions = Actions()
    actions.refusal("end", 1.0)
    assert actions.refusal("resume", 1.0) is None
