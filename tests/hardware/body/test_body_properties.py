"""Any intents on any clock: no limit is passed, and nothing outlives the dead man's switch."""

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.protocol.vocabulary import GESTURES, SIGNALS
from hardware.body.events import AgentConnected, AgentGone
from hardware.contract import wire
from hardware.contract.interfaces import PartFailed, Pose
from hardware.motion.config import Motion
from tests.hardware.bodies import Machine, press_pause

HOT = PartFailed("servo_hot", "pan servo", "75 degrees hot")


angles = st.floats(-360, 360, allow_nan=False)
events = st.one_of(
    st.builds(lambda p, t: ("target", p, t), angles, angles),
    st.just(("keep",)),
    st.just(("park",)),
    st.builds(lambda g: ("gesture", g), st.sampled_from(GESTURES)),
    st.just(("late",)),
    st.just(("release",)),
    st.just(("gone",)),
    st.just(("connected",)),
    st.just(("pause",)),
    st.just(("fault",)),
    st.builds(lambda s, v: ("show", s, v), st.sampled_from(SIGNALS), st.floats(0, 1)),
    st.builds(lambda r: ("hand", r), st.booleans()),
)


def do(machine: Machine, event: tuple[Any, ...]) -> None:
    match event:
        case ("target", pan_deg, tilt_deg):
            machine.send(wire.Target, pan_deg=pan_deg, tilt_deg=tilt_deg)
        case ("keep",):
            machine.send(wire.Keep)
        case ("park",):
            machine.send(wire.Park)
        case ("gesture", name):
            machine.send(wire.PerformGesture, name=name)
        case ("late",):
            machine.give(wire.Target(seq=machine.seq, pan_deg=33, tilt_deg=3)) if machine.seq else 0
        case ("release",):
            machine.send(wire.Release)
        case ("gone",):
            machine.give(AgentGone())
        case ("connected",):
            machine.give(AgentConnected())
            machine.seq = 0
        case ("pause",):
            press_pause(machine)
        case ("fault",):
            machine.give(HOT)
        case ("show", signal, level):
            machine.send(wire.Show, signal=signal, level=level)
        case ("hand", raised):
            machine.send(wire.RaiseHand, raised=raised)


FEEDS = ("target", "keep")
MOTION = Motion()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.7), events), min_size=1, max_size=60))
def test_no_intents_and_no_clock_pass_a_limit_or_outlive_the_dead_mans_switch(
    steps: list[tuple[float, tuple[Any, ...]]],
) -> None:
    machine = Machine()
    fed_s, before = -1.0, (machine.now, Pose(MOTION.rest_pan_deg, MOTION.rest_tilt_deg))
    for wait, event in steps:
        machine.now += wait
        machine.moves.clear()
        machine.tick()
        if machine.moves and not machine.body.parking:
            assert machine.now <= fed_s + wire.DEAD_MAN_S
        do(machine, event)
        if event[0] in FEEDS:
            fed_s = machine.now
        for at_s, pose in machine.moves:
            assert MOTION.pan_min_deg <= pose.pan_deg <= MOTION.pan_max_deg
            assert MOTION.tilt_min_deg <= pose.tilt_deg <= MOTION.tilt_max_deg
            most = MOTION.speed_deg_s * (at_s - before[0] + 0.02) + 1e-6
            assert abs(pose.pan_deg - before[1].pan_deg) <= most
            assert abs(pose.tilt_deg - before[1].tilt_deg) <= most
            before = (at_s, pose)
        if machine.body.paused or machine.body.faults:
            assert machine.body.signal in ("paused", "fault")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), events), min_size=1, max_size=40))
def test_on_an_even_clock_no_acceleration_is_passed_either(
    steps: list[tuple[int, tuple[Any, ...]]],
) -> None:
    machine = Machine()
    pans = [0.0, 0.0]
    for ticks, event in steps:
        if event[0] == "fault":
            continue  # its torque ends: what follows starts from rest
        do(machine, event)
        for _ in range(ticks):
            machine.now += 0.02
            machine.tick()
            pans.append(machine.moves[-1][1].pan_deg if machine.moves else 0.0)
    speeds = [(b - a) / 0.02 for a, b in pairwise(pans)]
    changes = [(b - a) / 0.02 for a, b in pairwise(speeds)]
    assert all(abs(speed) <= MOTION.speed_deg_s + 1e-6 for speed in speeds)
    assert all(abs(c) <= MOTION.stop_acceleration_deg_s2 + 1e-3 for c in changes)
