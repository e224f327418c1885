"""PURE. cloud-init's files on the boot partition (NoCloud). No I/O.

JSON is YAML as long as it holds no letter that YAML does not print and no line break of its own
(U+0085, U+2028): these are escaped, and so a name or password cannot leave its place.
"""

import base64
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from technician.files import first_boot
from technician.files.first_boot import PlacedFile
from technician.files.software import CardPackage
from technician.lists.records import ListedRobot

USER_DATA, META_DATA, NETWORK_CONFIG = "user-data", "meta-data", "network-config"

MARK = "karlsson.json"
"""File by which a card says whose it is; it holds no secret."""

NOBODY = {"name": "nobody", "lock_passwd": True}
"""In place of users: without any, cloud-init would make the image's own."""

GROUPS = "adm,audio,dialout,gpio,i2c,input,netdev,plugdev,render,spi,sudo,users,video"

_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Letters that JSON takes as they are, and YAML does not (YAML 1.2, 5.1)."""


@dataclass(frozen=True)
class Login:
    """Login over SSH: a user with keys, never with a password."""

    user: str
    keys: tuple[str, ...]


def files(
    robot: ListedRobot,
    login: Login | None,
    edition: Callable[[bytes], str],
    packages: Sequence[CardPackage] = (),
) -> dict[str, bytes]:
    """Return the files of a card by name, in the order in which they are to be written.

    Args:
        robot: Whose card it is.
        login: None if nobody is to log in.
        edition: Tells one content from another, and nothing about it: cloud-init begins anew when
            this changes, and everybody on the robot may read it.
        packages: Debian packages that the first start installs.
    """
    network = as_yaml(network_config())
    user = "#cloud-config\n" + as_yaml(user_data(robot, login, packages))
    instance = f"{robot.id}-{edition(user.encode())[:12]}"
    meta = as_yaml({"instance-id": instance, "local-hostname": robot.host})
    mark = {"robot": robot.id, "name": robot.name, "serial": robot.serial}
    return {
        **{one.name: one.content for one in packages},
        MARK: as_yaml(mark).encode(),
        NETWORK_CONFIG: network.encode(),
        META_DATA: meta.encode(),
        # The last one: a card that was pulled out before starts nothing.
        USER_DATA: user.encode(),
    }


def user_data(
    robot: ListedRobot, login: Login | None, packages: Sequence[CardPackage] = ()
) -> dict[str, Any]:
    """Return what the first start does."""
    return {
        "hostname": robot.host,
        "manage_etc_hosts": True,
        "timezone": robot.time_zone,
        "ssh_pwauth": False,
        "users": [_user(login) if login else NOBODY],
        "write_files": [_written(one) for one in first_boot.files(robot, packages)],
        "runcmd": first_boot.commands(robot, packages),
    }


def network_config() -> dict[str, Any]:
    """Return the cable's network; the Wi-Fi's is NetworkManager's own file."""
    cable = {"match": {"name": "e*"}, "dhcp4": True, "dhcp6": True, "optional": True}
    return {"network": {"version": 2, "ethernets": {"cable": cable}}}


def as_yaml(document: dict[str, Any]) -> str:
    """Return a document as JSON that is YAML as well."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _user(login: Login) -> dict[str, Any]:
    return {
        "name": login.user,
        "groups": GROUPS,
        "shell": "/bin/bash",
        "lock_passwd": True,
        "sudo": "ALL=(ALL) NOPASSWD:ALL",
        "ssh_authorized_keys": list(login.keys),
    }


def _written(one: PlacedFile) -> dict[str, str]:
    try:
        content = {"content": one.content.decode()}
    except UnicodeDecodeError:
        content = {"encoding": "b64", "content": base64.b64encode(one.content).decode()}
    return {"path": one.path, "permissions": one.mode, "owner": "root:root", **content}
