"""Sections of the body's file for servos on a serial bus."""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.calibration import BusCalibration
from hardware.contract.wire import AxisName

BusId = Annotated[int, Meta(ge=0, le=252)]
"""Dynamixel reserves 253 to 255; Feetech 254 and 255."""

MOST_SCS_POSITION = 1023

Volts = Annotated[float, Meta(ge=3, le=30)]


class BusServo(BusCalibration, frozen=True, kw_only=True):
    """A servo on the bus."""

    id: BusId


class BusSection(Section, frozen=True, kw_only=True):
    """What both makes of servos have in common.

    Args:
        answer_s: So long one servo may take to answer.
        hot_c: A servo this hot is detached.
        low_v: A supply below is a brown-out; without it the servo's own word counts.
        stall_load: Share of the torque from which standing still counts as stalled.
        hold: Share of the torque that holds a settled head; 1 never softens. Feetech's SCS
            servos know no such share and always hold firmly.
        battery_empty_v: Supply that counts as 0 %; without it the battery is unknown.
    """

    port: Annotated[str, Meta(min_length=1, max_length=100)]
    pan: BusServo
    tilt: BusServo
    hand: BusServo | None = None
    baud: Annotated[int, Meta(ge=9600, le=4_500_000)] = 1_000_000
    answer_s: Annotated[float, Meta(ge=0.001, le=0.2)] = 0.02
    hot_c: Annotated[int, Meta(ge=40, le=85)] = 70
    low_v: Volts | None = None
    stall_load: Annotated[float, Meta(ge=0.1, le=1)] = 0.8
    stall_s: Annotated[float, Meta(ge=0.05, le=5)] = 0.15
    hold: Annotated[float, Meta(ge=0.1, le=1)] = 0.4
    battery_empty_v: Volts | None = None
    battery_full_v: Volts | None = None

    def servos(self) -> Iterator[tuple[AxisName, BusServo]]:
        """Return every servo that is built in, by its axis."""
        yield "pan", self.pan
        yield "tilt", self.tilt
        if self.hand is not None:
            yield "hand", self.hand

    def parts(self) -> dict[int, str]:
        """Return what the builder calls each servo, by its id."""
        return {servo.id: f"{name} servo (id {servo.id})" for name, servo in self.servos()}


class Feetech(BusSection, frozen=True, kw_only=True):
    """Feetech servos.

    Args:
        series: STS servos count in little endian and can be read together; SCS cannot.
        lights: "gpio" takes them from [gpio]; "none" builds none. No default.
        buttons: Likewise.
    """

    lights: Literal["gpio", "none"]
    buttons: Literal["gpio", "none"]
    series: Literal["sts", "scs"] = "sts"
    baud: Annotated[int, Meta(ge=9600, le=1_000_000)] = 1_000_000


class Dynamixel(BusSection, frozen=True, kw_only=True):
    """Dynamixel servos with protocol 2: XL330, XL430, XC330, XC430, XM430.

    Args:
        baud: What the servos were set to; shipped with 57600, too slow for 50 readings a second.
        watchdog_s: A servo that hears nothing for so long stops by itself.
    """

    stall_load: Annotated[float, Meta(ge=0.1, le=1)] = 0.5
    watchdog_s: Annotated[float, Meta(ge=0.3, le=2.5)] = 0.5


def contradiction(name: str, section: BusSection) -> str | None:
    """Return what in the section does not fit together, or None."""
    ids = [servo.id for _, servo in section.servos()]
    if len(set(ids)) != len(ids):
        return f"{name}: ids {ids}: each servo needs its own"
    if isinstance(section, Feetech) and section.series == "scs":
        for axis, servo in section.servos():
            if servo.centre > MOST_SCS_POSITION:
                return (
                    f"{name}.{axis}.centre = {servo.centre}: SCS servos count from 0 to "
                    f"{MOST_SCS_POSITION}; 512 is the middle, with positions_per_turn = 1229 "
                    "for those that turn by 300 degrees"
                )
    empty, full = section.battery_empty_v, section.battery_full_v
    if (empty is None) != (full is None) or (empty and full and empty >= full):
        return f"{name}.battery_empty_v: needs a higher {name}.battery_full_v"
    return None
