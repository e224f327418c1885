"""PURE. The networks in which a child goes to class, and how long that may take. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BRIDGE: Final = "198.51.100.10"
RELAY: Final = "198.51.100.11"
PROXY: Final = "198.51.100.20"
BRIDGE_IPV6: Final = "2001:db8:3::10"
DEAD: Final = "198.51.100.99"
"""Nobody has it: packets vanish without an answer."""

USER: Final = "kalle"
PASSWORD: Final = "a-word-of-the-bench"

UDP: Final = f"turn:{RELAY}:3478?transport=udp"
TCP: Final = f"turn:{RELAY}:3478?transport=tcp"
TLS: Final = f"turns:{RELAY}:443?transport=tcp"
STUN: Final = f"stun:{RELAY}:3478"
ALL: Final = (STUN, UDP, TCP, TLS)


@dataclass(frozen=True)
class ReachCase:
    """One pair of networks.

    Args:
        name: Name of the line in a row.
        robot: Gate before the robot; `tests.bench.reach.gates.FILTERS`, `nat` or `symmetric`.
        child: Gate before the child.
        mark_ms: Most that may pass from the tap to the picture.
        urls: ICE servers of the configuration, beside the bridge's own or in its place.
        family: `4` or `6`.
    """

    name: str
    robot: str
    child: str
    mark_ms: float
    urls: Sequence[str] = ()
    family: str = "4"

    @property
    def with_coturn(self) -> bool:
        """True if coturn relays in place of the bridge."""
        return self.urls == ALL


CASES: Final = {
    case.name: case
    for case in (
        ReachCase("open", "open", "open", 800),
        ReachCase("no-udp-child", "open", "no-udp", 1500),
        ReachCase("no-udp-robot", "no-udp", "open", 1500),
        ReachCase("no-udp-both", "no-udp", "no-udp", 1500),
        ReachCase("443-both", "443", "443", 1500),
        ReachCase("proxy-both", "proxy", "proxy", 2000),
        ReachCase("nat-both", "nat", "nat", 1500),
        ReachCase("symmetric-both", "symmetric", "symmetric", 1500),
        ReachCase("ipv6-only", "open", "open", 1000, family="6"),
        ReachCase("ipv6-443-both", "443", "443", 1500, family="6"),
        ReachCase("dead-server", "open", "open", 1000, (f"turn:{DEAD}:3478",)),
        ReachCase("dead-server-443", "443", "443", 1500, (f"turn:{DEAD}:3478",)),
        ReachCase("coturn-no-udp-both", "no-udp", "no-udp", 1500, ALL),
        ReachCase("coturn-443-both", "443", "443", 1500, ALL),
        ReachCase("coturn-symmetric-both", "symmetric", "symmetric", 1500, ALL),
    )
}
"""Without `coturn` in its name a case has the bridge's own relay and STUN server."""


def named(text: str) -> list[ReachCase]:
    """Return the cases of a list of names.

    Raises:
        ValueError: There is no such case; the text names those that there are.
    """
    names = text.replace(",", " ").split()
    unknown = [name for name in names if name not in CASES]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: known are {', '.join(CASES)}")
    return [CASES[name] for name in names]
