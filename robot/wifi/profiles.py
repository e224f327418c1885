"""PURE. Profiles of networks as NetworkManager takes them. No I/O.

Names: man nm-settings-dbus.
"""

from collections.abc import Mapping
from typing import Any

from robot.wifi.records import HOTSPOT_ADDRESS, Hotspot, WifiAccount, WifiNetwork

Profile = Mapping[str, Mapping[str, tuple[str, Any]]]
"""Values by setting and key, each with its D-Bus signature."""

HOTSPOT_ID = "karlsson-hotspot"

DHCP_S = 30
"""A school's DHCP server answers within this, or not at all."""

HOTSPOT_UUID = "2f9a3b61-6a0d-4d0c-9c0e-4c8a9f5a7b13"

NO_WPS, NO_PMF = 1, 1


def profile_of(network: WifiNetwork, new_uuid: str) -> Profile:
    """Return the profile of a network to join, under a UUID of its own."""
    profile: dict[str, dict[str, tuple[str, Any]]] = {
        "connection": {
            # A wipe finds the profile by this beginning of its file's name.
            "id": ("s", f"karlsson-{network.name}"),
            "uuid": ("s", new_uuid),
            "type": ("s", "802-11-wireless"),
            # It tries for ever: nobody is there to press a button.
            "autoconnect-retries": ("i", 0),
        },
        "802-11-wireless": {
            "ssid": ("ay", network.ssid),
            "mode": ("s", "infrastructure"),
            # A Pi that dozes between beacons makes voice stutter.
            "powersave": ("u", 2),
        },
        "ipv4": {"method": ("s", "auto"), "dhcp-timeout": ("i", DHCP_S)},
        "ipv6": {"method": ("s", "auto"), "addr-gen-mode": ("i", 1)},
    }
    if network.hidden:
        profile["802-11-wireless"]["hidden"] = ("b", True)
    if network.security == "account" and network.account:
        profile["802-11-wireless-security"] = {"key-mgmt": ("s", "wpa-eap")}
        profile["802-1x"] = _account(network.account)
    elif network.security != "open":
        key_mgmt = "sae" if network.security == "sae" else "wpa-psk"
        profile["802-11-wireless-security"] = {
            "key-mgmt": ("s", key_mgmt),
            "psk": ("s", network.key),
        }
    return profile


def profile_of_hotspot(hotspot: Hotspot) -> Profile:
    """Return the profile of the robot's own network."""
    return {
        "connection": {
            "id": ("s", HOTSPOT_ID),
            "uuid": ("s", HOTSPOT_UUID),
            "type": ("s", "802-11-wireless"),
            "autoconnect": ("b", False),
        },
        "802-11-wireless": {
            "ssid": ("ay", hotspot.ssid.encode()),
            "mode": ("s", "ap"),
            # Every phone and every robot has it.
            "band": ("s", "bg"),
        },
        "802-11-wireless-security": {
            "key-mgmt": ("s", "wpa-psk"),
            "psk": ("s", hotspot.key),
            "proto": ("as", ["rsn"]),
            "pairwise": ("as", ["ccmp"]),
            "group": ("as", ["ccmp"]),
            "wps-method": ("u", NO_WPS),
            # The Pi's radio offers no protected management frames as an access point.
            "pmf": ("i", NO_PMF),
        },
        "ipv4": {
            "method": ("s", "shared"),
            "address-data": (
                "aa{sv}",
                [{"address": ("s", HOTSPOT_ADDRESS), "prefix": ("u", 24)}],
            ),
        },
        "ipv6": {"method": ("s", "disabled")},
    }


def _account(account: WifiAccount) -> dict[str, tuple[str, Any]]:
    values: dict[str, tuple[str, Any]] = {
        "eap": ("as", [account.method]),
        "identity": ("s", account.user),
        "password": ("s", account.password),
    }
    if account.method != "pwd":
        values["phase2-auth"] = ("s", account.inner)
    if account.outer_user:
        values["anonymous-identity"] = ("s", account.outer_user)
    if account.ca_file:
        # As a path: a certificate in the profile itself would be written out by NetworkManager.
        values["ca-cert"] = ("ay", b"file://" + account.ca_file.encode() + b"\0")
    return values


def uuid_of(profile: Profile) -> str:
    """Return by what NetworkManager knows a profile."""
    return str(profile["connection"]["uuid"][1])
