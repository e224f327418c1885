from itertools import pairwise

from hardware.signals.table import SIGNAL_TABLE


def test_speaking_follows_the_voice() -> None:
    signal = SIGNAL_TABLE["speaking"]
    assert signal.brightness_at(0, 0.0) < signal.brightness_at(0, 0.5) < signal.brightness_at(0, 1)
    assert signal.brightness_at(0, 7.0) == 1.0


def test_joining_opens_the_eyes_slowly() -> None:
    signal = SIGNAL_TABLE["joining"]
    assert [signal.eyes_at(t) for t in (0.0, 0.9, 1.1)] == [0.5, 0.5, 1.0]


def test_a_hand_that_was_seen_nods_once_and_blinks_twice() -> None:
    signal = SIGNAL_TABLE["seen"]
    assert signal.tilt_offset_at(0.2) < 0
    assert signal.tilt_offset_at(1.0) == 0
    eyes = [signal.eyes_at(i / 20) for i in range(100)]
    assert sum(a > b for a, b in pairwise(eyes)) == 2
    assert eyes[-1] == 1.0
    assert signal.brightness_at(1.0) == signal.brightness_at(99.0)


def test_a_robot_without_an_arm_draws_the_hand() -> None:
    signal = SIGNAL_TABLE["hand"]
    assert signal.drawing_at(0.0, has_hand=True).name == "open"
    assert signal.drawing_at(0.0, has_hand=False).name == "hand_right"


def test_a_hand_that_waits_changes_its_rhythm_with_an_arm_and_without() -> None:
    hand, waiting = SIGNAL_TABLE["hand"], SIGNAL_TABLE["hand_waiting"]
    assert hand.colour == waiting.colour
    assert hand.pattern != waiting.pattern
    assert hand.eyes_without_hand != waiting.eyes_without_hand
