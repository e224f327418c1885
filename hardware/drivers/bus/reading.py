"""PURE. The state that a servo of any make reports. No I/O."""

from dataclasses import dataclass

from hardware.contract.wire import FaultCode


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm of a servo, as the body's fault code and text."""

    code: FaultCode
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a servo.

    Args:
        position: In positions of its encoder; may be negative.
        load: Share of the torque, -1..1; above 0 towards higher positions.
        torque: Whether its torque is on; None where this was not read.
        tripped: Its own watchdog stopped it because the bus was silent.
        alarm: Its worst alarm, if any.
    """

    position: int
    load: float
    voltage_v: float
    temperature_c: int
    moving: bool = False
    torque: bool | None = None
    tripped: bool = False
    alarm: Alarm | None = None
