"""PURE. Control table shared by XL330, XL430, XC330, XC430 and XM430. No I/O.

Source: Robotis e-Manual, control tables of XL330-M288 and XL430-W250. Only
registers are used that mean the same on all of them.
"""

from dataclasses import dataclass
from enum import IntEnum

from hardware.contract.errors import OutOfRange
from hardware.drivers.bus.reading import Alarm, Reading


class DynamixelRegister(IntEnum):
    """Addresses in the control table. Those up to 63 are EEPROM, writable only without torque."""

    DRIVE_MODE = 10
    OPERATING_MODE = 11
    PWM_LIMIT = 36
    MAX_POSITION_LIMIT = 48
    MIN_POSITION_LIMIT = 52
    TORQUE_ENABLE = 64
    STATUS_RETURN_LEVEL = 68
    HARDWARE_ERROR = 70
    BUS_WATCHDOG = 98
    GOAL_PWM = 100
    PROFILE_VELOCITY = 112
    GOAL_POSITION = 116
    MOVING = 122
    PRESENT_PWM = 124
    PRESENT_POSITION = 132
    PRESENT_VOLTAGE = 144
    PRESENT_TEMPERATURE = 146


READING_FROM = DynamixelRegister.MOVING
READING_BYTES = DynamixelRegister.PRESENT_TEMPERATURE - READING_FROM + 1
SETTINGS_FROM = DynamixelRegister.TORQUE_ENABLE
SETTINGS_BYTES = DynamixelRegister.BUS_WATCHDOG - SETTINGS_FROM + 1

POSITION_MODE = 3
TIME_BASED_PROFILE = 0x04
EVERY_ANSWER = 2
MOST_PWM = 885
"""PWM of 100 %. Load is read as PWM: register 126 is percent on XL430, but mA on XL330."""

VELOCITY_UNIT_RPM = 0.229
WATCHDOG_UNIT_S = 0.02
TRIPPED = 0xFF

ALARMS = {
    0x04: Alarm("servo_hot", "is too hot by its own measure"),
    0x01: Alarm("servo_brownout", "its supply is out of bounds"),
    0x10: Alarm("servo_brownout", "its circuit had a shock, or too little power to move"),
    0x20: Alarm("servo_stalled", "is overloaded"),
    0x08: Alarm("driver", "its position sensor failed"),
    0x02: Alarm("driver", "its motor sensor failed"),
}
"""Alarms by bit of the hardware error, the worst first."""

ALERT = Alarm("driver", "shut itself down")
"""Alarm of a servo whose answers carry the alert bit while the reason was not read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Registers that are read less often.

    Args:
        torque: Whether the torque is on.
        alarm: The worst hardware error, if any.
        tripped: The bus watchdog stopped it; goal positions are refused until it is cleared.
    """

    torque: bool
    alarm: Alarm | None
    tripped: bool


def alarm(bits: int) -> Alarm | None:
    """Return the worst alarm among these bits, or None."""
    return next((found for bit, found in ALARMS.items() if bits & bit), None)


def long(value: int) -> bytes:
    """Return four bytes of a position or a speed."""
    return value.to_bytes(4, "little", signed=True)


def velocity(positions_per_s: float, positions_per_turn: float) -> int:
    """Return the profile velocity, at least 1; 0 would mean no limit."""
    rpm = 60.0 * positions_per_s / positions_per_turn
    return max(round(rpm / VELOCITY_UNIT_RPM), 1)


def watchdog(timeout_s: float) -> int:
    """Return the value of the bus watchdog for a time of silence, within its bounds."""
    return min(max(round(timeout_s / WATCHDOG_UNIT_S), 1), 127)


def settings(memory: bytes) -> Settings:
    """Parse settings.

    Args:
        memory: SETTINGS_BYTES from SETTINGS_FROM on.

    Raises:
        OutOfRange: `memory` has another length.
    """
    if len(memory) != SETTINGS_BYTES:
        raise OutOfRange("servo bus", f"{len(memory)} bytes are no settings", "servo_bus")
    return Settings(
        torque=bool(memory[DynamixelRegister.TORQUE_ENABLE - SETTINGS_FROM]),
        alarm=alarm(memory[DynamixelRegister.HARDWARE_ERROR - SETTINGS_FROM]),
        tripped=memory[DynamixelRegister.BUS_WATCHDOG - SETTINGS_FROM] == TRIPPED,
    )


def reading(memory: bytes, alert: bool, heard: Settings | None) -> Reading:
    """Parse a reading.

    Args:
        memory: READING_BYTES from READING_FROM on.
        alert: Whether the answer carried the alert bit.
        heard: Its settings, where they were read as well.

    Raises:
        OutOfRange: `memory` has another length.
    """
    if len(memory) != READING_BYTES:
        raise OutOfRange("servo bus", f"{len(memory)} bytes are no reading", "servo_bus")

    def number(register: int, size: int) -> int:
        at = register - READING_FROM
        return int.from_bytes(memory[at : at + size], "little", signed=True)

    complaint = heard.alarm if heard is not None else None
    return Reading(
        position=number(DynamixelRegister.PRESENT_POSITION, 4),
        load=min(max(number(DynamixelRegister.PRESENT_PWM, 2) / MOST_PWM, -1.0), 1.0),
        voltage_v=number(DynamixelRegister.PRESENT_VOLTAGE, 2) / 10.0,
        temperature_c=memory[DynamixelRegister.PRESENT_TEMPERATURE - READING_FROM],
        moving=bool(memory[0]),
        torque=heard.torque if heard is not None else None,
        tripped=heard.tripped if heard is not None else False,
        alarm=complaint or (ALERT if alert else None),
    )
