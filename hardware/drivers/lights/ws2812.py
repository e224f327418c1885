"""Driver of a ring of WS2812 LEDs on the data wire of an SPI bus. Untried on hardware.

The LEDs read each bit from the length of a pulse. At 3.2 MHz one of their bits takes
four bits of SPI, 1000 for zero and 1110 for one, within the bounds of old and new chips
alike. They never answer, so a ring that is not connected is not noticed.

Source: Worldsemi data sheets of WS2812B and WS2812B-V5, data transfer time.
"""

from typing import Literal, Protocol

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import DARK, LightState
from hardware.signals.dimming import dimmed

SPEED_HZ = 3_200_000
ZERO, ONE = 0b1000, 0b1110
QUIET = bytes(120)
"""300 us of silence: newer chips show their colours after 280 us."""

Order = Literal["grb", "rgb"]


class SpiOut(Protocol):
    """An SPI bus that is only written; `hardware.drivers.ports.spi.SpiDevice` is one."""

    def write(self, data: bytes) -> None:
        """Send all data in one transfer."""
        ...

    def close(self) -> None:
        """Close the bus."""
        ...


class Ws2812Ring:
    """A ring that shows one colour on every LED.

    Args:
        wire: Leads to the first LED.
        leds: Number of LEDs.
        order: Order in which they take red, green and blue.
    """

    def __init__(self, wire: SpiOut, leds: int, order: Order = "grb") -> None:
        self._wire = wire
        self._leds = leds
        self._order = order

    def looks(self, state: LightState) -> bytes:
        """Return the bytes of a state for one LED."""
        parts = dict(zip("rgb", dimmed(state), strict=True))
        return bytes(round(255 * parts[part]) for part in self._order)

    def draw(self, state: LightState) -> None:
        """Send a state to all LEDs, changed or not: this repairs a glitch on the wire.

        Raises:
            HardwareError: The bus failed.
        """
        self._wire.write(QUIET + stretched(self.looks(state) * self._leds) + QUIET)

    def close(self) -> None:
        """Switch the LEDs off and close the bus."""
        try:
            self.draw(DARK)
        except HardwareError:
            return  # without the bus the LEDs cannot be switched off
        finally:
            self._wire.close()


def stretched(data: bytes) -> bytes:
    """Return four SPI bits for each bit of the data, the highest bit first."""
    bits = "".join(f"{byte:08b}" for byte in data)
    return bytes(
        (ONE if one == "1" else ZERO) << 4 | (ONE if other == "1" else ZERO)
        for one, other in zip(bits[::2], bits[1::2], strict=True)
    )
