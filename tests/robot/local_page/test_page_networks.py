from collections.abc import Sequence
from pathlib import Path

import pytest

from robot.local_page.page_networks import PageNetworks
from robot.local_page.page_parts import PageError
from robot.wifi.causes import WifiError
from robot.wifi.network_manager import NetworkManagerWifi
from robot.wifi.records import (
    Hotspot,
    NetworkState,
    NetworkWay,
    SeenNetwork,
    WifiNetwork,
)
from tests.robot.local_page.standing_robot import StandingRobot, page_of
from tests.robot.wifi.conftest import bus_address, network_manager

assert bus_address  # a fixture
KEY = "kreide-und-schwamm"
CABLE = NetworkWay("cable", "eth0", "Wired")
WIFI = NetworkWay("wifi", "wlan0", "Schule", signal_percent=71, used=True)
SEEN = (
    SeenNetwork(b"Schule", 71, "wpa", known=True),
    SeenNetwork(b"Gast", 60, "open"),
    SeenNetwork(b"Lehrerzimmer", 50, "account"),
    SeenNetwork(b"alt", 40, "wep"),
    SeenNetwork(b"B\xfcro", 30, "sae"),
)


class Air:
    """Networks of which only what was asked for counts."""

    def __init__(self, *ways: NetworkWay, error: WifiError | None = None) -> None:
        self.now = NetworkState(ways, known=("Schule", "Zuhause"))
        self.error = error
        self.joined: list[WifiNetwork] = []
        self.forgotten: list[str] = []

    async def state(self) -> NetworkState:
        if self.error is not None:
            raise self.error
        return self.now

    async def scan(self) -> Sequence[SeenNetwork]:
        return SEEN

    async def join(self, network: WifiNetwork) -> None:
        self.joined.append(network)

    async def forget(self, name: str) -> None:
        self.forgotten.append(name)

    async def hotspot_on(self, hotspot: Hotspot) -> None:
        raise NotImplementedError

    async def hotspot_off(self) -> None:
        raise NotImplementedError


async def test_state_and_networks_are_told_and_never_a_key() -> None:
    told = await PageNetworks(Air(WIFI)).look()
    assert "Schule" in told["words"].de
    assert set(told) == {"words", "takes_key", "networks"}
    rows = {one["name"]: one for one in told["networks"]}
    assert rows["Schule"] == {
        "name": "Schule",
        "percent": 71,
        "lock": "locked",
        "known": True,
        "used": True,
    }
    assert [rows[name]["lock"] for name in ("Gast", "Lehrerzimmer", "alt")] == [
        *("open", "company", "wep")
    ]
    assert rows["Zuhause"]["lock"] == "away"


async def test_a_key_is_taken_by_cable_or_over_the_robots_own_network_alone() -> None:
    for ways, takes in (((WIFI,), False), ((CABLE,), True), ((), True), ((CABLE, WIFI), False)):
        air = Air(*ways)
        networks = PageNetworks(air)
        assert (await networks.look())["takes_key"] is takes
        if takes:
            await networks.join("Schule", "a-secret-key")
            assert air.joined == [WifiNetwork(b"Schule", "wpa", "a-secret-key")]
        else:
            with pytest.raises(PageError, match="wifi_qr"):
                await networks.join("Schule", "a-secret-key")
            assert air.joined == []


async def test_an_open_network_needs_no_key_and_an_odd_name_is_joined_as_it_is_on_the_air() -> None:
    air = Air(WIFI)
    networks = PageNetworks(air)
    names = [one["name"] for one in (await networks.look())["networks"]]
    await networks.join("Gast", "")
    air.now = NetworkState((CABLE,))
    await networks.join(names[4], "a-secret-key")
    assert [one.ssid for one in air.joined] == [b"Gast", b"B\xfcro"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Lehrerzimmer", "refused_company"), ("alt", "refused_wep"), ("anderswo", "wifi")],
)
async def test_what_cannot_be_joined_here_is_refused_with_its_remedy(name: str, code: str) -> None:
    networks = PageNetworks(Air(CABLE))
    await networks.look()
    with pytest.raises(PageError) as raised:
        await networks.join(name, "a-secret-key")
    assert raised.value.code == code


async def test_a_trouble_of_the_network_is_told_with_cause_and_remedy() -> None:
    with pytest.raises(PageError) as raised:
        await PageNetworks(Air(error=WifiError("no_service"))).look()
    assert raised.value.words is not None
    assert "NetworkManager" in raised.value.words.de
    assert "apt install" in raised.value.words.en


async def test_a_network_is_forgotten_by_its_name() -> None:
    air = Air(CABLE)
    await PageNetworks(air).forget("Zuhause")
    assert air.forgotten == ["Zuhause"]


async def test_a_key_that_was_typed_once_is_never_told_again(
    tmp_path: Path, bus_address: str
) -> None:
    robot = StandingRobot(tmp_path)
    async with network_manager(bus_address) as manager:
        await manager.add_radio()
        await manager.add_network("Schule Süd", 64)
        wifi = PageNetworks(NetworkManagerWifi(manager.address))
        async with page_of(robot, wifi=wifi) as technician:
            await technician.signs_in()
            told = (await technician.get("/api/wifi"))[1]
            assert (told["takes_key"], told["networks"][0]["name"]) == (True, "Schule Süd")
            wish = {"name": "Schule Süd", "key": KEY}
            assert await technician.post("/api/wifi/join", wish) == (200, {})
            ((_, settings),) = (await manager.profiles()).items()
            assert settings["802-11-wireless-security"]["psk"] == KEY
            told = (await technician.get("/api/wifi"))[1]
            assert KEY not in str(told)
            assert told["words"]["de"] == "Über WLAN Schule Süd (64 %)."
            assert told["networks"][0]["used"] is True
            # From now on the page may be read over this very Wi-Fi.
            answer = await technician.post("/api/wifi/join", wish)
            assert answer == (409, {"error": "wifi_qr", "words": None})
            await technician.post("/api/wifi/forget", {"name": "Schule Süd"})
            assert await manager.profiles() == {}
