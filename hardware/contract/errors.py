"""Errors of the body's parts.

    HardwareError              a part of the body failed
    ├── NotConnected           a device, port or servo is missing (also OSError)
    ├── OutOfRange             an angle, pulse or position is outside its limits (also ValueError)
    └── BusError               the serial line carries no valid answer

Each carries `part` (its name for the technician) and `code` (for the wire).
"""

from hardware.contract.wire import FaultCode


class HardwareError(Exception):
    """A part of the body failed.

    Args:
        part: Name of the part for the technician: "pan servo (id 1)".
        text: Description of the failure.
    """

    code: FaultCode = "driver"

    def __init__(self, part: str, text: str, code: FaultCode | None = None) -> None:
        super().__init__(part, text)
        self.part = part
        self.text = text
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        """Return one sentence."""
        return f"{self.part}: {self.text}"


class NotConnected(HardwareError, OSError):
    """The device is missing."""

    code: FaultCode = "servo_silent"


class OutOfRange(HardwareError, ValueError):
    """The value is outside the limits; nothing was moved."""


class BusError(HardwareError):
    """The bytes on the serial line are not a valid answer."""

    code: FaultCode = "servo_bus"
