import pytest

from hardware.body.body import Body
from hardware.body.events import (
    AgentConnected,
    AgentGone,
    Commanded,
    Felt,
    Malformed,
    Powered,
    ProcessEnds,
    Sensed,
)
from hardware.body.hand import DetachHand, MoveHand
from hardware.body.head import DetachHead
from hardware.contract import wire
from hardware.contract.interfaces import Pose
from tests.hardware.bodies import Machine, look, press_pause, simulated_config


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
    machine.give(ProcessEnds())
    # The agent does not know yet, and goes on.
    machine.run(1.3, each=lambda: machine.send(wire.Target, pan_deg=80.0, tilt_deg=0.0))
    assert machine.body.at_rest


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
    machine.give(Powered(wire.PowerReport(percent=55.0)))
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


def test_a_gesture_is_told_and_over_when_it_is_over(machine: Machine) -> None:
    look(machine, 20)
    machine.send(wire.PerformGesture, name="nod")
    machine.run(0.3, each=machine.keep)
    gestures = [machine.state.gesture]
    machine.run(3, each=machine.keep)
    assert [*gestures, machine.state.gesture] == ["nod", None]
    assert machine.state.commanded_tilt_deg == 0


def test_applause_waves_the_arm_and_puts_it_down(machine: Machine) -> None:
    look(machine, 0)
    machine.send(wire.PerformGesture, name="applaud")
    machine.run(4, each=machine.keep)
    waved = [e.angle_deg for e in machine.effects if isinstance(e, MoveHand)]
    assert max(waved) > 80
    assert waved[-1] == 0
    assert machine.effects.count(DetachHand()) == 1


def test_a_raised_arm_is_up_again_after_applause(machine: Machine) -> None:
    machine.send(wire.RaiseHand, raised=True)
    look(machine, 0)
    machine.send(wire.PerformGesture, name="applaud")
    machine.run(5, each=machine.keep)
    assert [e for e in machine.effects if isinstance(e, MoveHand)][-1] == MoveHand(90)


def test_a_failed_or_paused_body_makes_no_gesture(machine: Machine) -> None:
    look(machine, 20)
    press_pause(machine)
    machine.send(wire.PerformGesture, name="nod")
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
