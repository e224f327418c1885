import math

import msgspec
import pytest

from bridge.protocol import codec
from bridge.protocol.channels import PoseReport
from bridge.protocol.presence import Power, Snapshot, Trouble
from bridge.protocol.signaling import RelayDown
from robot.presence import wire_bounds

P = "P" * 22
NUMBERS = [0.0, -12.5, 361.0, -5e6, math.inf, -math.inf, math.nan]


@pytest.mark.parametrize("number", NUMBERS)
def test_whatever_the_body_reports_is_a_message_that_the_bridge_takes(number: float) -> None:
    said = Snapshot(
        seq=1,
        presence=P,
        signal="fault",
        pan_deg=number,
        tilt_deg=number,
        battery_percent=number,
        power=Power(hours_left=number, soc_c=number),
        fault="x" * 5000,
        troubles=(Trouble("camera", "x" * 5000),) * 20,
        fault_code="servo_stalled",
    )
    codec.from_robot.decode(codec.encode(wire_bounds.snapshot(said)))
    shown = msgspec.structs.replace(wire_bounds.snapshot(said), troubles=msgspec.UNSET)
    codec.event_down.decode(codec.encode(shown))  # the child is told no troubles
    pose = wire_bounds.pose(PoseReport(1, number, number))
    codec.control_down.decode(codec.encode(pose))
    codec.from_robot.decode(codec.encode(RelayDown(P, pose)))


def test_what_is_allowed_stays_as_it_is() -> None:
    said = Snapshot(
        seq=1,
        presence=P,
        signal="present",
        pan_deg=-12.5,
        tilt_deg=4.0,
        battery_percent=50.0,
        power=Power(hours_left=2.5, soc_c=61.0),
        fault="servo: hot",
    )
    assert wire_bounds.snapshot(said) == said
    assert wire_bounds.pose(PoseReport(1, -12.5, 4.0)) == PoseReport(1, -12.5, 4.0)


def test_a_number_that_is_none_is_unknown() -> None:
    said = Snapshot(seq=1, presence=None, signal="asleep", pan_deg=math.nan)
    told = wire_bounds.snapshot(said)
    assert (told.pan_deg, told.battery_percent, told.power.hours_left) == (0.0, None, None)
