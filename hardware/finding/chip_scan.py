"""Look for the drivers' chips on I2C. They are read and never set.

Each address is asked for two bytes, without naming a register: a BH1750 would take that for an
order. Only where a family is likely, registers are read that tell it from others.

Sources: NXP PCA9685 data sheet, table 4 (addresses 2 to 5 after power-on); TI SBOS448G (INA219),
8.6.2; Maxim 19-6171, VERSION.
"""

import errno
from collections.abc import Mapping, Sequence

from hardware.config.chips import ALL_CALL, HEADER_BUS
from hardware.contract.errors import HardwareError, NotConnected
from hardware.drivers.gauges import max17048
from hardware.drivers.ports.i2c import I2cDevice
from hardware.finding.found import ChipKind, FoundChip, I2cTrouble

WORD_BYTES = 2
"""Bytes of every answer of a chip without registers."""

BY_ADDRESS: Mapping[int, ChipKind] = {
    0x10: "veml7700",
    0x23: "bh1750",
    0x5C: "bh1750",
    **dict.fromkeys(range(0x70, 0x78), "ht16k33"),
}
"""Chips that cannot be told from others by their registers."""

REGISTERED: Sequence[int] = (max17048.ADDRESS, *range(0x40, 0x50))
"""Addresses of chips that can."""

SUB_ADDRESSES = (0xE2, 0xE4, 0xE8, 0xE0)
"""Content of a PCA9685's registers 2 to 5, which nobody here sets."""

INA219_NEVER = 0xC000
"""Bits of its configuration that read 0."""


def scan(bus: int = HEADER_BUS) -> tuple[tuple[FoundChip, ...], I2cTrouble]:
    """Return the chips on a bus, and why it could not be asked; empty if it was."""
    found: list[FoundChip] = []
    try:
        for address in sorted((*BY_ADDRESS, *REGISTERED)):
            chip = _at(bus, address)
            if chip is not None:
                found.append(chip)
    except HardwareError as error:
        return tuple(found), _trouble(error)
    if any(chip.kind == "pca9685" for chip in found):
        found = [chip for chip in found if chip.address != ALL_CALL]
    return tuple(found), ""


def _at(bus: int, address: int) -> FoundChip | None:
    """Return the chip at an address, or None.

    Raises:
        HardwareError: The bus is missing, forbidden or held.
    """
    device = I2cDevice(bus, address, "I2C", "driver", "servo_bus")
    try:
        device.read_alone(WORD_BYTES)
        if address in BY_ADDRESS:
            return FoundChip(bus, address, BY_ADDRESS[address], is_certain=False)
        return FoundChip(bus, address, _kind(device, address))
    except NotConnected:
        return None
    finally:
        device.close()


def _trouble(error: HardwareError) -> I2cTrouble:
    cause = error.__cause__
    if isinstance(cause, FileNotFoundError):
        return "off"
    if isinstance(cause, PermissionError):
        return "forbidden"
    return "held" if isinstance(cause, OSError) and cause.errno == errno.ETIMEDOUT else "broken"


def _kind(device: I2cDevice, address: int) -> ChipKind:
    if address == max17048.ADDRESS:
        version = int.from_bytes(device.read(max17048.VERSION, 2), "big")
        return "max17048" if version & max17048.FAMILY_MASK == max17048.FAMILY else "unknown"
    # Ends at the first that differs: an INA219 would take its power as read.
    if all(device.read(2 + at, 1)[0] == value for at, value in enumerate(SUB_ADDRESSES)):
        return "pca9685"
    configuration = int.from_bytes(device.read(0x00, 2), "big")
    calibration = int.from_bytes(device.read(0x05, 2), "big")
    is_ina219 = not configuration & INA219_NEVER and configuration and not calibration & 1
    return "ina219" if is_ina219 else "unknown"
