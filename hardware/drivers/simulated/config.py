"""The section [simulated]."""

from typing import Annotated

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.bounds import Percent


class Simulated(Section, frozen=True):
    """Traits of the simulated servos and battery.

    Args:
        stiffness_hz: Stiffness of the position control; a servo lags by about
            2/stiffness seconds.
        speed_deg_s: Speed without load.
        backlash_deg: Play of the gear.
        tilt_weight: Weight of the level head, as a share of the tilt servo's torque.
        hand_weight: Weight of the hand held out straight, as a share of its servo's torque.
        ambient_c: Temperature around the servos, inside the head.
        hot_c: Temperature from which a servo is a fault.
        stall_load: Share of the torque from which standing still counts as stalled.
        stall_s: Time for which it must stand still.
        has_hand: Whether there is a hand.
        battery_percent: Charge at the start; without it there is a mains adapter.
        battery_wh: Capacity of the full battery.
    """

    stiffness_hz: Annotated[float, Meta(ge=20, le=100)] = 45.0
    speed_deg_s: Annotated[float, Meta(ge=50, le=2000)] = 400.0
    backlash_deg: Annotated[float, Meta(ge=0, le=5)] = 0.3
    tilt_weight: Annotated[float, Meta(ge=-0.5, le=0.5)] = 0.05
    hand_weight: Annotated[float, Meta(ge=0, le=0.5)] = 0.05
    ambient_c: Annotated[float, Meta(ge=-10, le=50)] = 25.0
    hot_c: Annotated[float, Meta(ge=40, le=85)] = 70.0
    stall_load: Annotated[float, Meta(ge=0.1, le=1)] = 0.8
    stall_s: Annotated[float, Meta(ge=0.1, le=5)] = 0.5
    has_hand: bool = True
    battery_percent: Percent | None = None
    battery_wh: Annotated[float, Meta(ge=1, le=200)] = 37.0
