"""PURE. A card's own `robot.toml`, for a robot that lives in a folder of this computer. No I/O.

Only what cannot be as on a Raspberry Pi is changed: absolute paths lead into the robot's folder,
and camera, microphone and speaker are simulated. Each change is told.
"""

import tomllib
from typing import Any

import tomli_w

PATHS = (
    ("body", "socket"),
    ("bridge", "ca"),
    ("network", "ca_file"),
    ("network", "proxy_password_file"),
    ("robot", "token_file"),
)
"""Keys that name a file of the robot."""

DEVICES = (("camera", "source"), ("microphone", "source"), ("speaker", "sink"))
SIMULATED = "classroom:"

BODY_SOCKET = "/run/karlsson/body.sock"
"""Path at which the agent looks for the body if its configuration does not name one."""


def remapped(text: str, root: str) -> tuple[str, tuple[str, ...]]:
    """Return the configuration of a robot in a folder, and what was changed.

    Args:
        text: `robot.toml` of the card.
        root: Folder that stands for the root of the robot's file system.
    """
    document: dict[str, Any] = tomllib.loads(text)
    document.setdefault("body", {}).setdefault("socket", BODY_SOCKET)
    changes = []
    for section, key in PATHS:
        path = document.get(section, {}).get(key, "")
        if path.startswith("/"):
            document[section][key] = f"{root}{path}"
            changes.append(f"{section}.{key}: in the robot's folder")
    for section, key in DEVICES:
        before = document.get(section, {}).get(key, "")
        if before != SIMULATED:
            # Format, options and size belong to the device that is not there.
            document[section] = {key: SIMULATED}
            changes.append(f"{section}.{key}: {before or 'nothing'} -> {SIMULATED}")
    return tomli_w.dumps(document), tuple(changes)


def body_toml(root: str) -> str:
    """Return `body.toml` of a simulated body, whatever the card says of servos and pins."""
    body = {"driver": "simulated", "socket": f"{root}{BODY_SOCKET}", "state": f"{root}/var/lib"}
    return tomli_w.dumps({"body": body})
