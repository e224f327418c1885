"""The room against a bus, and NetworkManager as python-dbusmock plays it."""

from dataclasses import replace

import pytest

from robot.wifi.causes import WifiCause, WifiError
from robot.wifi.network_manager import NetworkManagerWifi
from robot.wifi.records import Hotspot, WifiAccount, WifiNetwork
from tests.robot.wifi.conftest import EAP, NetworkManagerMock

KEY = "kreide-und-schwamm"
SCHOOL = WifiNetwork("Schule Süd".encode(), "wpa", KEY)
SERVICE = WifiNetwork(b"eduroam", "account", account=WifiAccount("peap", "robot1", KEY))


async def test_a_network_is_found_joined_kept_and_forgotten(manager: NetworkManagerMock) -> None:
    await manager.add_radio()
    await manager.add_network("Schule Süd", 64)
    await manager.add_network("Nachbar", 80, 0)
    wifi = NetworkManagerWifi(manager.address)
    assert not (await wifi.state()).connected
    assert [(one.name, one.security) for one in await wifi.scan()] == [
        ("Nachbar", "open"),
        ("Schule Süd", "wpa"),
    ]

    await wifi.join(SCHOOL)

    (path, settings), *others = (await manager.profiles()).items()
    assert others == []
    assert await manager.is_saved(path)
    assert settings["802-11-wireless-security"]["psk"] == KEY
    state = await wifi.state()
    assert state.words.de == "Über WLAN Schule Süd (64 %)."
    assert (state.known, state.ways[0].used) == (("Schule Süd",), True)
    assert [one.known for one in await wifi.scan()] == [False, True]

    await manager.settle("Schule Süd", "wrong key")
    assert await cause(wifi, replace(SCHOOL, key="ganz-anders")) == "wrong_key"
    assert list(await manager.profiles()) == [path]  # the right key is still there
    await manager.settle("Schule Süd", "joins")
    await wifi.join(replace(SCHOOL, key="der-neue-key"))
    ((_, settings),) = (await manager.profiles()).items()
    assert settings["802-11-wireless-security"]["psk"] == "der-neue-key"

    await wifi.forget("Schule Süd")
    assert await manager.profiles() == {}
    with pytest.raises(WifiError, match="does not know"):
        await wifi.forget("Schule Süd")


async def test_what_cannot_be_joined_has_a_name_and_leaves_nothing(
    manager: NetworkManagerMock,
) -> None:
    wifi = NetworkManagerWifi(manager.address)
    assert await cause(wifi, SCHOOL) == "no_radio"
    await manager.add_radio()
    assert await cause(wifi, SCHOOL) == "not_found"
    assert await manager.tried() == []  # the present network was not left for it
    await manager.add_network("Schule Süd")
    await manager.add_network("eduroam", security=EAP)
    for fate, network, expected in (
        ("wrong key", SCHOOL, "wrong_key"),
        ("no DHCP", SCHOOL, "no_address"),
        ("not found", SCHOOL, "not_found"),
        ("turned away", SERVICE, "wrong_account"),
    ):
        await manager.settle(network.name, fate)
        assert await cause(wifi, network) == expected
        assert (await wifi.state()).last_trouble == expected
    await manager.settle("Schule Süd", "hangs")
    assert await cause(NetworkManagerWifi(manager.address, join_s=0.2), SCHOOL) == "no_address"
    await manager.settle("*", "forbidden")
    assert await cause(wifi, SCHOOL) == "not_allowed"
    assert await manager.profiles() == {}


async def test_the_hotspot_ends_with_joining_and_is_back_after_a_failure(
    manager: NetworkManagerMock,
) -> None:
    await manager.add_radio()
    await manager.add_network("Schule Süd")
    wifi = NetworkManagerWifi(manager.address)
    await wifi.hotspot_on(Hotspot("karlsson-1", "wolke-tafel-hase"))
    state = await wifi.state()
    assert (state.hotspot, state.connected, state.known) == ("karlsson-1", False, ())
    # As an access point the radio cannot look around.
    assert [one.name for one in await wifi.scan()] == ["Schule Süd"]

    await manager.settle("Schule Süd", "wrong key")
    assert await cause(wifi, SCHOOL) == "wrong_key"
    assert (await wifi.state()).hotspot == "karlsson-1"
    assert await manager.tried() == ["karlsson-1", "Schule Süd", "karlsson-1"]

    await wifi.hotspot_off()
    await wifi.hotspot_off()
    assert (await wifi.state()).hotspot == ""
    assert await manager.profiles() == {}

    await manager.settle("Schule Süd", "joins")
    await wifi.join(SCHOOL)
    await wifi.hotspot_on(Hotspot("karlsson-1", "wolke-tafel-hase"))
    assert (await wifi.state()).hotspot == ""  # a Wi-Fi that leads out is not given up for it


async def test_without_networkmanager_and_without_a_bus_that_is_said(bus_address: str) -> None:
    for address in (bus_address, "unix:path=/nonexistent/bus"):
        with pytest.raises(WifiError) as caught:
            await NetworkManagerWifi(address).state()
        assert caught.value.cause == "no_service"
        assert "systemctl" in caught.value.remedy.de


async def cause(wifi: NetworkManagerWifi, network: WifiNetwork) -> WifiCause:
    with pytest.raises(WifiError) as caught:
        await wifi.join(network)
    return caught.value.cause
