"""The SPI bus, one way: bytes out at an exact speed. Source: kernel document spi/spidev."""

import os
from fcntl import ioctl

from hardware.contract.errors import HardwareError, NotConnected

SPI_IOC_WR_MODE = 0x40016B01
SPI_IOC_WR_BITS_PER_WORD = 0x40016B03
SPI_IOC_WR_MAX_SPEED_HZ = 0x40046B04
MODE = 0
BITS = 8


class SpiDevice:
    """One /dev/spidev.

    Args:
        path: Such as /dev/spidev0.0.
        speed_hz: Of its clock.
        part: What the technician calls what is wired there.

    Raises:
        NotConnected: There is no such bus, or it may not be opened.
    """

    def __init__(self, path: str, speed_hz: int, part: str) -> None:
        self.part = f"{part} ({path})"
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        except FileNotFoundError as error:
            text = "is not there: switch SPI on (`raspi-config nonint do_spi 0`, then restart)"
            raise NotConnected(self.part, text, "lights") from error
        except PermissionError as error:
            text = "may not be opened: the service's user belongs into the group spi"
            raise NotConnected(self.part, text, "lights") from error
        except OSError as error:
            raise NotConnected(self.part, f"{error.strerror}", "lights") from error
        try:
            ioctl(self._file, SPI_IOC_WR_MODE, MODE.to_bytes(1, "little"))
            ioctl(self._file, SPI_IOC_WR_BITS_PER_WORD, BITS.to_bytes(1, "little"))
            ioctl(self._file, SPI_IOC_WR_MAX_SPEED_HZ, speed_hz.to_bytes(4, "little"))
        except OSError as error:
            os.close(self._file)
            text = f"is no SPI bus for {speed_hz} Hz: {error.strerror}"
            raise NotConnected(self.part, text, "lights") from error

    def write(self, data: bytes) -> None:
        """Send it in one go.

        Raises:
            HardwareError: The bus did not take it all.
        """
        try:
            sent = os.write(self._file, data)
        except OSError as error:
            raise HardwareError(self.part, f"{error.strerror}", "lights") from error
        if sent != len(data):
            raise HardwareError(self.part, f"took {sent} of {len(data)} bytes", "lights")

    def close(self) -> None:
        """Give the bus back."""
        os.close(self._file)
