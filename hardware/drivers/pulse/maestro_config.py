"""The section [maestro]."""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.bounds import PortText
from hardware.contract.calibration import PulseCalibration


class MaestroServo(PulseCalibration, frozen=True, kw_only=True):
    """A servo on a channel of the Maestro."""

    channel: Annotated[int, Meta(ge=0, le=23)]


class Maestro(Section, frozen=True, kw_only=True):
    """A Pololu Maestro, over USB ("USB Dual Port") or its serial pins.

    Args:
        port: Its command port; on USB the lower one of its two ports.
        protocol: "pololu" names the device in each command; "compact" needs a board
            that is alone on its port.
        device: Device number in the Maestro's settings.
        crc: As in the Maestro's settings; with a difference it understands nothing.
        baud: Of its serial pins; USB takes any.
        answer_s: Longest time to answer. A silent board is asked twice, and is noticed
            within the 0.2 s of a safe stop.
    """

    port: PortText
    pan: MaestroServo
    tilt: MaestroServo
    hand: MaestroServo | None = None
    protocol: Literal["compact", "pololu"] = "compact"
    device: Annotated[int, Meta(ge=0, le=127)] = 12
    crc: bool = False
    baud: Annotated[int, Meta(ge=300, le=200_000)] = 115_200
    answer_s: Annotated[float, Meta(ge=0.005, le=0.1)] = 0.05
