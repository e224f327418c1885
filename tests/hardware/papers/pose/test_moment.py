import pytest

from bridge.protocol.vocabulary import SignalName
from hardware.contract import wire
from hardware.papers.pose.moment import brightest_s, of_signal, of_state
from hardware.signals.table import SIGNAL_TABLE
from tests.hardware.bodies import Machine


@pytest.mark.parametrize("name", SIGNAL_TABLE)
def test_the_moment_shown_is_the_brightest(name: SignalName) -> None:
    signal = SIGNAL_TABLE[name]
    shown = signal.brightness_at(brightest_s(name), 0.6)
    assert shown >= max(signal.brightness_at(t * 0.1, 0.6) for t in range(70)) - 0.05


def test_a_signal_of_rest_lets_the_head_hang() -> None:
    assert of_signal("asleep").tilt_deg == -30.0
    assert of_signal("present").tilt_deg == 0.0


@pytest.mark.parametrize("name", ["hand", "hand_waiting", "seen"])
def test_a_raised_hand_is_an_arm_that_is_up(name: SignalName) -> None:
    assert of_signal(name).hand == 1.0


def test_what_a_body_says_is_what_is_drawn() -> None:
    machine = Machine()
    machine.send(wire.Show, signal="hand")
    machine.send(wire.RaiseHand, raised=True)
    machine.send(wire.Target, pan_deg=40.0, tilt_deg=10.0)
    machine.run(2.0, machine.keep)
    state = machine.state
    look = of_state(state, has_hand=True, t_s=1.0)
    assert (look.pan_deg, look.tilt_deg) == (state.measured_pan_deg, state.measured_tilt_deg)
    assert look.hand == 1.0
    assert look.lights == of_signal("hand", 1.0).lights


def test_narrow_eyes_and_an_answer_are_drawn() -> None:
    machine = Machine()
    machine.send(wire.Show, signal="present", near=True, mark="understood")
    machine.run(2.0)
    drawn = of_state(machine.state, has_hand=True, t_s=1.0).lights
    assert drawn.left_eye == SIGNAL_TABLE["understood"].drawing_at(1.0).looking().left
    assert drawn.right_eye != of_signal("present", 1.0).lights.right_eye
    assert drawn.eyes == 0.5
