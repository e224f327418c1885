"""The network in which this robot is: its gateways, as far as the system tells."""

import socket
import struct
from pathlib import Path

ROUTES = Path("/proc/net/route")
NEIGHBOURS = Path("/proc/net/arp")


def gateways(routes: Path = ROUTES, neighbours: Path = NEIGHBOURS) -> list[str]:
    """Return the hardware addresses of the default gateways; empty if the system tells none."""
    try:
        lines = [line.split() for line in routes.read_text(encoding="ascii").splitlines()[1:]]
        known = [line.split() for line in neighbours.read_text(encoding="ascii").splitlines()[1:]]
    except (OSError, UnicodeDecodeError):
        return []
    found = {
        socket.inet_ntoa(struct.pack("=I", int(words[2], 16)))
        for words in lines
        if len(words) > 2 and words[1] == "00000000" and words[2] != "00000000"
    }
    return sorted(words[3] for words in known if len(words) > 3 and words[0] in found)
