"""PURE. Memory table of Feetech STS and SCS servos. No I/O.

Source: Feetech's own libraries, SMS_STS.h and SCSCL.h (memory tables).
"""

from enum import IntEnum
from typing import Literal

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus.reading import Alarm, Reading

Order = Literal["little", "big"]


class FeetechRegister(IntEnum):
    """Addresses in a servo's memory. Words take two bytes. Addresses up to 39 are EEPROM."""

    MIN_POSITION_LIMIT = 9
    MAX_POSITION_LIMIT = 11
    MAX_TORQUE_LIMIT = 16
    OPERATING_MODE = 33
    """STS only."""
    TORQUE_ENABLE = 40
    ACCELERATION = 41
    GOAL_POSITION = 42
    GOAL_SPEED = 46
    TORQUE_LIMIT = 48
    """STS only; on SCS it is the lock of the EEPROM."""
    LOCK = 55
    """STS only; 0 unlocks the EEPROM."""
    PRESENT_POSITION = 56
    PRESENT_LOAD = 60
    PRESENT_VOLTAGE = 62
    PRESENT_TEMPERATURE = 63
    STATUS = 65
    MOVING = 66


READING_FROM = FeetechRegister.TORQUE_ENABLE
READING_BYTES = FeetechRegister.MOVING - READING_FROM + 1
"""One block from torque to movement, so that each reading shows a servo that lost its torque."""

SETTINGS_FROM = FeetechRegister.MAX_TORQUE_LIMIT
SETTINGS_BYTES = FeetechRegister.OPERATING_MODE - SETTINGS_FROM + 1
"""Settings of the builder on an STS servo: largest torque and mode."""

LIMITS_FROM = FeetechRegister.MIN_POSITION_LIMIT
LIMITS_BYTES = 4

POSITION_MODE = 0
MOST_FORCE = 1000
LOAD_SIGN = 0x400
SIGN = 0x8000
ALARMS = {
    0x04: Alarm("servo_hot", "is too hot by its own measure"),
    0x01: Alarm("servo_brownout", "its supply is out of bounds"),
    0x20: Alarm("servo_stalled", "is overloaded"),
    0x08: Alarm("servo_stalled", "draws too much current"),
    0x02: Alarm("driver", "its position sensor failed"),
}
"""Alarms by bit of the status, the worst first."""


def word(value: int, order: Order) -> bytes:
    """Return two bytes of a position."""
    return value.to_bytes(2, order)


def settings(memory: bytes) -> tuple[int, int]:
    """Parse largest torque and mode of an STS servo.

    Args:
        memory: SETTINGS_BYTES from SETTINGS_FROM on.

    Raises:
        OutOfRange: `memory` has another length.
    """
    if len(memory) != SETTINGS_BYTES:
        raise OutOfRange("servo bus", f"{len(memory)} bytes are no settings", "servo_bus")
    return min(int.from_bytes(memory[:2], "little"), MOST_FORCE), memory[-1]


def alarm(bits: int) -> Alarm | None:
    """Return the worst alarm among these bits, or None."""
    return next((found for bit, found in ALARMS.items() if bits & bit), None)


def reading(memory: bytes, error_bits: int, order: Order) -> Reading:
    """Parse a reading.

    Args:
        memory: READING_BYTES from READING_FROM on.
        error_bits: From the header of the answer.
        order: Byte order of the series.

    Raises:
        OutOfRange: `memory` has another length.
    """
    if len(memory) != READING_BYTES:
        raise OutOfRange("servo bus", f"{len(memory)} bytes are no reading", "servo_bus")

    def byte_at(register: int) -> int:
        return memory[register - READING_FROM]

    def word_at(register: int) -> int:
        at = register - READING_FROM
        return int.from_bytes(memory[at : at + 2], order)

    raw, load = word_at(FeetechRegister.PRESENT_POSITION), word_at(FeetechRegister.PRESENT_LOAD)
    share = min((load & (LOAD_SIGN - 1)) / MOST_FORCE, 1.0)
    return Reading(
        position=-(raw & (SIGN - 1)) if raw & SIGN else raw,
        load=-share if load & LOAD_SIGN else share,
        voltage_v=byte_at(FeetechRegister.PRESENT_VOLTAGE) / 10.0,
        temperature_c=byte_at(FeetechRegister.PRESENT_TEMPERATURE),
        moving=bool(byte_at(FeetechRegister.MOVING)),
        torque=bool(byte_at(FeetechRegister.TORQUE_ENABLE)),
        alarm=alarm(byte_at(FeetechRegister.STATUS) | error_bits),
    )
