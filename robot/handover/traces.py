"""PURE. Places where a robot keeps what belongs to a loan, a school or a bridge, and its secrets.

No I/O. Patterns are relative to the root of the file system.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["robot", "wifi", "school", "card"]

KEY_FILES = ("robot.key", "enrolment.json")
"""Files by which a bridge knows the robot; they stay with `--keep-key`."""


CREDENTIAL = "etc/credstore*/karlsson-robot.key"
"""The same key where systemd hands it over (systemd/README.md)."""


@dataclass(frozen=True)
class Trace:
    """A place of traces.

    Args:
        pattern: As of `glob`.
        what: For people.
    """

    kind: Kind
    pattern: str
    what: str


TRACES = (
    Trace("wifi", "etc/NetworkManager/system-connections/karlsson-*", "Wi-Fi and its password"),
    Trace("wifi", "etc/karlsson/wifi/*", "certificates for the Wi-Fi"),
    Trace("school", "etc/apt/apt.conf.d/*karlsson*", "the school's proxy for updates"),
    Trace("school", "etc/systemd/timesyncd.conf.d/karlsson.conf", "the school's time servers"),
    Trace("school", "usr/local/share/ca-certificates/karlsson-*", "the school's certificates"),
    # What cloud-init keeps of the card for itself. Its marks stay: it must not run again.
    Trace("card", "var/lib/cloud/instances/*/user-data*", "what the card brought"),
    Trace("card", "var/lib/cloud/instances/*/cloud-config*", "what the card brought"),
    Trace("card", "var/lib/cloud/instances/*/vendor*-data*", "what the card brought"),
    Trace("card", "var/lib/cloud/instances/*/obj.pkl", "what the card brought"),
    Trace("card", "var/lib/cloud/instances/*/network-config*", "what the card brought"),
    Trace("card", "var/lib/cloud/instances/*/scripts/*", "what the card brought"),
    Trace("card", "var/lib/cloud/seed/*/*", "what the card brought"),
    Trace("card", "run/cloud-init/*.json", "what the card brought"),
    Trace("robot", CREDENTIAL, "its key"),
    Trace("robot", "run/karlsson-robot/*", "its count of starts"),
)
"""Besides the robot's own folder, of which everything goes."""

SEARCHED = (
    *("etc/karlsson", "etc/NetworkManager", "etc/apt/apt.conf.d", "boot/firmware", "boot/overlays"),
    *("var/lib/cloud", "var/lib/NetworkManager", "var/log", "run/karlsson-robot", "run/cloud-init"),
)
"""Folders in which what was taken away is looked for afterwards, besides the robot's own."""

_SECRET_LINES = re.compile(
    rb"^(?:psk|password|private-key-password|wep-key\d|identity|ssid)\s*=\s*(.+?)\s*$", re.MULTILINE
)
"""Lines of a NetworkManager profile."""

LEAST = 4
"""Shortest text that is looked for: shorter ones stand everywhere."""


def what_of(name: str) -> str:
    """Return what a file of the robot's own folder is, for people."""
    known = {
        "robot.key": "its key",
        "robot.key.new": "a key that was being made",
        "enrolment.json": "its name at the bridge",
        "enrolment-token": "a token",
        "class.json": "pause, volume and rights of the class",
        "views.json": "saved places",
        "outfit.json": "name and clothes that a child gave it",
    }
    return known.get(name, "a file of its own")


def secrets_of(name: str, data: bytes) -> Iterator[bytes]:
    """Yield what must be found nowhere after the file is gone.

    Args:
        name: Of the file.
        data: Its content.
    """
    if name.endswith((".key", ".key.new", "-token")):
        yield from (line.strip() for line in data.splitlines() if not line.startswith(b"-"))
    elif name.endswith(".nmconnection"):
        yield from (found.strip(b'"') for found in _SECRET_LINES.findall(data))
    elif name.endswith(".json"):
        yield from _texts(data)


def _texts(data: bytes) -> Iterator[bytes]:
    """Yield a name that a child gave, and the marks of loan and token."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(document, dict):
        for key in ("nickname", "token_hash", "loan"):
            inner = document.get("outfit") if key == "nickname" else document
            value = inner.get(key) if isinstance(inner, dict) else None
            if isinstance(value, str):
                yield value.encode()
