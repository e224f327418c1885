import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.setup.axes import AxisName
from hardware.setup.dialogue import LEAVE, Calibration, DialoguePhase, Failed, Key, NotSaved, Saved
from hardware.setup.walk import Step
from tests.hardware.setup.rig import BUS, PULSE, Rig


def by_hand(rig: Rig, name: AxisName, centre: float, first: float, second: float) -> None:
    """Set up one axis of a bus servo, up to the question for trim."""
    rig.turn(name, centre)
    rig.press("enter")
    rig.turn(name, first)
    rig.press("enter")
    rig.turn(name, second)
    rig.press("enter")
    assert rig.step is Step.TRIM, rig.text()


def finish(rig: Rig) -> None:
    """Accept the trim and let the slow move run."""
    rig.run(6.0)
    rig.press("enter", "enter")
    rig.run(20.0)


def test_a_head_is_set_up_by_hand_and_saved() -> None:
    rig = Rig(BUS)
    by_hand(rig, "pan", 2100, 3000, 1200)
    finish(rig)
    by_hand(rig, "tilt", 2000, 1700, 2300)
    finish(rig)
    assert rig.dialogue.part is DialoguePhase.SUMMARY
    assert "calibration-7.toml" in rig.text()
    assert rig.limp
    rig.press("y")
    pan, tilt = (rig.saved[0].found[name] for name in ("pan", "tilt"))
    assert (pan.centre, pan.direction, pan.low, pan.high) == (2100, 1, 1200, 3000)
    assert (tilt.direction, tilt.low, tilt.high) == (-1, 1700, 2300)
    assert pan.range_deg == pytest.approx((-79.1, 79.1), abs=0.1)
    rig.give(Saved())
    assert rig.ended == 0


def test_an_axis_by_hand_has_no_torque_until_its_limits_are_known() -> None:
    rig = Rig(BUS)
    rig.turn("pan", 2100)
    rig.press("enter")
    rig.turn("pan", 3000)
    assert True not in rig.servos["pan"].torques


def test_trimming_turns_the_head_and_the_angle_with_it() -> None:
    rig = Rig(BUS, ["pan"])
    by_hand(rig, "pan", 2048, 3000, 1200)
    rig.run(6.0)
    rig.nudge("left", 2)
    rig.nudge("-", 5)
    rig.press("enter")
    assert rig.dialogue.walk.found.trim_deg == pytest.approx(-1.0, abs=0.01)
    assert rig.dialogue.walk.found.angle_deg(2048 + 4096 / 360) == pytest.approx(0.0, abs=0.01)


def test_a_driven_head_is_set_up_by_keys() -> None:
    rig = Rig(PULSE, ["pan"], tells=False)
    assert rig.limp
    rig.press("enter")
    assert rig.servos["pan"].goal == 1500
    rig.nudge("left", 3)
    rig.run(1.0)
    rig.press("enter")
    assert rig.dialogue.walk.found.centre == pytest.approx(1530)
    rig.press("enter")
    rig.run(2.0)
    rig.press("r")  # it turned right: longer pulses do
    assert rig.dialogue.walk.found.direction == -1
    rig.nudge("left", 60)
    rig.run(3.0)
    rig.press("enter")
    rig.nudge("right", 120)
    rig.run(6.0)
    rig.press("enter")
    assert rig.step.name == "SCALE"
    rig.run(4.0)
    rig.nudge("left", 50)
    rig.run(4.0)
    rig.press("enter")
    assert rig.dialogue.walk.found.per_deg == pytest.approx(500 / 45)
    rig.press("enter", "enter")
    rig.run(20.0)
    assert rig.step is Step.TRIED, rig.text()
    rig.press("y", "y")
    found = rig.saved[0].found["pan"]
    assert (found.low, found.high) == pytest.approx((930, 2130))


def test_an_arm_is_set_up_with_two_ends() -> None:
    rig = Rig(PULSE, ["hand"], tells=False)
    rig.press("enter", "enter", "enter")
    rig.run(2.0)
    rig.press("a")
    rig.nudge("up", 80)
    rig.run(4.0)
    rig.press("enter", "s", "s")
    assert rig.dialogue.part is DialoguePhase.SUMMARY
    rig.press("y")
    assert rig.saved[0].found["hand"].range_deg == pytest.approx((0.0, 80.0))


def test_swapped_servos_are_named_when_the_other_one_is_turned() -> None:
    rig = Rig(BUS)
    rig.press("enter")
    rig.turn("tilt", 2500)
    assert rig.step is Step.WRONG
    assert "Swapped: pan servo (id 1) was asked for, tilt servo (id 2) moved" in rig.text()
    assert "Vertauscht" in rig.text("de")
    assert rig.limp


def test_swapped_plugs_are_named_by_what_the_technician_saw() -> None:
    rig = Rig(PULSE, ["pan"], tells=False)
    rig.press("enter", "enter", "enter")
    rig.run(2.0)
    rig.press("u")
    assert "tilt servo (pin 13) moved" in rig.text()
    assert rig.limp


def test_a_servo_that_does_not_move_is_named_with_what_to_check() -> None:
    rig = Rig(PULSE, ["pan"], tells=False)
    rig.press("enter", "enter", "enter")
    rig.run(2.0)
    rig.press("n")
    assert "pan servo (pin 12) does not move" in rig.text()
    assert "supply" in rig.text()


def test_limits_on_one_side_of_the_centre_are_refused() -> None:
    rig = Rig(BUS)
    rig.press("enter")
    rig.turn("pan", 3000)
    rig.press("enter")
    rig.turn("pan", 2500)
    rig.press("enter")
    assert "both limits lie on one side" in rig.text()
    rig.press("r")
    assert rig.step is Step.CENTRE


def test_limits_that_pinch_are_refused() -> None:
    rig = Rig(BUS)
    rig.turn("pan", 2048)
    rig.press("enter")
    rig.turn("pan", 3000)
    rig.press("enter")
    rig.turn("pan", 1960)
    rig.press("enter")
    assert "only 8° right" in rig.text()


def test_a_zero_in_the_heads_way_is_refused() -> None:
    rig = Rig(BUS)
    rig.turn("pan", 3900)
    rig.press("enter")
    rig.servos["pan"].position = 30
    rig.run(0.05)
    assert "zero lies within" in rig.text()


def test_a_slow_move_that_meets_something_asks_for_that_limit_again() -> None:
    rig = Rig(BUS, ["pan"])
    by_hand(rig, "pan", 2048, 3000, 1200)
    rig.servos["pan"].walls = (0, 2700)
    finish(rig)
    assert rig.step.name == "WRONG"
    assert "Set the limit left tighter" in rig.text()
    assert rig.limp
    rig.press("r")
    assert rig.step is Step.FIRST
    rig.turn("pan", 2650)
    rig.press("enter")
    rig.turn("pan", 1200)
    rig.press("enter")
    finish(rig)
    assert rig.dialogue.part is DialoguePhase.SUMMARY


def test_a_failed_servo_is_named_and_can_be_tried_again() -> None:
    rig = Rig(BUS)
    rig.give(Failed("pan servo (id 1)", "does not answer"))
    assert "pan servo (id 1): does not answer" in rig.text()
    rig.press("r")
    assert rig.resets == 1
    assert rig.step is Step.CENTRE


def test_a_full_disk_keeps_the_old_file_and_asks_once_more() -> None:
    rig = Rig(BUS, ["pan"])
    by_hand(rig, "pan", 2048, 3000, 1200)
    finish(rig)
    rig.press("y")
    rig.give(NotSaved("No space left on device"))
    assert "The old file is as it was" in rig.text()
    rig.press("r")
    assert len(rig.saved) == 2
    rig.give(Saved())
    assert rig.ended == 0


def test_no_at_the_last_question_changes_nothing() -> None:
    rig = Rig(BUS, ["pan"])
    by_hand(rig, "pan", 2048, 3000, 1200)
    finish(rig)
    rig.press("n")
    assert rig.ended == 1
    assert rig.saved == []


KEYS = ["enter", "left", "right", "up", "down", "+", "-", "y", "s", "r", "l", "u", "n", "a", "x"]


@given(
    driven=st.booleans(),
    keys=st.lists(st.sampled_from(KEYS), max_size=25),
    turns=st.lists(st.floats(0, 4095), max_size=25),
    leave=st.sampled_from(LEAVE),
)
def test_it_can_be_left_at_any_time_and_then_nothing_is_driven_or_changed(
    driven: bool, keys: list[str], turns: list[float], leave: str
) -> None:
    rig = Rig(PULSE if driven else BUS, tells=not driven)
    for index, key in enumerate(keys):
        rig.press(key)
        if index < len(turns) and rig.limp and not driven:
            rig.servos["pan"].position = turns[index]
        rig.run(0.2)
        assert rig.saved == [] or rig.dialogue.part is not DialoguePhase.WALKING
    saved = list(rig.saved)
    rig.press(leave)
    assert rig.ended == 1
    assert rig.limp
    rig.press("y", "enter")
    assert rig.saved == saved


def test_whatever_is_pressed_no_servo_is_sent_beyond_its_own_limits() -> None:
    rig = Rig(PULSE, ["pan"], tells=False)
    rig.press("enter")
    for _ in range(200):
        rig.give(Key("left"))
    rig.run(10.0)
    assert rig.servos["pan"].goal == 2500


@pytest.mark.parametrize(
    ("language", "said"), [("de", "[Pfeile] von Hand"), ("en", "[arrows] turn")]
)
def test_where_arrows_are_the_hands_the_line_of_keys_says_so(language: str, said: str) -> None:
    rig = Rig(BUS, ["pan"])
    assert said not in rig.text(language)
    rig.dialogue = Calibration(BUS, ["pan"], "/x", arrows_turn=True)
    rig.perform(rig.dialogue.begin())
    rig.run(0.1)
    assert said in rig.text(language)
    by_hand(rig, "pan", 2048, 3000, 1200)
    assert said not in rig.text(language), "the motor holds it now"
