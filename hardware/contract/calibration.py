"""PURE. Conversion between degrees and pulse widths or bus positions. No I/O.

The numbers belong to one robot: they are measured at the bench and kept in its
configuration. Nothing is clamped here; a value outside the limits is an error.
"""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.errors import OutOfRange

Microseconds = Annotated[float, Meta(ge=400, le=2600)]
Trim = Annotated[float, Meta(ge=-45, le=45)]

FRAME_S = 0.02
"""A hobby servo gets one pulse in each frame of 20 ms."""

MOST_BUS_POSITION = 4095
BusPosition = Annotated[int, Meta(ge=0, le=MOST_BUS_POSITION)]


class PulseCalibration(Section, frozen=True):
    """Calibration of a servo that takes pulse widths.

    Args:
        centre_us: Pulse at 0 degrees, before the trim.
        us_per_deg: Change of the pulse for one degree.
        direction: 1 if longer pulses turn left or up, else -1.
        trim_deg: Real angle of the axis at the centre pulse.
        min_us: Shortest pulse that the servo is ever sent.
        max_us: Longest pulse that the servo is ever sent.
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
        """Return the number sent for this angle: `pulse_us`."""
        return self.pulse_us(angle_deg)

    def angle_deg(self, pulse_us: float) -> float:
        """Return the angle for this pulse width."""
        return self.direction * (pulse_us - self.centre_us) / self.us_per_deg + self.trim_deg


class BusCalibration(Section, frozen=True):
    """Calibration of a servo on a serial bus.

    Args:
        positions_per_turn: 4096 for STS servos; about 1229 for SCS, which count 1024 on 300.
        centre: Position at 0 degrees, before the trim.
        direction: 1 if higher positions turn left or up, else -1.
        trim_deg: Real angle of the axis at the centre.
        low: Lowest position that the servo is ever sent.
        high: Highest position that the servo is ever sent.
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
        """Return the number sent for this angle: `position`."""
        return self.position(angle_deg)

    def angle_deg(self, position: float) -> float:
        """Return the angle for this position."""
        turned = self.direction * (position - self.centre) * 360.0 / self.positions_per_turn
        return turned + self.trim_deg
