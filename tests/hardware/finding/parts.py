"""Parts of bodies as a search finds them."""

from typing import Any

from hardware.finding.found import FoundBody, FoundChip, FoundPins, FoundPort, FoundServo

PORT = "/dev/serial/by-id/usb-1a86_USB_Single_Serial_5573-if00"
PINS = FoundPins(("/dev/gpiochip0",))
EYES = (FoundChip(1, 0x70, "ht16k33", False), FoundChip(1, 0x71, "ht16k33", False))
GAUGE = FoundChip(1, 0x40, "ina219")


def servos(*ids: int, model: str = "STS3215", baud: int = 1_000_000) -> tuple[FoundServo, ...]:
    return tuple(FoundServo(number, baud, model, volts=7.4) for number in ids)


def bus(*ids: int, **others: Any) -> FoundPort:
    return FoundPort(PORT, "feetech", servos(*ids), **others)


def good_body() -> FoundBody:
    """Everything that the good build has and that can be asked."""
    return FoundBody((bus(1, 2, 3),), (GAUGE, *EYES), pins=PINS)
