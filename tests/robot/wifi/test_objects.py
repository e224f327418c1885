from typing import Any

import pytest

from robot.wifi import objects
from robot.wifi.objects import Objects, Radio

NM = "org.freedesktop.NetworkManager"
MANAGER = "/org/freedesktop/NetworkManager"


def device(kind: int, interface: str, **more: Any) -> dict[str, dict[str, Any]]:
    return {f"{NM}.Device": {"DeviceType": kind, "Interface": interface, "State": 100, **more}}


def active(kind: str, path: str, uuid: str = "u", **more: Any) -> dict[str, dict[str, Any]]:
    values = {"Type": kind, "Devices": [path], "State": 2, "Uuid": uuid, "Id": "x", **more}
    return {f"{NM}.Connection.Active": values}


def point(ssid: bytes, strength: int, **more: Any) -> dict[str, dict[str, Any]]:
    return {f"{NM}.AccessPoint": {"Ssid": ssid, "Strength": strength, "RsnFlags": 0x100, **more}}


def test_cable_comes_before_wifi_before_lte_and_what_is_used_first() -> None:
    found: Objects = {
        MANAGER: {NM: {"PrimaryConnection": "/a/lte"}},
        "/d/eth0": device(1, "eth0", Driver="bcmgenet", Ip4Config="/ip"),
        "/d/wlan0": device(2, "wlan0"),
        "/d/usb0": device(1, "usb0", Driver="cdc_ether", Metered=2),
        "/d/wwan": device(8, "cdc-wdm0", IpInterface="wwan0", Metered=4),
        "/ip": {f"{NM}.IP4Config": {"AddressData": [{"address": "192.168.7.4", "prefix": 24}]}},
        "/p": point(b"Schule", 55),
        "/a/lte": active("gsm", "/d/wwan"),
        "/a/stick": active("802-3-ethernet", "/d/usb0"),
        "/a/wifi": active("802-11-wireless", "/d/wlan0", SpecificObject="/p"),
        "/a/cable": active("802-3-ethernet", "/d/eth0"),
        "/a/own": active("802-11-wireless", "/d/wlan0", uuid="own"),
        "/a/coming": active("802-3-ethernet", "/d/eth0", State=1),
        "/a/tunnel": active("tun", "/d/eth0"),
    }
    ways = objects.ways_of(found, "own")
    assert [(way.kind, way.interface, way.metered) for way in ways] == [
        ("mobile", "wwan0", True),
        ("cable", "eth0", False),
        ("wifi", "wlan0", False),
        ("mobile", "usb0", False),
    ]
    assert [way.used for way in ways] == [True, False, False, False]
    assert (ways[1].address, ways[2].name, ways[2].signal_percent) == ("192.168.7.4", "Schule", 55)
    assert objects.has_active(found, "own")
    assert not objects.has_active(found, "other")


@pytest.mark.parametrize(
    ("manager", "radios", "state"),
    [
        ({}, 0, "missing"),
        ({}, 1, "on"),
        ({"WirelessEnabled": False}, 1, "switched_off"),
        ({"WirelessEnabled": False, "WirelessHardwareEnabled": False}, 1, "blocked"),
    ],
)
def test_how_the_radio_is(manager: dict[str, bool], radios: int, state: str) -> None:
    found = {MANAGER: {NM: manager}} | {f"/{n}": device(2, f"wlan{n}") for n in range(radios)}
    assert objects.radio_state(found) == state


def test_the_built_in_radio_is_taken_unless_another_serves() -> None:
    both = {"/1": device(2, "wlan1", State=30), "/0": device(2, "wlan0", State=30)}
    assert objects.radio_of(both) == Radio("/0", "wlan0")
    assert objects.radio_of(both | {"/1": device(2, "wlan1")}) == Radio("/1", "wlan1")
    assert objects.radio_of({"/0": device(2, "wlan0", Managed=False)}) is None


def test_a_network_of_many_access_points_is_listed_once() -> None:
    found = {
        "/1": point(b"Schule", 40, Frequency=5180),
        "/2": point(b"Schule", 70, Frequency=2412),
        "/3": point(b"\0\0", 90),
        "/4": point(b"", 90),
        "/5": point(b"Adhoc", 90, Mode=1),
        "/6": point(b"Laut", 80),
    }
    seen = objects.seen_of(found, frozenset({b"Schule"}))
    assert [(one.name, one.signal_percent, one.known, one.five_ghz) for one in seen] == [
        ("Laut", 80, False, False),
        ("Schule", 70, True, True),
    ]
    assert objects.is_in_reach(found, b"Laut")
    assert not objects.is_in_reach(found, b"Leise")


@pytest.mark.parametrize(
    ("flags", "keys", "expected"),
    [
        (0, 0, "open"),
        (1, 0, "wep"),
        (1, 0x100, "wpa"),
        (1, 0x500, "wpa"),
        (1, 0x400, "sae"),
        (1, 0x200, "account"),
        (1, 0x2000, "account"),
        (0, 0x800, "open"),
    ],
)
def test_how_an_access_point_is_secured(flags: int, keys: int, expected: str) -> None:
    assert objects.security_of(flags, keys) == expected


def test_a_page_to_log_in_is_noticed() -> None:
    assert objects.wants_login({MANAGER: {NM: {"Connectivity": 2}}})
    assert not objects.wants_login({MANAGER: {NM: {"Connectivity": 4}}})
    assert objects.manager_of({}) == {}
