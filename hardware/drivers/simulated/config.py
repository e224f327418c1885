"""The section of the simulated body."""

from typing import Annotated

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.bounds import Percent


class Simulated(Section, frozen=True):
    """What the servos of a body without servos are like.

    Args:
        stiffness_hz: How hard a servo pulls; it is late by about 2/stiffness seconds.
        speed_deg_s: How fast it turns without any load.
        backlash_deg: Play of its gear.
        tilt_weight: How far the head hangs forward: share of the tilt servo's torque.
        hand_weight: Likewise the arm, held out straight.
        ambient_c: The room, inside of the head.
        hot_c: A servo this hot is a fault.
        stall_load: Share of the torque from which standing still counts as stalled.
        stall_s: For so long.
        battery_percent: How full the battery is at the start; without it there is none.
        battery_wh: What a full one holds.
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
