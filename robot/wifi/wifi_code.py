r"""PURE. The network in a QR code, as phones show it. No I/O.

    WIFI:T:WPA;S:Schule\;Nord;P:kreide\:tafel;H:true;;
    WIFI:T:WPA2-EAP;S:eduroam;E:PEAP;PH2:MSCHAPV2;I:robot1;A:anonymous;P:...;;

A backslash makes the next letter a plain one. A code that phones would guess at is refused.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeVar

from robot.wifi.causes import WifiError
from robot.wifi.records import (
    NetworkSecurity,
    WifiAccount,
    WifiNetwork,
    check,
)

_Value = TypeVar("_Value")

PREFIX = "WIFI:"
MOST_CHARS = 600
MOST_FIELDS = 16
MOST_NAME_CHARS = 8

_SECURITY: Final[Mapping[str, NetworkSecurity | Literal["wep"]]] = {
    "NOPASS": "open",
    "WPA": "wpa",
    "WPA2": "wpa",
    "WPA/WPA2": "wpa",
    "WPA2/WPA3": "wpa",
    "WPA-PSK": "wpa",
    "WPA2-PSK": "wpa",
    "SAE": "sae",
    "WPA3": "sae",
    "WPA3-SAE": "sae",
    "WPA-EAP": "account",
    "WPA2-EAP": "account",
    "WPA3-EAP": "account",
    "WEP": "wep",
}

_METHODS: Final[Mapping[str, Literal["peap", "ttls", "pwd"]]] = {
    "PEAP": "peap",
    "TTLS": "ttls",
    "PWD": "pwd",
}

_INNER: Final[Mapping[str, Literal["mschapv2", "pap", "gtc", "mschap"]]] = {
    "": "mschapv2",
    "NONE": "mschapv2",
    "MSCHAPV2": "mschapv2",
    "PAP": "pap",
    "GTC": "gtc",
    "MSCHAP": "mschap",
}

_HIDDEN: Final[Mapping[str, bool]] = {"": False, "FALSE": False, "TRUE": True}


def parse_code(text: str, ca_file: str = "") -> WifiNetwork | None:
    """Return the network of a code; None for a code that is about something else.

    Args:
        text: What stands in the code.
        ca_file: Certificate on this robot that proves the server of a network with accounts.

    Raises:
        WifiError: It is about Wi-Fi, and nobody can join what it says.
    """
    if text[: len(PREFIX)].upper() != PREFIX:
        return None
    if len(text) > MOST_CHARS:
        raise WifiError("bad_code")
    fields = _fields(text[len(PREFIX) :])
    network = _network(fields, ca_file)
    check(network)
    return network


def _network(fields: Mapping[str, str], ca_file: str) -> WifiNetwork:
    security = _security(fields)
    hidden = _of(_HIDDEN, fields.get("H", ""))
    ssid, key = fields.get("S", "").encode(), fields.get("P", "")
    if security == "open" and key:
        raise WifiError("bad_code")  # one of the two is a mistake
    if security != "account":
        return WifiNetwork(ssid, security, key, hidden)
    method = fields.get("E", fields.get("EAP", "")).upper()
    if method not in _METHODS:
        raise WifiError("needs_card")
    account = WifiAccount(
        _METHODS[method],
        fields.get("I", ""),
        key,
        _of(_INNER, fields.get("PH2", "")),
        fields.get("A", ""),
        ca_file,
    )
    return WifiNetwork(ssid, "account", hidden=hidden, account=account)


def _security(fields: Mapping[str, str]) -> NetworkSecurity:
    named = fields.get("T", "")
    if "E" in fields or "EAP" in fields:
        return "account"
    if not named:
        return "wpa" if fields.get("P") else "open"
    security = _of(_SECURITY, named)
    if security == "wep":
        raise WifiError("wep")
    return security


def _of(known: Mapping[str, _Value], text: str) -> _Value:
    try:
        return known[text.upper()]
    except KeyError:
        raise WifiError("bad_code") from None


def _fields(text: str) -> dict[str, str]:
    """Return the values by name; the list ends with one semicolon or with two."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text) and text[at] != ";":
        name, colon, _ = text[at : at + MOST_NAME_CHARS + 1].partition(":")
        if not colon or not name.isascii() or not name.isalnum():
            raise WifiError("bad_code")
        value, at = _value(text, at + len(name) + 1)
        if name.upper() in found or len(found) == MOST_FIELDS:
            raise WifiError("bad_code")
        found[name.upper()] = value
    if text[at:] not in ("", ";"):
        raise WifiError("bad_code")
    return found


def _value(text: str, at: int) -> tuple[str, int]:
    """Return a value, and the place behind the semicolon that ends it."""
    begin = at
    letters = []
    while at < len(text) and text[at] != ";":
        if text[at] == "\\":
            at += 1
        letters.append(text[at : at + 1])
        at += 1
    if at >= len(text):
        raise WifiError("bad_code")  # cut off
    raw = text[begin:at]
    value = "".join(letters)
    if len(raw) >= 2 and raw[0] == raw[-1] == '"' and raw[-2] != "\\":
        value = value[1:-1]  # marks a name of hexadecimal digits as a name
    return value, at + 1
