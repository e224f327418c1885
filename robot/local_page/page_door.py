"""PURE. Checks of host (DNS rebinding) and origin (other pages) of each request. No I/O."""

import ipaddress
from collections.abc import Sequence

from bridge.process.page_headers import headers

COOKIE = "karlsson"

HEADERS = headers("'self' blob:")

USUAL_PORT = 80


def is_own_host(hosts: Sequence[str], machine: str, address: str, port: int) -> bool:
    """Return whether a request was meant for this robot.

    A page of somebody else may give its name this robot's address. Then the browser sends that
    name, and an address in digits cannot be such a name.

    Args:
        hosts: All `Host` headers of the request.
        machine: Host name of this robot.
        address: At which the request arrived.
        port: At which the request arrived.
    """
    if len(hosts) != 1:
        return False
    host, given_port = _split(hosts[0].lower())
    if given_port != port:
        return False
    machine = machine.lower().partition(".")[0]
    return host in {machine, f"{machine}.local", f"{machine}.local.", _bare(address)}


def is_own_origin(origin: str, host: str) -> bool:
    """Return whether a request that changes something comes from a script of this page.

    Args:
        origin: Header `Origin`; empty without one.
        host: The one `Host` header, which was found to be our own.
    """
    return origin.lower() == f"http://{host.lower()}"


def _split(host: str) -> tuple[str, int]:
    """Return name and port; port 0 for what cannot be read."""
    if host.startswith("["):
        name, bracket, rest = host[1:].partition("]")
        if not bracket:
            return "", 0
    else:
        name, colon, rest = host.partition(":")
        rest = colon + rest
    if not rest:
        return _bare(name), USUAL_PORT
    digits = rest[1:] if rest.startswith(":") else ""
    is_port = digits.isascii() and digits.isdigit() and len(digits) <= 5
    return _bare(name), int(digits) if is_port else 0


def _bare(name: str) -> str:
    """Return a name, or an address in its one form, without a zone or a mapped prefix."""
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return name
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
