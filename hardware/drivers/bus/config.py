"""Configuration sections for servos on a serial bus."""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.bounds import PortText
from hardware.contract.calibration import BusCalibration
from hardware.contract.wire import AxisName

BusId = Annotated[int, Meta(ge=0, le=252)]
"""Id of a servo. Dynamixel reserves 253 to 255, Feetech 254 and 255."""

MOST_SCS_POSITION = 1023

Volts = Annotated[float, Meta(ge=3, le=30)]


class BusServo(BusCalibration, frozen=True, kw_only=True):
    """A servo on the bus."""

    id: BusId


class BusSection(Section, frozen=True, kw_only=True):
    """Settings common to both makes of servos.

    Args:
        answer_s: Longest time for one servo to answer.
        hot_c: Temperature at which a servo is detached.
        low_v: Supply voltage below which there is a brown-out; without it the servo's own
            alarm decides.
        stall_load: Share of the torque from which standing still counts as stalled.
        hold: Share of the torque that holds a settled head; 1 never softens. Feetech's SCS
            servos have no torque limit and always hold with full torque.
        battery_empty_v: Supply voltage that counts as 0 %; without it the charge is unknown.
    """

    port: PortText
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
        """Yield the axis and section of every servo that is built in."""
        yield "pan", self.pan
        yield "tilt", self.tilt
        if self.hand is not None:
            yield "hand", self.hand

    def parts(self) -> dict[int, str]:
        """Return the name of each servo for the builder, by its id."""
        return {servo.id: f"{name} servo (id {servo.id})" for name, servo in self.servos()}


class Feetech(BusSection, frozen=True, kw_only=True):
    """Feetech servos.

    Args:
        series: STS servos are little endian and can be read together. SCS servos are big
            endian and are read one by one.
        lights: "gpio" takes them from [gpio]; "none" builds none. Has no default.
        buttons: As `lights`.
    """

    lights: Literal["gpio", "none"]
    buttons: Literal["gpio", "none"]
    series: Literal["sts", "scs"] = "sts"
    baud: Annotated[int, Meta(ge=9600, le=1_000_000)] = 1_000_000


class Dynamixel(BusSection, frozen=True, kw_only=True):
    """Dynamixel servos with protocol 2: XL330, XL430, XC330, XC430, XM430.

    Args:
        baud: Baud rate set in the servos. They are shipped with 57600, which is too slow
            for 50 readings a second.
        watchdog_s: Silence on the bus after which a servo stops by itself.
    """

    stall_load: Annotated[float, Meta(ge=0.1, le=1)] = 0.5
    watchdog_s: Annotated[float, Meta(ge=0.3, le=2.5)] = 0.5


def contradiction(name: str, section: BusSection) -> str | None:
    """Return the first contradiction in the section, or None."""
    first: dict[int, str] = {}
    for axis, servo in section.servos():
        other = first.setdefault(servo.id, axis)
        if other != axis:
            return (
                f"{name}.{axis}.id = {servo.id}: {name}.{other} has this id too; each servo needs "
                "its own"
            )
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
