"""PURE. Pins of a Raspberry Pi's header: number on the board, name, BCM number. No I/O.

Source: Raspberry Pi documentation, "GPIO and the 40-pin header"; every board with 40
pins has the same.
"""

from typing import Literal

Kind = Literal["3.3 V", "5 V", "ground", "gpio"]

PINS = 40

# By number on the board, from 1: BCM number, or what the pin supplies.
_BY_NUMBER: tuple[int | Kind, ...] = (
    *("3.3 V", "5 V", 2, "5 V", 3, "ground", 4, 14, "ground", 15),
    *(17, 18, 27, "ground", 22, 23, "3.3 V", 24, 10, "ground"),
    *(9, 25, 11, 8, "ground", 7, 0, 1, 5, "ground"),
    *(6, 12, 13, "ground", 19, 16, 26, 20, "ground", 21),
)


def kind(pin: int) -> Kind:
    """Return the purpose of a pin, by its number on the board (1..40)."""
    found = _BY_NUMBER[pin - 1]
    return "gpio" if isinstance(found, int) else found


def bcm(pin: int) -> int:
    """Return the BCM number of a pin by its number on the board.

    Raises:
        ValueError: It carries a voltage or ground.
    """
    found = _BY_NUMBER[pin - 1]
    if not isinstance(found, int):
        raise ValueError(f"pin {pin} is {found}")
    return found


def label(pin: int) -> str:
    """Return the label of a pin: `GPIO 17`, `ground`."""
    found = _BY_NUMBER[pin - 1]
    return f"GPIO {found}" if isinstance(found, int) else found
