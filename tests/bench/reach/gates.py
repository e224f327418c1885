"""PURE. Gates between a place and the network: a filter, or a NAT. No I/O."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.bench.reach.packets import TCP, UDP, Flow, flow, rewritten

HTTPS = 443
PROXY = 3128
FIRST_PORT = 20000

Allow = Callable[[Flow], bool]
"""Says whether a flow, as seen on its way out, may pass."""


def everything(way: Flow) -> bool:
    """Let everything pass."""
    return True


def no_udp(way: Flow) -> bool:
    """Let TCP pass."""
    return way.protocol == TCP


def https_only(way: Flow) -> bool:
    """Let TCP to port 443 pass."""
    return way.protocol == TCP and way.target_port == HTTPS


def proxy_only(way: Flow) -> bool:
    """Let only the way to an HTTP proxy pass."""
    return way.protocol == TCP and way.target_port == PROXY


FILTERS: dict[str, Allow] = {
    "open": everything,
    "no-udp": no_udp,
    "443": https_only,
    "proxy": proxy_only,
}


@dataclass
class Gate:
    """A filter that keeps no state: a packet in passes if its answer would pass out."""

    allow: Allow

    def out(self, packet: bytes) -> bytes | None:
        """Return the packet as it leaves, or None."""
        way = flow(packet)
        return packet if way is not None and self.allow(way) else None

    def come_in(self, packet: bytes) -> bytes | None:
        """Return the packet as it arrives, or None."""
        way = flow(packet)
        if way is None:
            return None
        back = Flow(way.protocol, way.target, way.target_port, way.source, way.source_port)
        return packet if self.allow(back) else None


@dataclass
class Nat:
    """A NAT that filters by address and port; a symmetric one has a port for each target.

    Args:
        inner: Address behind it.
        outer: Its own address.
    """

    inner: str
    outer: str
    symmetric: bool = False
    _ports: dict[tuple[object, ...], int] = field(default_factory=dict)
    _back: dict[tuple[int, int], int] = field(default_factory=dict)
    _asked: set[tuple[int, int, str, int]] = field(default_factory=set)

    def out(self, packet: bytes) -> bytes | None:
        """Return the packet as it leaves, or None."""
        way = flow(packet)
        if way is None or way.source != self.inner or way.protocol not in (TCP, UDP):
            return None
        key: tuple[object, ...] = (way.protocol, way.source_port)
        if self.symmetric:
            key += (way.target, way.target_port)
        port = self._ports.setdefault(key, FIRST_PORT + len(self._ports))
        self._back[way.protocol, port] = way.source_port
        self._asked.add((way.protocol, port, way.target, way.target_port))
        return rewritten(packet, replace(way, source=self.outer, source_port=port))

    def come_in(self, packet: bytes) -> bytes | None:
        """Return the packet as it arrives, or None."""
        way = flow(packet)
        if way is None or way.target != self.outer:
            return None
        if (way.protocol, way.target_port, way.source, way.source_port) not in self._asked:
            return None
        port = self._back[way.protocol, way.target_port]
        return rewritten(packet, replace(way, target=self.inner, target_port=port))
