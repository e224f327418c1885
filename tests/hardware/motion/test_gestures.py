from typing import get_args

import pytest

from bridge.protocol.vocabulary import GestureName
from hardware.contract.interfaces import Pose
from hardware.motion.gestures import GestureRun, strokes_of

NAMES: tuple[GestureName, ...] = get_args(GestureName)


@pytest.mark.parametrize("has_hand", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_a_gesture_is_short_and_ends(name: GestureName, has_hand: bool) -> None:
    strokes = strokes_of(name, has_hand)
    seconds = sum(stroke.seconds for stroke in strokes)
    assert 0.5 < seconds < 4
    gesture = GestureRun(name, has_hand, 10.0)
    assert gesture.at(10.0) == strokes[0]
    assert gesture.at(10.0 + seconds + 1e-6) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_gesture_starts_from_where_the_child_looks_and_goes_back(name: GestureName) -> None:
    look = Pose(20.0, -5.0)
    gesture = GestureRun(name, True, 0.0)
    assert gesture.target_at(look, 0.01) != look
    assert gesture.target_at(look, 60.0) == look


def test_a_nod_is_up_and_down_and_a_shake_is_sideways() -> None:
    assert all(stroke.pan_deg == 0 for stroke in strokes_of("nod", True))
    assert all(stroke.tilt_deg == 0 for stroke in strokes_of("shake", True))
    assert {stroke.pan_deg > 0 for stroke in strokes_of("shake", True)} == {True, False}


def test_applause_is_for_the_arm_and_without_one_for_the_head() -> None:
    assert any(stroke.hand is not None for stroke in strokes_of("applaud", True))
    assert all(stroke.hand is None for stroke in strokes_of("applaud", False))
