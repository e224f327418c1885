"""PURE. Objects of NetworkManager, read as ways, radios and networks. No I/O."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from robot.wifi.records import NetworkSecurity, NetworkWay, SeenNetwork

_NM = "org.freedesktop.NetworkManager"

Objects = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Properties by object and interface."""

WIFI_DEVICE = 2
"""NMDeviceType."""

_KINDS: Mapping[str, Literal["cable", "wifi", "mobile"]] = {
    "802-3-ethernet": "cable",
    "802-11-wireless": "wifi",
    "gsm": "mobile",
    "cdma": "mobile",
    "bluetooth": "mobile",
}

STICK_DRIVERS = (
    *("cdc_ether", "rndis_host", "cdc_ncm", "huawei_cdc_ncm"),
    *("ipheth", "cdc_mbim", "qmi_wwan"),
)
"""Drivers of LTE sticks, and of phones on the cable, that look like Ethernet."""

ACTIVATED = 2
"""NMActiveConnectionState."""

AD_HOC = 1
"""NM80211Mode."""

FIVE_GHZ_MHZ = 4900

PRIVACY = 0x1
PSK, EAP, SAE, EAP_SUITE_B = 0x100, 0x200, 0x400, 0x2000
"""NM80211ApFlags and NM80211ApSecurityFlags."""

PORTAL = 2
"""NMConnectivityState."""

METERED, FREE = (1, 3), 2
"""NMMetered: yes, and guessed yes; and a person's own no."""

_SIGNAL_OF: Mapping[str, str] = {"wifi": "AccessPoint", "mobile": "Modem"}

_ORDER: Mapping[str, int] = {"cable": 0, "wifi": 1, "mobile": 2}


class Radio(NamedTuple):
    """The radio of the Wi-Fi."""

    path: str
    interface: str


def manager_of(objects: Objects) -> Mapping[str, Any]:
    """Return the properties of NetworkManager itself."""
    return objects.get("/org/freedesktop/NetworkManager", {}).get(_NM, {})


def radio_of(objects: Objects) -> Radio | None:
    """Return the radio; of several the one that serves a network."""
    found = [
        (device.get("State", 0), path, str(device.get("Interface", "")))
        for path, device in _each(objects, "Device")
        if device.get("DeviceType") == WIFI_DEVICE and device.get("Managed", True)
    ]
    if not found:
        return None
    # The built-in one, wlan0, where none serves a network.
    best = min(found, key=lambda one: (-one[0], one[2]))
    return Radio(best[1], best[2])


def radio_state(objects: Objects) -> Literal["on", "switched_off", "blocked", "missing"]:
    """Return how the radio is."""
    if radio_of(objects) is None:
        return "missing"
    manager = manager_of(objects)
    if not manager.get("WirelessHardwareEnabled", True):
        return "blocked"
    return "on" if manager.get("WirelessEnabled", True) else "switched_off"


def ways_of(objects: Objects, hotspot_uuid: str) -> tuple[NetworkWay, ...]:
    """Return the ways out, the one that is used first.

    Args:
        hotspot_uuid: Profile of the robot's own network, which leads nowhere.
    """
    primary = manager_of(objects).get("PrimaryConnection", "/")
    found = [
        way
        for path, active in _each(objects, "Connection.Active")
        if active.get("State") == ACTIVATED and active.get("Uuid") != hotspot_uuid
        for way in _way(objects, active, path == primary)
    ]
    found.sort(key=lambda way: (not way.used, _ORDER[way.kind], way.interface))
    return tuple(found)


def _way(objects: Objects, active: Mapping[str, Any], used: bool) -> Iterable[NetworkWay]:
    kind = _KINDS.get(str(active.get("Type", "")))
    path = next(iter(active.get("Devices", ())), "")
    device = objects.get(path, {}).get(f"{_NM}.Device", {})
    if kind is None or not device:
        return
    if kind == "cable" and device.get("Driver") in STICK_DRIVERS:
        kind = "mobile"
    metered = int(device.get("Metered", 0))
    name, signal = str(active.get("Id", "")), None
    access_point = objects.get(str(active.get("SpecificObject", "/")), {})
    properties = access_point.get(f"{_NM}.AccessPoint", {})
    if kind == "wifi" and properties:
        signal = _byte(properties.get("Strength", 0))
        name = SeenNetwork(bytes(properties.get("Ssid", b"")), signal, "open").name
    yield NetworkWay(
        kind,
        str(device.get("IpInterface") or device.get("Interface", "")),
        name,
        _address(objects, device),
        signal,
        metered in METERED or (kind == "mobile" and metered != FREE),
        used,
    )


def _address(objects: Objects, device: Mapping[str, Any]) -> str:
    config = objects.get(str(device.get("Ip4Config", "/")), {}).get(f"{_NM}.IP4Config", {})
    first: Mapping[str, Any] = next(iter(config.get("AddressData", ())), {})
    return str(first.get("address", ""))


def has_active(objects: Objects, profile_uuid: str) -> bool:
    """Return whether a profile is in use."""
    return any(
        active.get("Uuid") == profile_uuid and active.get("State") == ACTIVATED
        for _, active in _each(objects, "Connection.Active")
    )


def wants_login(objects: Objects) -> bool:
    """Return whether the network shows a page to log in first."""
    return bool(manager_of(objects).get("Connectivity") == PORTAL)


def seen_of(objects: Objects, known: frozenset[bytes]) -> tuple[SeenNetwork, ...]:
    """Return the networks in reach, the strongest first; those that hide their names are left out.

    Args:
        known: Names for which the robot has a key.
    """
    best: dict[bytes, SeenNetwork] = {}
    for _, point in _each(objects, "AccessPoint"):
        ssid = bytes(point.get("Ssid", b""))
        if not ssid.strip(b"\0") or point.get("Mode") == AD_HOC:
            continue
        one = SeenNetwork(
            ssid,
            _byte(point.get("Strength", 0)),
            security_of(
                int(point.get("Flags", 0)),
                int(point.get("WpaFlags", 0)) | int(point.get("RsnFlags", 0)),
            ),
            ssid in known,
            int(point.get("Frequency", 0)) > FIVE_GHZ_MHZ,
        )
        other = best.get(ssid)
        if other is None:
            best[ssid] = one
            continue
        stronger = max(one, other, key=lambda each: each.signal_percent)
        best[ssid] = SeenNetwork(
            ssid,
            stronger.signal_percent,
            stronger.security,
            stronger.known,
            one.five_ghz or other.five_ghz,
        )
    return tuple(sorted(best.values(), key=lambda one: (-one.signal_percent, one.ssid)))


def security_of(flags: int, keys: int) -> NetworkSecurity | Literal["wep"]:
    """Return how an access point is secured.

    Args:
        flags: NM80211ApFlags.
        keys: NM80211ApSecurityFlags, of WPA and of RSN together.
    """
    if keys & (EAP | EAP_SUITE_B):
        return "account"
    if keys & PSK:
        return "wpa"
    if keys & SAE:
        return "sae"
    return "wep" if flags & PRIVACY else "open"


def is_in_reach(objects: Objects, ssid: bytes) -> bool:
    """Return whether a network is seen."""
    return any(bytes(point.get("Ssid", b"")) == ssid for _, point in _each(objects, "AccessPoint"))


def _each(objects: Objects, interface: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for path, interfaces in objects.items():
        properties = interfaces.get(f"{_NM}.{interface}")
        if properties is not None:
            yield path, properties


def _byte(value: Any) -> int:
    return value[0] if isinstance(value, bytes) else int(value)
