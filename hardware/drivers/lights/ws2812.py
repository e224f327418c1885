"""A ring of WS2812 LEDs on the data wire of an SPI bus. Untried on hardware.

They count how long the wire is high: at 3.2 MHz a bit takes four bits of SPI, 1000 for
zero and 1110 for one, within the bounds of old and new chips alike. They answer
nothing: a ring without its wire is not noticed.

Source: Worldsemi data sheets of WS2812B and WS2812B-V5, data transfer time.
"""

from typing import Literal, Protocol

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import DARK, LightState
from hardware.signals.dimming import dimmed

SPEED_HZ = 3_200_000
ZERO, ONE = 0b1000, 0b1110
QUIET = bytes(120)
"""300 us: newer chips take over what they heard after 280 us of silence."""

Order = Literal["grb", "rgb"]


class SpiOut(Protocol):
    """What `hardware.drivers.ports.spi.SpiDevice` offers."""

    def write(self, data: bytes) -> None:
        """Send it in one go."""
        ...

    def close(self) -> None:
        """Give the bus back."""
        ...


class Ws2812Ring:
    """Every LED in the same colour.

    Args:
        wire: To the first LED.
        leds: How many there are.
        order: In which order they take the parts of a colour.
    """

    def __init__(self, wire: SpiOut, leds: int, order: Order = "grb") -> None:
        self._wire = wire
        self._leds = leds
        self._order = order

    def looks(self, state: LightState) -> bytes:
        """Return the bytes for one LED."""
        parts = dict(zip("rgb", dimmed(state), strict=True))
        return bytes(round(255 * parts[part]) for part in self._order)

    def draw(self, state: LightState) -> None:
        """Send it to all, also when nothing changed: a glitch on the wire mends itself.

        Raises:
            HardwareError: The bus failed.
        """
        self._wire.write(QUIET + stretched(self.looks(state) * self._leds) + QUIET)

    def close(self) -> None:
        """Go dark and give the bus back."""
        try:
            self.draw(DARK)
        except HardwareError:
            return  # nothing more can be done for it
        finally:
            self._wire.close()


def stretched(data: bytes) -> bytes:
    """Return four bits for each bit, the highest first."""
    bits = "".join(f"{byte:08b}" for byte in data)
    return bytes(
        (ONE if one == "1" else ZERO) << 4 | (ONE if other == "1" else ZERO)
        for one, other in zip(bits[::2], bits[1::2], strict=True)
    )
