"""PURE. What one servo says of itself, whoever made it. No I/O."""

from dataclasses import dataclass

from hardware.contract.wire import FaultCode


@dataclass(frozen=True, slots=True)
class Alarm:
    """A servo that calls for help, in the body's words."""

    code: FaultCode
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one servo says of itself.

    Args:
        position: In positions of its encoder; may be negative.
        load: Share of the torque, -1..1; above 0 towards higher positions.
        torque: Whether it is powered; None where it was not asked this time.
        tripped: Its own watchdog stopped it, since nobody spoke on the bus.
        alarm: What it complains of.
    """

    position: int
    load: float
    voltage_v: float
    temperature_c: int
    moving: bool = False
    torque: bool | None = None
    tripped: bool = False
    alarm: Alarm | None = None
