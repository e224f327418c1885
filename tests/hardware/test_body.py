from typing import Any

import pytest

from hardware import wire
from hardware.arm import DetachHand, MoveHand
from hardware.body import Body
from hardware.config import Body as BodySection
from hardware.config import Config
from hardware.events import (
    AgentConnected,
    AgentGone,
    Commanded,
    Felt,
    KeepPause,
    Malformed,
    Powered,
    PressButton,
    Refuse,
    ResetDrivers,
    Sensed,
    ShowLights,
    Stop,
    Tell,
)
from hardware.head import DetachHead
from hardware.interfaces import ButtonPressed, ButtonReleased, PartFailed, Pose
from tests.hardware.bodies import Machine, simulated_config

HOT = PartFailed("servo_hot", "pan servo", "75 degrees hot")


@pytest.fixture
def machine() -> Machine:
    machine = Machine()
    machine.send(wire.Show, signal="present")
    return machine


def look(machine: Machine, pan_deg: float, tilt_deg: float = 0.0, seconds: float = 2.0) -> None:
    machine.send(wire.Target, pan_deg=pan_deg, tilt_deg=tilt_deg)
    machine.run(seconds, each=machine.keep)


def test_a_look_starts_at_once_and_arrives(machine: Machine) -> None:
    machine.send(wire.Target, pan_deg=40.0, tilt_deg=10.0)
    assert machine.moves[0][0] == machine.now
    machine.run(2, each=machine.keep)
    assert machine.moves[-1][1] == Pose(40, 10)
    assert not machine.state.moving
    assert machine.state.attached


def test_silence_holds_the_head(machine: Machine) -> None:
    machine.send(wire.Target, pan_deg=90.0, tilt_deg=0.0)
    fed_s = machine.now
    machine.run(2)
    assert machine.state.held
    assert machine.moves[-1][0] <= fed_s + wire.DEAD_MAN_S


@pytest.mark.parametrize("seq", [pytest.param(1, id="replayed"), pytest.param(2, id="late")])
def test_a_late_or_replayed_intent_feeds_nothing_and_is_counted(seq: int) -> None:
    machine = Machine()
    machine.give(wire.Keep(seq=2))
    machine.give(wire.Target(seq=seq, pan_deg=20, tilt_deg=0))
    machine.run(1)
    assert machine.moves == []
    assert machine.state.dropped == 1


def test_malformed_lines_are_counted(machine: Machine) -> None:
    machine.give(Malformed())
    machine.run(0.02)
    assert machine.state.dropped == 1


def test_a_new_agent_counts_anew(machine: Machine) -> None:
    machine.give(AgentConnected())
    machine.give(wire.Target(seq=1, pan_deg=20, tilt_deg=0))
    machine.run(0.1)
    assert machine.state.dropped == 0
    assert machine.moves


def test_parking_needs_no_feeding_and_detaches(machine: Machine) -> None:
    look(machine, 60)
    machine.send(wire.Park)
    machine.run(4)
    assert machine.moves[-1][1] == Pose(0, -30)
    assert DetachHead() in machine.effects
    assert not machine.state.attached


@pytest.mark.parametrize("signal", ["asleep", "on_break", "not_allowed"])
def test_signals_of_rest_park_the_head(machine: Machine, signal: str) -> None:
    look(machine, 60)
    machine.send(wire.Show, signal=signal)
    machine.run(4)
    assert not machine.state.attached


def test_joining_raises_the_head_once_it_is_fed() -> None:
    machine = Machine()
    machine.send(wire.Show, signal="joining")
    machine.run(1)
    assert machine.moves == []
    machine.run(2, each=machine.keep)
    assert machine.moves[-1][1] == Pose(0, 0)


def test_whispering_leans_down_and_back(machine: Machine) -> None:
    look(machine, 0)
    machine.send(wire.Show, signal="whispering")
    machine.run(1, each=machine.keep)
    assert machine.state.commanded_tilt_deg == -12
    machine.send(wire.Show, signal="present")
    machine.run(1, each=machine.keep)
    assert machine.state.commanded_tilt_deg == 0


def test_a_hand_that_was_seen_nods(machine: Machine) -> None:
    look(machine, 0)
    machine.send(wire.Show, signal="seen")
    machine.run(1.5, each=machine.keep)
    tilts = [state.commanded_tilt_deg for state in machine.states[-75:]]
    assert min(tilts) < -4
    assert tilts[-1] == 0


def test_a_bad_line_keeps_the_head_still(machine: Machine) -> None:
    look(machine, 30, -5)
    machine.send(wire.Show, signal="line_bad")
    count = len(machine.moves)
    machine.run(2)
    assert len(machine.moves) == count
    assert machine.state.signal == "line_bad"


def test_the_hand_goes_up_and_down_without_feeding(machine: Machine) -> None:
    machine.send(wire.RaiseHand, raised=True)
    machine.run(2)
    up = machine.state
    assert up.hand_raised
    assert MoveHand(90) in machine.effects
    machine.send(wire.RaiseHand, raised=False)
    machine.run(2)
    assert not machine.state.hand_raised
    assert machine.effects.count(DetachHand()) == 1


def press_pause(machine: Machine) -> None:
    machine.give(ButtonPressed("pause"))
    if machine.body.deadline <= machine.now:
        machine.tick()


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
    assert KeepPause(False) in machine.give(ButtonPressed("pause"))
    anew = Body(simulated_config(), 0.0, has_hand=True, paused=True)
    assert anew.signal == "paused"
    (shown,) = [e for e in anew.tick(1.0) if isinstance(e, ShowLights)]
    assert shown.state.red > 0


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
    assert [type(e) for e in refused if isinstance(e, Refuse)] == [Refuse]
    assert len(machine.moves) == count


def test_a_failed_body_raises_no_hand(machine: Machine) -> None:
    machine.give(HOT)
    effects = machine.send(wire.RaiseHand, raised=True)
    assert isinstance(effects[0], Refuse)
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


def test_without_an_agent_it_holds_then_parks_and_sleeps(machine: Machine) -> None:
    look(machine, 60)
    machine.send(wire.RaiseHand, raised=True)
    machine.run(1)
    machine.give(AgentGone())
    machine.run(1)
    holding = machine.state
    assert (holding.held, holding.signal) == (True, "present")
    machine.run(8)
    assert machine.state.signal == "asleep"
    assert not machine.state.attached
    assert not machine.state.hand_raised
    assert machine.state.commanded_pan_deg == 0


def test_an_agent_that_returns_in_time_finds_the_head_where_it_was(machine: Machine) -> None:
    look(machine, 60)
    machine.give(AgentGone())
    machine.run(1)
    machine.give(AgentConnected())
    machine.run(10)
    assert machine.state.commanded_pan_deg == 60
    assert machine.state.signal == "present"


def test_an_agent_that_returns_while_joining_still_raises_the_head() -> None:
    machine = Machine()
    machine.send(wire.Show, signal="joining")
    machine.give(AgentGone())
    machine.give(AgentConnected())
    machine.send(wire.Show, signal="joining")
    machine.run(2, each=machine.keep)
    assert machine.moves[-1][1] == Pose(0, 0)


def test_stopping_rests_within_the_time_for_it(machine: Machine) -> None:
    look(machine, 90, 35)
    machine.give(Stop())
    # The agent does not know yet, and goes on.
    machine.run(1.3, each=lambda: machine.send(wire.Target, pan_deg=80.0, tilt_deg=0.0))
    assert machine.body.at_rest


def test_presses_are_for_the_simulated_driver_only(machine: Machine) -> None:
    assert machine.give(wire.Press(seq=1, button="pause")) == [PressButton("pause")]
    real = Machine(Config(body=BodySection(driver="gpio")))
    (refusal,) = real.give(wire.Press(seq=1, button="pause"))
    assert isinstance(refusal, Refuse)
    assert refusal.report.code == "not_simulated"


def test_state_is_told_on_change_while_moving_and_each_second(machine: Machine) -> None:
    machine.run(1)
    machine.states.clear()
    machine.run(3)
    assert 2 <= len(machine.states) <= 4
    machine.states.clear()
    machine.send(wire.Target, pan_deg=90.0, tilt_deg=0.0)
    machine.run(0.5, each=machine.keep)
    assert len(machine.states) >= 25
    machine.run(2, each=machine.keep)
    machine.states.clear()
    machine.give(Sensed(Pose(1.0, 2.0), by_servo=True))
    machine.give(Commanded(Pose(89.9, 0.0)))
    machine.give(Powered(wire.Power(percent=55.0)))
    machine.run(0.02)
    (state,) = machine.states
    assert (state.measured_pan_deg, state.measured_tilt_deg) == (1.0, 2.0)
    assert state.commanded_pan_deg == 89.9
    assert state.battery_percent == 55.0


def test_the_greeting_tells_limits_and_driver(machine: Machine) -> None:
    greeting = machine.body.greeting
    assert (greeting.driver, greeting.pan_max_deg, greeting.has_hand) == ("simulated", 90.0, True)


def test_it_ticks_at_least_fifty_times_a_second(machine: Machine) -> None:
    machine.tick()
    assert machine.body.deadline <= machine.now + 0.02


def test_the_pause_button_parks_also_where_the_agent_showed_a_pause(machine: Machine) -> None:
    machine.send(wire.Show, signal="paused")
    look(machine, 60, seconds=0.4)
    press_pause(machine)
    assert machine.body.parking


def shown(machine: Machine) -> str:
    return machine.state.signal


def test_a_gesture_is_told_and_over_when_it_is_over(machine: Machine) -> None:
    look(machine, 20)
    machine.send(wire.Gesture, name="nod")
    machine.run(0.3, each=machine.keep)
    gestures = [machine.state.gesture]
    machine.run(3, each=machine.keep)
    assert [*gestures, machine.state.gesture] == ["nod", None]
    assert machine.state.commanded_tilt_deg == 0


def test_applause_waves_the_arm_and_puts_it_down(machine: Machine) -> None:
    look(machine, 0)
    machine.send(wire.Gesture, name="applaud")
    machine.run(4, each=machine.keep)
    waved = [e.angle_deg for e in machine.effects if isinstance(e, MoveHand)]
    assert max(waved) > 80
    assert waved[-1] == 0
    assert machine.effects.count(DetachHand()) == 1


def test_a_raised_arm_is_up_again_after_applause(machine: Machine) -> None:
    machine.send(wire.RaiseHand, raised=True)
    look(machine, 0)
    machine.send(wire.Gesture, name="applaud")
    machine.run(5, each=machine.keep)
    assert [e for e in machine.effects if isinstance(e, MoveHand)][-1] == MoveHand(90)


def test_a_failed_or_paused_body_makes_no_gesture(machine: Machine) -> None:
    look(machine, 20)
    press_pause(machine)
    machine.send(wire.Gesture, name="nod")
    machine.run(0.1)
    assert machine.state.gesture is None


@pytest.mark.parametrize("age_s", [0.31, 5.0, -0.06])
def test_an_intent_that_waited_too_long_moves_nothing_and_is_counted(
    machine: Machine, age_s: float
) -> None:
    machine.send(wire.Target, pan_deg=40.0, tilt_deg=0.0, at_s=machine.now - age_s)
    machine.run(0.1)
    assert machine.moves == []
    assert machine.state.dropped == 1


def test_an_intent_feeds_from_when_it_was_made(machine: Machine) -> None:
    begun_s = machine.now
    machine.send(wire.Target, pan_deg=90.0, tilt_deg=0.0, at_s=begun_s - 0.25)
    machine.run(2)
    assert begun_s < machine.moves[-1][0] <= begun_s + 0.25 + 1e-9


def test_a_clock_that_jumps_back_stops_the_head_until_it_is_fed_anew(machine: Machine) -> None:
    machine.send(wire.Target, pan_deg=90.0, tilt_deg=0.0)
    machine.run(0.2, each=machine.keep)
    count = len(machine.moves)
    machine.now -= 50
    machine.run(1)
    assert len(machine.moves) == count
    assert machine.state.held
    look(machine, 30)
    assert machine.moves[-1][1].pan_deg == 30


def test_a_clock_that_jumps_ahead_ends_the_feeding(machine: Machine) -> None:
    machine.send(wire.Target, pan_deg=90.0, tilt_deg=0.0)
    machine.run(0.2, each=machine.keep)
    count = len(machine.moves)
    machine.now += 1000
    machine.run(1)
    assert len(machine.moves) == count


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


def test_how_the_servos_feel_is_told(machine: Machine) -> None:
    health = (wire.ServoHealth("pan", 0.2, 41.0, 7.4),)
    machine.give(Felt(health))
    machine.tick()
    assert machine.state.servos == health


def test_a_hand_without_an_arm_is_still_a_raised_hand() -> None:
    body = Body(simulated_config(), 0.0, has_hand=False)
    body.handle(wire.RaiseHand(seq=1, raised=True), 0.1)
    effects = body.tick(0.12)
    assert not [e for e in effects if isinstance(e, MoveHand)]
    assert body.state is not None
    assert body.state.hand_raised


def test_half_a_turn_is_done_within_one_and_a_half_seconds_of_the_command() -> None:
    machine = Machine()
    machine.send(wire.Show, signal="present")
    look(machine, -90)
    begun_s, count = machine.now, len(machine.moves)
    look(machine, 90)
    assert machine.moves[count][0] - begun_s <= 0.05
    assert machine.moves[-1][1].pan_deg == 90
    assert machine.moves[-1][0] - begun_s <= 1.5
