"""What can go wrong between a number and a movement.

    HardwareError              a part of the body does not do what it was told
    ├── NotConnected           a device, port or servo is not there (also OSError)
    ├── OutOfRange             an angle, pulse or position outside its limits (also ValueError)
    └── BusError               the serial line carries something else than answers

Each carries `part` (which part, for the technician) and `code` (for the wire).
"""

from hardware.contract.wire import FaultCode


class HardwareError(Exception):
    """A part of the body failed.

    Args:
        part: Which one, in the technician's words: "pan servo (id 1)".
        text: What happened to it.
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
    """The device is not there."""

    code: FaultCode = "servo_silent"


class OutOfRange(HardwareError, ValueError):
    """The value is outside the limits; nothing was moved."""


class BusError(HardwareError):
    """Bytes on the serial line that are no valid answer."""

    code: FaultCode = "servo_bus"
