"""PURE. Networks as a person, a QR code or the air names them. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from robot.settings.texts import Both
from robot.wifi.causes import WifiCause, WifiError

NetworkSecurity = Literal["open", "wpa", "sae", "account"]
"""wpa: a shared key, WPA2 or WPA3; sae: WPA3 alone; account: a name and password of its own."""

MOST_SSID_BYTES = 32
LEAST_KEY, MOST_KEY, HEX_KEY = 8, 63, 64

HOTSPOT_ADDRESS = "10.42.0.1"
"""Address at which the robot's page is reached through its hotspot."""


@dataclass(frozen=True)
class WifiAccount:
    """An account for a network that knows each of its users (IEEE 802.1X).

    Args:
        outer_user: Name that strangers may read; empty for the user's own.
        ca_file: Certificate that proves the network's server; empty where nothing proves it.
    """

    method: Literal["peap", "ttls", "pwd"]
    user: str
    password: str = field(repr=False)
    inner: Literal["mschapv2", "pap", "gtc", "mschap"] = "mschapv2"
    outer_user: str = ""
    ca_file: str = ""


@dataclass(frozen=True)
class WifiNetwork:
    """A network to join. Its key appears in no `repr`.

    Args:
        ssid: Its name as it is on the air.
        hidden: It does not tell its name.
    """

    ssid: bytes
    security: NetworkSecurity
    key: str = field(repr=False, default="")
    hidden: bool = False
    account: WifiAccount | None = None

    @property
    def name(self) -> str:
        """Its name for people."""
        return name_of(self.ssid)


@dataclass(frozen=True)
class SeenNetwork:
    """A network in reach.

    Args:
        signal_percent: Of its strongest access point.
        security: `wep` for one that can be read by everybody, which no robot joins.
        known: The robot has a key for it.
        five_ghz: One of its access points is on 5 or 6 GHz.
    """

    ssid: bytes
    signal_percent: int
    security: NetworkSecurity | Literal["wep"]
    known: bool = False
    five_ghz: bool = False

    @property
    def name(self) -> str:
        """Its name for people."""
        return name_of(self.ssid)


@dataclass(frozen=True)
class Hotspot:
    """The robot's own network, for a person beside it."""

    ssid: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class NetworkWay:
    """A way out of the robot.

    Args:
        interface: Such as `wlan0`.
        name: The Wi-Fi's name; else what NetworkManager calls it.
        signal_percent: None without a radio.
        metered: Each byte of it may cost money.
        used: What goes out goes this way.
    """

    kind: Literal["cable", "wifi", "mobile"]
    interface: str
    name: str
    address: str = ""
    signal_percent: int | None = None
    metered: bool = False
    used: bool = False


@dataclass(frozen=True)
class NetworkState:
    """Connections of the robot now.

    Args:
        ways: The one that is used comes first.
        radio: `switched_off` by software, `blocked` by a switch or the firmware.
        hotspot: Name of the robot's own network; empty while it is off.
        known: Names of the Wi-Fi networks for which it has a key.
        wants_login: The network shows a page to log in first.
        last_trouble: Why the latest try to join a network failed; None after one that did not.
    """

    ways: tuple[NetworkWay, ...] = ()
    radio: Literal["on", "switched_off", "blocked", "missing"] = "on"
    hotspot: str = ""
    known: tuple[str, ...] = ()
    wants_login: bool = False
    last_trouble: WifiCause | None = None

    @property
    def connected(self) -> bool:
        """True if any way leads out."""
        return bool(self.ways)

    @property
    def words(self) -> Both:
        """One sentence for a person."""
        if self.ways:
            return _way(self.ways[0], self.wants_login)
        if self.hotspot:
            return Both(
                f"Eigenes WLAN {self.hotspot} ist an.", f"Its own Wi-Fi {self.hotspot} is on."
            )
        return Both("Kein Netz.", "No network.")


def _way(way: NetworkWay, wants_login: bool) -> Both:
    strength = "" if way.signal_percent is None else f" ({way.signal_percent} %)"
    match way.kind:
        case "cable":
            text = Both("Über Kabel", "By cable")
        case "wifi":
            text = Both(f"Über WLAN {way.name}{strength}", f"By Wi-Fi {way.name}{strength}")
        case _:
            text = Both(f"Über Mobilfunk{strength}", f"By mobile network{strength}")
    if way.metered:
        text = Both(f"{text.de}, Daten kosten", f"{text.en}, data may cost money")
    if wants_login:
        text = Both(
            f"{text.de}; das Netz verlangt eine Anmeldung auf einer Seite",
            f"{text.en}; the network wants a log-in on a page",
        )
    return Both(f"{text.de}.", f"{text.en}.")


def name_of(ssid: bytes) -> str:
    """Return a network's name for people; bytes that are no UTF-8 are written as in Python."""
    text = ssid.decode("utf-8", "backslashreplace")
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text)


def ssid_of(name: str, seen: Iterable[SeenNetwork] = ()) -> bytes:
    """Return what is on the air for a name.

    Args:
        name: As a person typed it, or as a list showed it.
        seen: The list that was shown, for names that are no UTF-8.
    """
    return next((one.ssid for one in seen if one.name == name), name.encode())


def check(network: WifiNetwork) -> None:
    """Raise `WifiError` for a network that nobody can join as it is written."""
    if not 1 <= len(network.ssid) <= MOST_SSID_BYTES:
        raise WifiError("bad_name")
    if network.security == "account":
        if network.account is None or not (network.account.user and network.account.password):
            raise WifiError("no_account")
    elif network.security == "sae":
        if not 1 <= len(network.key.encode()) <= 128:
            raise WifiError("bad_key")
    elif network.security == "wpa" and not is_key(network.key):
        raise WifiError("bad_key")


def is_key(key: str) -> bool:
    """Return whether WPA takes a key: 8 to 63 letters, or 64 digits from 0 to f."""
    if len(key) == HEX_KEY:
        return all(one in "0123456789abcdefABCDEF" for one in key)
    return LEAST_KEY <= len(key.encode()) <= MOST_KEY and key.isprintable()
