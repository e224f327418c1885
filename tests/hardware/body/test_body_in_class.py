"""Use of a body's buttons by the class, and display of a failure."""

from typing import Any

import pytest

from hardware.body.body import HURRY_S, Body
from hardware.body.events import (
    AgentConnected,
    AgentGone,
    KeepPause,
    PressButton,
    RefuseIntent,
    ResetDrivers,
    ShowLights,
    Tell,
)
from hardware.body.hand import DetachHand
from hardware.body.head import DetachHead
from hardware.config.config import BodyConfig, ProcessSection
from hardware.contract import wire
from hardware.contract.interfaces import ButtonPressed, ButtonReleased, PartFailed, Pose
from tests.hardware.bodies import Machine, look, press_pause, simulated_config

HOT = PartFailed("servo_hot", "pan servo", "75 degrees hot")


def shown(machine: Machine) -> str:
    return machine.state.signal


def test_the_pause_button_shows_at_once_and_parks_with_no_agent_at_all(machine: Machine) -> None:
    look(machine, 60)
    machine.give(AgentGone())
    press_pause(machine)
    at_once = machine.state
    assert (at_once.paused, at_once.signal) == (True, "paused")
    shown = [effect for effect in machine.effects if isinstance(effect, ShowLights)]
    assert shown[-1].state.eyes == 0
    machine.run(10)
    assert machine.state.paused
    assert machine.state.signal == "paused"
    assert machine.state.commanded_pan_deg == 0
    assert not machine.state.attached


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param(wire.Show, {"signal": "present"}, id="show"),
        pytest.param(wire.Target, {"pan_deg": 50.0, "tilt_deg": 0.0}, id="target"),
        pytest.param(wire.Keep, {}, id="keep"),
        pytest.param(wire.Park, {}, id="park"),
        pytest.param(wire.Release, {}, id="release"),
        pytest.param(wire.Identify, {}, id="identify"),
        pytest.param(wire.RaiseHand, {"raised": True}, id="hand"),
    ],
)
def test_nothing_but_the_button_lifts_the_pause(
    machine: Machine, kind: type[wire.Intent], fields: dict[str, Any]
) -> None:
    press_pause(machine)
    machine.run(1)
    count = len(machine.moves)
    machine.send(kind, **fields)
    machine.give(AgentGone())
    machine.give(AgentConnected())
    machine.run(5)
    assert machine.state.paused
    assert machine.state.signal == "paused"
    assert len(machine.moves) == count


def test_a_pause_is_kept_for_the_next_body_which_starts_with_it(machine: Machine) -> None:
    assert KeepPause(True) in machine.give(ButtonPressed("pause"))
    machine.run(2 * HURRY_S)
    assert KeepPause(False) in machine.give(ButtonPressed("pause"))
    anew = Body(simulated_config(), 0.0, has_hand=True, paused=True)
    assert anew.signal == "paused"
    (shown,) = [e for e in anew.tick(1.0) if isinstance(e, ShowLights)]
    assert shown.state.red > 0


@pytest.mark.parametrize("presses", [2, 3, 5])
def test_a_hurried_finger_leaves_the_class_closed(machine: Machine, presses: int) -> None:
    for _ in range(presses):
        press_pause(machine)
        machine.run(HURRY_S * 0.8)
    assert machine.state.paused
    machine.run(HURRY_S)
    press_pause(machine)
    press_pause(machine)
    assert machine.state.paused  # closing waits for nothing


def test_a_second_press_lifts_the_pause_and_the_head_rises_when_fed(machine: Machine) -> None:
    look(machine, 60)
    press_pause(machine)
    machine.run(4, each=machine.keep)
    press_pause(machine)
    assert not machine.state.paused
    assert machine.state.signal == "present"
    machine.run(2, each=machine.keep)
    assert machine.moves[-1][1] == Pose(0, 0)


def test_volume_buttons_are_told(machine: Machine) -> None:
    assert machine.give(ButtonPressed("volume_up")) == [Tell(wire.Pressed("volume_up"))]


def test_a_fault_detaches_and_shows_at_once(machine: Machine) -> None:
    look(machine, 60)
    effects = machine.give(HOT)
    assert DetachHead() in effects
    assert DetachHand() in effects
    machine.tick()
    assert machine.state.signal == "fault"
    assert machine.state.faults == (wire.Fault("servo_hot", "pan servo", "75 degrees hot"),)


def test_a_failed_body_refuses_targets_once_and_moves_nothing(machine: Machine) -> None:
    machine.give(HOT)
    count = len(machine.moves)
    refused = []
    for _ in range(10):
        refused += machine.send(wire.Target, pan_deg=10.0, tilt_deg=0.0)
        machine.run(0.1)
    assert [type(e) for e in refused if isinstance(e, RefuseIntent)] == [RefuseIntent]
    assert len(machine.moves) == count


def test_a_failed_body_raises_no_hand(machine: Machine) -> None:
    machine.give(HOT)
    effects = machine.send(wire.RaiseHand, raised=True)
    assert isinstance(effects[0], RefuseIntent)
    machine.run(1)
    assert not machine.state.hand_raised


def test_the_same_fault_is_kept_once_and_faults_are_bounded(machine: Machine) -> None:
    for _ in range(3):
        machine.give(HOT)
    for i in range(100):
        machine.give(PartFailed("driver", f"part {i}", "broke"))
    assert len(machine.body.faults) == 16


def test_release_tries_the_drivers_again(machine: Machine) -> None:
    machine.give(HOT)
    assert ResetDrivers() in machine.send(wire.Release)
    machine.run(0.02)
    assert machine.state.faults == ()
    assert machine.state.signal == "present"
    look(machine, 20)
    assert machine.moves[-1][1].pan_deg == 20


def test_a_pause_is_shown_before_a_fault(machine: Machine) -> None:
    machine.give(HOT)
    press_pause(machine)
    assert machine.state.signal == "paused"
    assert machine.state.faults


def test_presses_are_for_the_simulated_driver_only(machine: Machine) -> None:
    assert machine.give(wire.Press(seq=1, button="pause")) == [PressButton("pause")]
    real = Machine(BodyConfig(body=ProcessSection(driver="gpio")))
    (refusal,) = real.give(wire.Press(seq=1, button="pause"))
    assert isinstance(refusal, RefuseIntent)
    assert refusal.report.code == "not_simulated"


def test_the_pause_button_parks_also_where_the_agent_showed_a_pause(machine: Machine) -> None:
    machine.send(wire.Show, signal="paused")
    look(machine, 60, seconds=0.4)
    press_pause(machine)
    assert machine.body.parking


def test_a_long_press_of_a_volume_button_identifies_for_five_seconds(machine: Machine) -> None:
    machine.send(wire.Show, signal="asleep")
    machine.give(ButtonPressed("volume_up"))
    machine.run(2.9)
    assert shown(machine) == "asleep"
    machine.run(0.2)
    assert shown(machine) == "identify"
    assert Tell(wire.Pressed("identify")) in machine.effects
    machine.give(ButtonReleased("volume_up"))
    machine.run(5.1)
    assert shown(machine) == "asleep"


def test_the_agent_can_have_an_empty_robot_identify(machine: Machine) -> None:
    machine.send(wire.Show, signal="asleep")
    assert Tell(wire.Pressed("identify")) in machine.send(wire.Identify)
    assert shown(machine) == "identify"
    machine.run(5.1)
    assert shown(machine) == "asleep"
    machine.send(wire.Show, signal="present")
    assert Tell(wire.Pressed("identify")) not in machine.send(wire.Identify)
    machine.run(1.1)
    assert shown(machine) == "present"


def test_who_is_inside_stays_plain_to_see_beside_a_long_press(machine: Machine) -> None:
    machine.give(ButtonPressed("identify"))
    machine.tick()
    assert shown(machine) == "present"
    assert Tell(wire.Pressed("identify")) in machine.effects
    machine.send(wire.Show, signal="not_allowed")
    machine.run(0.1)
    assert shown(machine) == "identify"


def test_a_short_press_identifies_nothing(machine: Machine) -> None:
    machine.give(ButtonPressed("volume_up"))
    machine.give(ButtonReleased("volume_up"))
    machine.run(5)
    assert Tell(wire.Pressed("identify")) not in machine.effects


def test_a_button_of_its_own_identifies_at_once_and_never_hides_a_pause(machine: Machine) -> None:
    machine.send(wire.Show, signal="asleep")
    machine.give(ButtonPressed("identify"))
    machine.tick()
    assert shown(machine) == "identify"
    press_pause(machine)
    assert shown(machine) == "paused"


def test_identifying_a_failed_body_shows_and_then_the_fault_again(machine: Machine) -> None:
    machine.give(HOT)
    machine.give(ButtonPressed("identify"))
    machine.run(0.1)
    assert shown(machine) == "identify"
    machine.run(5)
    assert shown(machine) == "fault"


def test_a_failed_gauge_is_told_but_stops_nothing(machine: Machine) -> None:
    machine.give(PartFailed("battery", "gauge", "does not answer"))
    look(machine, 30)
    assert machine.state.commanded_pan_deg == 30
    assert shown(machine) == "present"
    assert [fault.code for fault in machine.state.faults] == ["battery"]


def test_after_haste_the_body_reports_that_somebody_is_inside_once_it_is_lit(
    machine: Machine,
) -> None:
    for signal in ("present", "asleep") * 4:
        machine.send(wire.Show, signal=signal)
        machine.run(0.04)
    held_back = machine.state.signal
    machine.send(wire.Show, signal="present")
    machine.run(0.04)
    lights = [effect.state for effect in machine.effects if isinstance(effect, ShowLights)]
    assert (held_back, machine.state.signal, lights[-1].eyes) == ("asleep", "asleep", 0)
    machine.run(1)
    lights = [effect.state for effect in machine.effects if isinstance(effect, ShowLights)]
    assert (machine.state.signal, lights[-1].eyes) == ("present", 1.0)


def test_narrow_eyes_and_an_answer_come_with_the_signal_and_go_with_the_agent(
    machine: Machine,
) -> None:
    machine.send(wire.Show, signal="present", near=True, mark="understood")
    machine.run(1)
    assert (machine.state.near, machine.state.mark) == (True, "understood")
    assert machine.state.signal == "present"
    machine.send(wire.Show, signal="present")
    machine.run(1)
    assert (machine.state.near, machine.state.mark) == (False, None)
    machine.send(wire.Show, signal="present", near=True, mark="understood")
    machine.give(AgentGone())
    machine.run(60)
    assert (machine.state.signal, machine.state.near, machine.state.mark) == ("asleep", False, None)
