"""PURE. The robot's own configuration on its card. No I/O.

It begins with the example that `systemd/` explains line by line, so that a card and the handbook
cannot differ.
"""

import tomllib
from typing import Any
from urllib.parse import quote

import tomli_w

from technician.examples import ROBOT
from technician.lists.records import ListedRobot, Outside

PROXY_PASSWORD_FILE = "/etc/karlsson/proxy-password"

HEAD = "# Written by `karlsson card prepare`. What each line means: systemd/robot.toml.\n\n"


def robot_toml(robot: ListedRobot) -> str:
    """Return `robot.toml`."""
    document: dict[str, Any] = tomllib.loads(ROBOT)
    if not robot.is_named_by_token:
        # Beside a token that was typed into the list it shows that the token is another robot's.
        # Where the bridge's own list says whose a token is, the name stays open: a copy of the card
        # gets another one by a token of its own.
        document["robot"]["id"] = robot.id
    document["bridge"]["url"] = robot.bridge_url
    network = document.setdefault("network", {})
    if robot.outside.proxy:
        network["proxy"] = robot.outside.proxy
    if robot.outside.proxy_password:
        network["proxy_password_file"] = PROXY_PASSWORD_FILE
    if robot.outside.ca:
        # Beside the system's own, which is told of it as well.
        network["ca_file"] = "/usr/local/share/ca-certificates/karlsson-school.crt"
    return HEAD + tomli_w.dumps(document)


def proxy_with_password(outside: Outside) -> str:
    """Return the proxy's address with its password, as `apt` wants it."""
    if not outside.proxy_password:
        return outside.proxy
    before, _, after = outside.proxy.rpartition("@")
    return f"{before}:{quote(outside.proxy_password, safe='')}@{after}"
