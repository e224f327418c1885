"""PURE. NetworkManager's keyfile of a robot's Wi-Fi. No I/O.

Format: man nm-settings-keyfile, whose values are escaped like those of GLib's key files.
"""

import re
import uuid
from collections.abc import Iterator

from technician.lists.records import Enterprise, SharedPassword, Wifi

FOLDER = "/etc/NetworkManager/system-connections"

CERTIFICATES = "/etc/karlsson/wifi"
"""Folder of the certificates that a keyfile names."""

CA, CLIENT, KEY, KEY_P12 = "ca.pem", "client.pem", "client.key", "client.p12"

Section = tuple[str, list[tuple[str, str]]]

_PLAIN = re.compile(r"[A-Za-z_.-][A-Za-z0-9_.-]*")
"""Names that are written as they are; any other name is written as its bytes."""

_NAMESPACE = uuid.UUID("5d5b0a3c-51c6-4c3b-9a5e-6f8f4a1f0c5e")


def keyfile(robot_id: str, wifi: Wifi) -> str:
    """Return the keyfile of a network."""
    sections: list[Section] = [
        (
            "connection",
            [
                ("id", "karlsson-wifi"),
                ("uuid", str(uuid.uuid5(_NAMESPACE, f"{robot_id}/{wifi.ssid}"))),
                ("type", "wifi"),
                ("autoconnect-retries", "0"),
            ],
        ),
        (
            "wifi",
            [
                ("mode", "infrastructure"),
                ("ssid", ssid(wifi.ssid)),
                *([("hidden", "true")] if wifi.hidden else []),
                # A Pi that dozes between beacons makes voice stutter.
                ("powersave", "2"),
            ],
        ),
        *_access(wifi.access),
        ("ipv4", [("method", "auto")]),
        ("ipv6", [("method", "auto"), ("addr-gen-mode", "stable-privacy")]),
    ]
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in pairs)
        for name, pairs in sections
    )


def ssid(name: str) -> str:
    """Return a network's name: as it is if that is plain, else byte by byte."""
    if _PLAIN.fullmatch(name):
        return name
    return "".join(f"{byte};" for byte in name.encode())


def escaped(value: str) -> str:
    """Return a text as a value: GLib drops blanks at the beginning and reads backslashes."""
    text = value.replace("\\", "\\\\")
    for letter, instead in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(letter, instead)
    return re.sub(r"^ +", lambda blanks: "\\s" * len(blanks[0]), text)


def _access(access: SharedPassword | Enterprise | None) -> Iterator[Section]:
    if isinstance(access, SharedPassword):
        yield (
            "wifi-security",
            [("key-mgmt", access.key_mgmt), ("psk", escaped(access.password))],
        )
    elif access is not None:
        yield "wifi-security", [("key-mgmt", "wpa-eap")]
        yield "802-1x", list(_enterprise(access))


def _enterprise(access: Enterprise) -> Iterator[tuple[str, str]]:
    yield "eap", f"{access.method};"
    yield "identity", escaped(access.user)
    if access.outer_user:
        yield "anonymous-identity", escaped(access.outer_user)
    if access.ca:
        yield "ca-cert", f"{CERTIFICATES}/{CA}"
    elif access.checks_server:
        yield "system-ca-certs", "true"
    if access.server_name:
        yield "domain-suffix-match", escaped(access.server_name)
    if access.client is None:
        yield "phase2-auth", access.inner
        yield "password", escaped(access.password)
        return
    if access.client.kind == "p12":
        yield "client-cert", f"{CERTIFICATES}/{KEY_P12}"
        yield "private-key", f"{CERTIFICATES}/{KEY_P12}"
    else:
        yield "client-cert", f"{CERTIFICATES}/{CLIENT}"
        yield "private-key", f"{CERTIFICATES}/{KEY}"
    if access.client.key_password:
        yield "private-key-password", escaped(access.client.key_password)
    else:
        # 4: the key lies open, and nobody has to be asked for a password.
        yield "private-key-password-flags", "4"
