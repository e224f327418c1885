import asyncio

from robot.wifi.control import WifiControl
from robot.wifi.network_manager import NetworkManagerWifi


async def test_networkmanager_gives_what_a_page_asks_for() -> None:
    control: WifiControl = NetworkManagerWifi("unix:path=/nonexistent")
    for method in ("state", "scan", "join", "forget", "hotspot_on", "hotspot_off"):
        assert asyncio.iscoroutinefunction(getattr(control, method))
