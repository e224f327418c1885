"""One search: every port, I2C and the pins at the same time, and whether a body runs."""

import threading
from collections.abc import Sequence
from pathlib import Path

from hardware.contract.errors import NotConnected
from hardware.finding import chip_scan, pin_scan, port_search
from hardware.finding.bus_scan import Patience
from hardware.finding.found import FoundBody, FoundChip, I2cTrouble
from hardware.setup.listening import greeting_of

I2C_S = 10.0
"""Longest wait for I2C; a bus that is held takes part of a second."""

TAKEN_S = 14.0
"""Longest wait for another search that has the ports."""

UNSET = "find"
"""Driver of a body that is not chosen yet, and holds nothing."""


async def running_driver(path: Path) -> str:
    """Return the driver of the body that runs behind this socket; empty if none does."""
    try:
        greeting = await greeting_of(path)
    except NotConnected:
        return "?"
    return "" if greeting is None or greeting.driver == UNSET else greeting.driver


def look(named: Sequence[str] = (), running: str = "") -> FoundBody:
    """Return what is there. Blocks for up to half a minute.

    Args:
        named: Ports that a person named; without any, every likely one is asked.
        running: Driver of a body that runs now.
    """
    chips: list[tuple[tuple[FoundChip, ...], I2cTrouble]] = []
    asking = threading.Thread(
        target=lambda: chips.append(chip_scan.scan()), name="I2C", daemon=True
    )
    asking.start()
    # A body that is not chosen yet looks for itself, and lets go when it has ended.
    patience = Patience(taken_s=0.0 if running else TAKEN_S)
    ports = port_search.search(named or port_search.ports(), bool(named), patience)
    asking.join(I2C_S)
    found, trouble = chips[0] if chips else ((), "late")
    return FoundBody(ports, found, trouble, pin_scan.scan(), running)
