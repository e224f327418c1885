"""Ports for servers that are told theirs by a configuration, before they run."""

import secrets
import socket

FIRST, COUNT = 15_000, 17_000
"""Below 32,768, from where on Linux gives ports to clients (`ip_local_port_range`): a port that was
free a moment ago is then not taken by somebody's connection."""
TRIES = 100


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens, by TCP or UDP."""
    for _ in range(TRIES):
        port = FIRST + secrets.randbelow(COUNT)
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            try:
                tcp.bind(("127.0.0.1", port))
                udp.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise OSError(f"none of {TRIES} ports is free")
