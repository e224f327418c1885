"""SPI buses that are only written, at an exact speed. Source: kernel document spi/spidev."""

import os
from fcntl import ioctl

from bridge.process import file_words
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
        speed_hz: Frequency of its clock.
        part: Name of the connected part for the technician.

    Raises:
        NotConnected: The bus is missing, or may not be opened.
    """

    def __init__(self, path: str, speed_hz: int, part: str) -> None:
        self.part = f"{part} ({path})"
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        except FileNotFoundError as error:
            text = "is not there: switch SPI on (`raspi-config nonint do_spi 0`, then restart)"
            raise NotConnected(self.part, text, "lights") from error
        except PermissionError as error:
            text = "may not be opened: add the service's user to the group spi"
            raise NotConnected(self.part, text, "lights") from error
        except OSError as error:
            raise NotConnected(self.part, file_words.words(error), "lights") from error
        try:
            ioctl(self._file, SPI_IOC_WR_MODE, MODE.to_bytes(1, "little"))
            ioctl(self._file, SPI_IOC_WR_BITS_PER_WORD, BITS.to_bytes(1, "little"))
            ioctl(self._file, SPI_IOC_WR_MAX_SPEED_HZ, speed_hz.to_bytes(4, "little"))
        except OSError as error:
            os.close(self._file)
            text = f"does not support {speed_hz} Hz: {file_words.words(error)}"
            raise NotConnected(self.part, text, "lights") from error

    def write(self, data: bytes) -> None:
        """Send all data in one transfer.

        Raises:
            HardwareError: The bus did not take all of it.
        """
        try:
            sent = os.write(self._file, data)
        except OSError as error:
            raise HardwareError(self.part, file_words.words(error), "lights") from error
        if sent != len(data):
            raise HardwareError(self.part, f"took {sent} of {len(data)} bytes", "lights")

    def close(self) -> None:
        """Close the bus."""
        os.close(self._file)
