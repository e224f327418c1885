"""PURE. Degrees to pulse widths and bus positions, and back. No I/O.

The numbers belong to one robot: they are measured at the bench and stand in its
configuration. Nothing is clamped here; who is outside the limits is told so.
"""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.errors import OutOfRange

Microseconds = Annotated[float, Meta(ge=400, le=2600)]
Trim = Annotated[float, Meta(ge=-45, le=45)]

FRAME_S = 0.02
"""A hobby servo hears one pulse in each frame of 20 ms."""

MOST_BUS_POSITION = 4095
BusPosition = Annotated[int, Meta(ge=0, le=MOST_BUS_POSITION)]


class PulseCalibration(Section, frozen=True):
    """One servo on a pulse width.

    Args:
        centre_us: Pulse at 0 degrees, before the trim.
        us_per_deg: How much longer the pulse for one degree.
        direction: 1 where longer pulses turn left or up, else -1.
        trim_deg: The axis's angle at which the horn really stands at the centre pulse.
        min_us: The servo is never sent a shorter pulse.
        max_us: The servo is never sent a longer pulse.
    """

    centre_us: Microseconds = 1500.0
    us_per_deg: Annotated[float, Meta(gt=0, le=50)] = 10.0
    direction: Literal[1, -1] = 1
    trim_deg: Trim = 0.0
    min_us: Microseconds = 500.0
    max_us: Microseconds = 2500.0

    def pulse_us(self, angle_deg: float) -> float:
        """Return the pulse width for this angle.

        Raises:
            OutOfRange: The pulse would be outside `min_us`..`max_us`.
        """
        pulse = self.centre_us + self.direction * (angle_deg - self.trim_deg) * self.us_per_deg
        if not self.min_us <= pulse <= self.max_us:
            allowed = f"{self.min_us:.0f}..{self.max_us:.0f} us"
            raise OutOfRange("servo", f"{angle_deg:.1f} deg is {pulse:.0f} us; allowed: {allowed}")
        return pulse

    def raw(self, angle_deg: float) -> float:
        """Return what the servo is sent for this angle: `pulse_us`."""
        return self.pulse_us(angle_deg)

    def angle_deg(self, pulse_us: float) -> float:
        """Return the angle for this pulse width."""
        return self.direction * (pulse_us - self.centre_us) / self.us_per_deg + self.trim_deg


class BusCalibration(Section, frozen=True):
    """One servo on the serial bus.

    Args:
        positions_per_turn: 4096 for STS servos; about 1229 for SCS, which count 1024 on 300.
        centre: Position at 0 degrees, before the trim.
        direction: 1 where higher positions turn left or up, else -1.
        trim_deg: The axis's angle at which the horn really stands at the centre.
        low: The servo is never sent below.
        high: The servo is never sent above.
    """

    positions_per_turn: Annotated[float, Meta(ge=100, le=65536)] = 4096.0
    centre: BusPosition = 2048
    direction: Literal[1, -1] = 1
    trim_deg: Trim = 0.0
    low: BusPosition = 0
    high: BusPosition = MOST_BUS_POSITION

    def position(self, angle_deg: float) -> int:
        """Return the bus position for this angle.

        Raises:
            OutOfRange: The position would be outside `low`..`high`.
        """
        turned = self.direction * (angle_deg - self.trim_deg) * self.positions_per_turn / 360.0
        position = round(self.centre + turned)
        if not self.low <= position <= self.high:
            allowed = f"{self.low}..{self.high}"
            raise OutOfRange("servo", f"{angle_deg:.1f} deg is {position}; allowed: {allowed}")
        return position

    def raw(self, angle_deg: float) -> float:
        """Return what the servo is sent for this angle: `position`."""
        return self.position(angle_deg)

    def angle_deg(self, position: float) -> float:
        """Return the angle for this position."""
        turned = self.direction * (position - self.centre) * 360.0 / self.positions_per_turn
        return turned + self.trim_deg
