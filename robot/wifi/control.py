"""PURE. Wishes of a page, a button or a QR code for the network. No I/O."""

from collections.abc import Sequence
from typing import Protocol

from robot.wifi.records import Hotspot, NetworkState, SeenNetwork, WifiNetwork


class WifiControl(Protocol):
    """The robot's networks. Each method ends by a deadline and raises `WifiError` with a remedy."""

    async def state(self) -> NetworkState:
        """Return how the robot is connected."""

    async def scan(self) -> Sequence[SeenNetwork]:
        """Return the networks in reach, the strongest first."""

    async def join(self, network: WifiNetwork) -> None:
        """Join a network and keep it; forget it again if that fails.

        The hotspot ends, since both use one radio; after a failure it is on again.
        """

    async def forget(self, name: str) -> None:
        """Forget a network and its key."""

    async def hotspot_on(self, hotspot: Hotspot) -> None:
        """Switch the robot's own network on; do nothing while a Wi-Fi leads out.

        The robot itself decides when that is, and switches it off again (`provisioning.py`).
        """

    async def hotspot_off(self) -> None:
        """Switch the robot's own network off; do nothing if it is off."""
