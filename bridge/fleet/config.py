"""PURE. Section `fleet` of the bridge's configuration. No I/O."""

from typing import Annotated

from msgspec import Meta

from bridge.process.config_file import Section, wrong

MOST_SOCKET = 100
"""Longest path of a socket; Linux takes 107 bytes."""


class FleetSection(Section, frozen=True):
    """Socket through which `karlsson-bridge fleet` reaches the running bridge."""

    socket: Annotated[str, Meta(max_length=1024)] = "/run/karlsson-bridge/fleet.sock"
    """Only the bridge's user can open it; empty opens none."""


def check_fleet(section: FleetSection) -> None:
    """Require a path that can be a socket.

    Raises:
        ConfigError: It cannot.
    """
    if not section.socket:
        return
    if not section.socket.startswith("/"):
        raise wrong(
            "fleet.socket",
            section.socket,
            "must be an absolute path such as /run/karlsson-bridge/fleet.sock, or empty",
        )
    if len(section.socket.encode()) > MOST_SOCKET:
        raise wrong("fleet.socket", section.socket, f"must have at most {MOST_SOCKET} characters")
