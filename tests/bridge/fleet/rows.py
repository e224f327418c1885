"""Rows of the fleet for tests."""

from typing import Any

import msgspec

from bridge.fleet.rows import FleetRow

FREE = FleetRow("karlsson-1", "Karlsson", "free", "0.9.0", 81.0, True, 48.0, -61.0)


def row(robot: str = "karlsson-1", **fields: Any) -> FleetRow:
    """Return the row of a robot that is well, but for these fields."""
    return msgspec.structs.replace(FREE, robot=robot, **fields)
