"""PURE. Versions of foreign relays that are known to be vulnerable. No I/O.

A server names its software in its answers (SOFTWARE, RFC 8489 section 14.14), if it wants to.
"""

import re

FLOOR = (4, 17)
"""coturn from here on: stateless nonces, link-local peers refused by default, fixes up to 2026."""

FAULTS = (
    ((4, 9), "CVE-2026-27624: reaches loopback and inner addresses that are written as IPv6"),
    ((4, 10), "CVE-2026-40613 and others: can be ended from outside"),
    (FLOOR, "weaker defaults, and fixes of 2026 that are missing"),
)
"""First version without a fault, and the fault."""

_COTURN = re.compile(r"coturn-(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?", re.IGNORECASE)


def warning(software: str) -> str:
    """Return what a technician has to know about a server; empty if nothing is known.

    Args:
        software: As the server names it.
    """
    found = _COTURN.match(software)
    if found is None:
        return ""
    version = tuple(int(part or 0) for part in found.groups())
    faults = [fault for fixed, fault in FAULTS if version[:2] < fixed]
    if not faults:
        return ""
    shown = ".".join(map(str, version))
    return f"coturn {shown} is vulnerable ({'; '.join(faults)}); it has to be 4.17 or newer"
