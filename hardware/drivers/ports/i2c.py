"""I2C devices; the only module that imports smbus2. Every call blocks for a bounded time.

A device belongs to one thread. Several devices may share one bus, each with its
own open file, since the kernel keeps their messages apart (kernel document
i2c/dev-interface). Messages go through I2C_RDWR: one write, or one write and
one read with a repeated start, of any length.
"""

import errno
from collections.abc import Sequence
from fcntl import ioctl
from typing import Any

from smbus2 import SMBus, i2c_msg

from bridge.process import file_words
from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.wire import FaultCode

ATTEMPTS = 3
I2C_TIMEOUT = 0x0702
"""ioctl of <linux/i2c-dev.h>: longest time for which a held bus blocks, in units of 10 ms."""
TIMEOUT_10MS = 5

NO_ANSWER = (errno.ENXIO, errno.EREMOTEIO)
"""Errors of adapters where no chip acknowledges (kernel document i2c/fault-codes)."""
WORTH_A_TRY = (*NO_ANSWER, errno.EIO, errno.EAGAIN)


class I2cDevice:
    """One chip on one bus.

    Args:
        bus: The N of /dev/i2c-N.
        address: Seven bits.
        part: Its name for the technician: "servo board PCA9685".
        code: Fault to raise when the chip does not answer.
        bus_code: Fault to raise when the bus itself fails; without it, `code`.

    Raises:
        NotConnected: The bus is missing, or may not be opened.
    """

    def __init__(
        self,
        bus: int,
        address: int,
        part: str,
        code: FaultCode = "driver",
        bus_code: FaultCode | None = None,
    ) -> None:
        self.part = f"{part} (I2C bus {bus}, address {address:#04x})"
        self._bus = bus
        self._address = address
        self._code = code
        self._bus_code = bus_code or code
        self._smbus = _open(bus)

    def read(self, register: int, count: int) -> bytes:
        """Read `count` bytes, starting at this register.

        Raises:
            NotConnected: No chip answers at the address.
            HardwareError: The bus is held, or the transfer broke off.
        """
        answer = i2c_msg.read(self._address, count)
        self._transfer(i2c_msg.write(self._address, [register]), answer)
        return bytes(answer)

    def read_alone(self, count: int) -> bytes:
        """Read `count` bytes from a chip without registers."""
        answer = i2c_msg.read(self._address, count)
        self._transfer(answer)
        return bytes(answer)

    def write(self, register: int, data: bytes | Sequence[int] = b"") -> None:
        """Write data, starting at this register; without data, `register` is a command."""
        self._transfer(i2c_msg.write(self._address, [register, *data]))

    def close(self) -> None:
        """Close the bus."""
        self._smbus.close()

    def _transfer(self, *messages: Any) -> None:
        for attempt in range(ATTEMPTS):
            try:
                self._smbus.i2c_rdwr(*messages)
            except OSError as error:
                if attempt + 1 == ATTEMPTS or error.errno not in WORTH_A_TRY:
                    raise self._named(error) from error
            else:
                return

    def _named(self, error: OSError) -> HardwareError:
        if error.errno in NO_ANSWER:
            text = (
                "does not answer: check its plug, its supply and the address set on its board; "
                f"`i2cdetect -y {self._bus}` shows which addresses answer"
            )
            return NotConnected(self.part, text, self._code)
        if error.errno == errno.ETIMEDOUT:
            text = (
                "the bus is held: a wire of SDA or SCL is shorted or a chip hangs; "
                "switch the robot off and on, then unplug chip by chip"
            )
            return HardwareError(self.part, text, self._bus_code)
        text = (
            f"{file_words.words(error)}: check the plugs of SDA and SCL, and keep the wires short"
        )
        return HardwareError(self.part, text, self._bus_code)


def _open(bus: int) -> SMBus:
    name = f"I2C bus {bus}"
    try:
        smbus = SMBus(bus)
    except FileNotFoundError as error:
        text = (
            f"/dev/i2c-{bus} is not there: switch I2C on (`raspi-config nonint do_i2c 0`, "
            "then restart), or name another bus"
        )
        raise NotConnected(name, text, "driver") from error
    except PermissionError as error:
        text = f"/dev/i2c-{bus} may not be opened: add the service's user to the group i2c"
        raise NotConnected(name, text, "driver") from error
    except OSError as error:
        raise NotConnected(name, f"/dev/i2c-{bus}: {file_words.words(error)}", "driver") from error
    try:
        assert smbus.fd is not None
        ioctl(smbus.fd, I2C_TIMEOUT, TIMEOUT_10MS)
    except OSError as error:
        smbus.close()
        text = f"/dev/i2c-{bus} takes no deadline: {file_words.words(error)}"
        raise NotConnected(name, text, "driver") from error
    return smbus
